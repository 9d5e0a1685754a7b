"""Papers that come with an asking, as every channel takes them in.

A file that a form brings is kept at once; from then on the form carries its name and not the file
again.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from guichet.channels.shared import quota
from guichet.engine import attachments
from guichet.engine.attachments import Kept
from guichet.engine.context import Context
from guichet.engine.fields import Attachment
from guichet.engine.fields.attachment import ATTACHMENT_TOO_LARGE
from guichet.engine.refusal import Refused
from guichet.engine.service import Service

_LONGEST = 100  # characters of a file's name


def keep(content: bytes, *, service: type[Service], field: str, context: Context) -> str:
    """Keep a file for an asking that follows; the value of its field.

    Raises:
        Refused: it is not taken, or the account has sent too much today.
    """
    try:
        quota.take(context.actor.id, len(content), context.now)
    except Refused as refused:
        raise Refused(refused.refusal, field, **refused.values) from None
    return attachments.keep(content, service=service, field=field, context=context)


def attached(
    request: HttpRequest, asked: type[Service], context_of: Callable[[], Context]
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The values of the fields that a file came for or that was taken away from, and what is wrong
    with the files.
    """
    values: dict[str, str] = {}
    wrong: dict[str, list[str]] = {}
    for name in attachments.fields_of(asked):
        # A file box left empty comes as an empty value of the same name, after the name of the file
        # that is attached.
        kept = next(filter(None, request.POST.getlist(name)), "")[:_LONGEST]
        values[name] = "" if f"{name}-remove" in request.POST else kept
        if name in request.FILES:
            context = context_of()
            try:
                values[name] = _taken(request, asked, name, context)
            except Refused as error:
                label = asked.inputs[name].label.at(context.language)
                wrong[name] = [
                    error.refusal.sentence(context.language, **{"label": label, **error.values})
                ]
    return values, wrong


def _taken(request: HttpRequest, asked: type[Service], name: str, context: Context) -> str:
    sent, field = request.FILES[name], asked.inputs[name]
    assert isinstance(field, Attachment) and isinstance(sent, UploadedFile)
    if (sent.size or 0) > field.most_bytes:  # before it is read
        raise Refused(ATTACHMENT_TOO_LARGE, name, most=field.most_bytes // 1_000_000)
    return keep(sent.read(), service=asked, field=name, context=context)


def download(kept: Kept, name: str) -> HttpResponse:
    """A file that came with an asking, to be saved under ``name``."""
    return HttpResponse(
        kept.content,
        content_type=kept.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kept.name.rpartition(".")[2]}"',
            # Should a browser show it all the same, nothing in it runs, loads or leaves.
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
