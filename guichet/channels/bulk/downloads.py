"""What is taken from the pages: templates, results, papers, all that a check found."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from guichet.channels.bulk import blanks, pages, papers, result, words
from guichet.channels.bulk.models import File, State
from guichet.channels.bulk.phrases import PHRASES
from guichet.channels.bulk.views import own
from guichet.channels.shared.language import page_language
from guichet.engine.refusal import Refused
from guichet.lib.text import Words


@login_required
@require_safe
def result_file(request: HttpRequest, number: UUID) -> HttpResponse | StreamingHttpResponse:
    """The client's own file with what became of each row.

    Raises:
        Http404: the file is not worked to its end.
    """
    file = own(request, number)
    if (file.first or file).state != State.DONE:
        raise Http404
    return _download(file, result.result_of(file, page_language()), words.RESULT_COLUMNS["outcome"])


@login_required
@require_safe
def papers_file(request: HttpRequest, number: UUID) -> StreamingHttpResponse:
    """All papers the file led to, in one archive, once the workers have composed them.

    Raises:
        Http404: the file is not done, or led to no papers.
    """
    file = own(request, number)
    shown = file.first or file
    found = papers.ready(shown) if shown.state == State.DONE else None
    if found is None or not found.all:
        raise Http404
    made = result.Result(papers.archive(shown, timezone.now()), "application/zip", ".zip")
    return _download(file, made, PHRASES["papers"])


@login_required
@require_safe
def remarks_file(request: HttpRequest, number: UUID) -> HttpResponse | StreamingHttpResponse:
    """The client's own file with all the check found.

    Raises:
        Http404: nothing was counted in it yet, or its content is dropped.
    """
    file = own(request, number)
    if not file.report.get("counts") or file.dropped_at:
        raise Http404
    return _download(file, result.forecast_of(file, page_language()), PHRASES["report"])


def _download(file: File, made: result.Result, what: Words) -> StreamingHttpResponse:
    stem = file.name.rsplit(".", 1)[0]
    response = StreamingHttpResponse(made.pieces, content_type=made.media_type)
    name = f"{stem} - {what.at(page_language())}{made.suffix}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@login_required
@require_safe
def template_file(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """An empty file to fill in.

    Raises:
        Http404: there is no such kind of file, or not in this form.
    """
    if form not in blanks.MEDIA_TYPES:
        raise Http404
    try:
        content = blanks.template(kind, form, page_language())
    except Refused:
        raise Http404 from None
    response = HttpResponse(content, content_type=blanks.MEDIA_TYPES[form])
    name = f"{pages.title_of(kind).at(page_language())}.{form}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
