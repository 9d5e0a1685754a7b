"""Files that a form brings. Each is kept at once, and from then on the form carries its name and not the file again."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile

from guichet.channels.shared import attaching
from guichet.channels.web import visit
from guichet.engine import attachments
from guichet.engine.fields import Attachment
from guichet.engine.fields.attachment import ATTACHMENT_TOO_LARGE
from guichet.engine.refusal import Refused
from guichet.engine.service import Service

_LONGEST = 100  # characters of a file's name


def attached(
    request: visit.Visitor, asked: type[Service]
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The values of the fields that a file came for or that was taken away from, and what is wrong with the files."""
    values: dict[str, str] = {}
    wrong: dict[str, list[str]] = {}
    for name in attachments.fields_of(asked):
        # A file box left empty comes as an empty value of the same name, after the name of the file that is attached.
        kept = next(filter(None, request.POST.getlist(name)), "")[:_LONGEST]
        values[name] = "" if f"{name}-remove" in request.POST else kept
        if name in request.FILES:
            try:
                values[name] = _keep(request, asked, name)
            except Refused as error:
                label = asked.inputs[name].label.at(visit.language())
                wrong[name] = [
                    error.refusal.sentence(visit.language(), **{"label": label, **error.values})
                ]
    return values, wrong


def _keep(request: visit.Visitor, asked: type[Service], name: str) -> str:
    sent, field = request.FILES[name], asked.inputs[name]
    assert isinstance(field, Attachment) and isinstance(sent, UploadedFile)
    if (sent.size or 0) > field.most_bytes:  # before it is read
        raise Refused(ATTACHMENT_TOO_LARGE, name, most=field.most_bytes // 1_000_000)
    return attaching.keep(sent.read(), service=asked, field=name, context=visit.context_of(request))
