"""The pages: send a file, see what the check found, confirm, watch, take the result. Only the
sender sees a file.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.channels.bulk import (
    clients,
    faults,
    file_check,
    file_run,
    files,
    notices,
    pages,
    papers,
    retention,
    signatures,
    tasks,
    words,
)
from guichet.channels.bulk.models import File, State
from guichet.channels.bulk.phrases import PHRASES
from guichet.channels.bulk.table import MOST_BYTES, MOST_ROWS
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.engine import store
from guichet.engine.refusal import Refused
from guichet.engine.registry import names_of

log = logging.getLogger(__name__)
_LISTED = 20
_CHANGED = "checked-again"  # in the address: what was confirmed is not what stands there now
_MOST_WAITING = 20  # unfinished files of one account
_SMALL_BYTES, _SMALL_ROWS = 50_000, 500  # checked and carried out while the client waits


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def files_page(request: HttpRequest) -> HttpResponse:
    """What was sent, and the form to send more."""
    if request.method != "POST":
        return _files_page(request, [])
    return _receive(request)


def _files_page(request: HttpRequest, errors: list[Problem], status: int = 200) -> HttpResponse:
    before = _moment(request.GET.get("before"))
    wanted = request.GET.get("state", "")
    sent = files.recent(_account(request), before, _LISTED + 1, pages.FILTERS.get(wanted, ()))
    kinds = pages.kinds_for(request.user)  # type: ignore[arg-type]
    page: dict[str, Any] = {
        "errors": errors,
        "problem": bool(errors),
        "signature_wrong": any(error.anchor == "signature" for error in errors),
        "kinds": kinds,
        "chosen": names_of(request.POST.get("kind") or request.GET.get("kind") or "")[0]
        or (kinds[0].key if kinds else ""),
        "files": pages.listed(sent[:_LISTED]),
        "filters": [(name, words.FILTERS[name], name == wanted) for name in words.FILTERS],
        "wanted": wanted if wanted in pages.FILTERS else "",
        "older": sent[_LISTED - 1].uploaded_at.isoformat() if len(sent) > _LISTED else "",
        "most_rows": f"{MOST_ROWS:,}",
        "most_size": MOST_BYTES // 1_000_000,
    }
    return render(request, "bulk/files.html", page, status=status)


def _moment(text: str | None) -> datetime | None:
    try:
        given = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    # Only what the page itself writes: with its zone, and of years that stay dates in every zone.
    return given if given and given.tzinfo and 2000 <= given.year < 3000 else None


def _account(request: HttpRequest) -> int:
    assert request.user.pk is not None  # every view asks for somebody signed in
    return request.user.pk


def too_large(request: HttpRequest) -> HttpResponse:
    """The upload page, saying that the file is too large."""
    if not request.user.is_authenticated:
        return HttpResponse(status=413)
    limit = faults.TOO_LARGE.sentence(page_language(), limit=MOST_BYTES // 1_000_000)
    # The body stays unread, so the form's own values are not known.
    request._read_started, request._post, request._files = True, {}, {}  # type: ignore[attr-defined]
    return _files_page(request, [Problem(limit, "file")], status=413)


def _receive(request: HttpRequest) -> HttpResponse:
    upload, kind = request.FILES.get("file"), names_of(request.POST.get("kind", ""))[0]
    errors = _problems(request, upload, kind)
    if errors or not isinstance(upload, UploadedFile):
        return _files_page(request, errors, status=422)
    now = timezone.now()
    try:
        signature = signatures.uploaded(
            request.FILES.get("signature"), upload, _account(request), now
        )
    except Refused as wrong:
        return _files_page(
            request, [Problem(wrong.sentence(page_language()), "signature")], status=422
        )
    try:
        with store.atomic():
            file = files.keep(
                upload.chunks(),
                account=_account(request),
                name=upload.name or "",
                kind=kind,
                language=page_language(),
                now=now,
            )
            if signature is not None:
                signatures.keep(signature, file)
            first = files.sent_before(file)
            if first is not None:
                files.move(file, State.DONE, now, first=first, rows=first.rows)
            elif file.size > _SMALL_BYTES:
                tasks.defer_check(file)
    except Refused as wrong:  # too large, or too much for a day
        return _files_page(request, [Problem(wrong.sentence(page_language()), "file")], status=422)
    if first is None and file.size <= _SMALL_BYTES:
        _check_now(file, now)
    return redirect("file", number=file.pk)


def _problems(request: HttpRequest, upload: object, kind: str) -> list[Problem]:
    errors = []
    if kind not in {k.key for k in pages.kinds_for(request.user)}:  # type: ignore[arg-type]
        errors.append(Problem(PHRASES["no-kind"].at(page_language()), "kind"))
    if not upload:
        errors.append(Problem(PHRASES["no-file"].at(page_language()), "file"))
    waiting = File.objects.filter(account=_account(request), state__in=State.UNFINISHED).count()
    if waiting >= _MOST_WAITING:
        errors.append(Problem(PHRASES["too-many-waiting"].at(page_language(), count=waiting)))
    return errors


def _check_now(file: File, now: datetime) -> None:
    """A small file need not queue. Should this fail, the queue takes it up."""
    try:
        file_check.check_file(file, now)
    except Exception:
        log.exception("file %s could not be checked at once", file.pk)
        tasks.defer_check(file)


def own(request: HttpRequest, number: UUID) -> File:
    """A file of the sender's; to anybody else there is none.

    Raises:
        Http404: it is not theirs, or there is none.
    """
    file = files.find(number, _account(request))
    if file is None:
        raise Http404
    return file


@login_required
@require_safe
def file_page(request: HttpRequest, number: UUID) -> HttpResponse:
    """A file where it stands. While it is worked on, the middle of the page asks for itself
    again.
    """
    file = own(request, number)
    shown = file.first or file
    spoken = page_language()
    page: dict[str, Any] = {
        "file": file,
        "shown": shown,
        "title": pages.title_of(file.kind),
        "states": State,
    }
    page["signer"] = signatures.signer_of(file)
    if file.state == State.UNREADABLE:
        page |= {"faults": pages.faults_shown(file, spoken), "problem": True}
    elif file.state == State.CHECKED:
        report = file.report
        page |= {
            "tiles": pages.outcome_tiles(report["counts"], words.FORECASTS),
            "changes": pages.change_tiles(report["changes"]),
            "lines": pages.service_lines(report),
            "remarks": pages.remarks_shown(report, spoken),
            "report": report,
            "changed": _CHANGED in request.GET,
            "can_confirm": pages.can_confirm(file),
            "kept_until": retention.kept_until(file),
            "notices": notices.told(report.get("notices", ()), spoken),
            "questions": pages.questions_shown(report, spoken),
            "many": report["errors"] + report["warnings"] > file_check.SHOWN,
        }
    else:
        job = pages.job_of(shown, timezone.now())
        page |= {"job": job, "tiles": pages.outcome_tiles(job.progress.counts, words.OUTCOMES)}
        page["live"] = shown.state in State.UNFINISHED
        page["clients"] = clients.by_client(shown, spoken) if shown.state == State.DONE else []
        page["papers"] = None if page["live"] else papers.ready(shown)
    if request.headers.get("HX-Request") and page.get("live"):
        return render(request, "bulk/_job.html", page)
    response = render(request, "bulk/file.html", page)
    if request.headers.get("HX-Request"):
        # It has come to rest: the whole page is needed now.
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def answer(request: HttpRequest, number: UUID) -> HttpResponse:
    """What only the client can say about the file; it is checked again with it."""
    file, now = own(request, number), timezone.now()
    answers = pages.answers_given(file, request.POST)
    if answers is None:
        return redirect("file", number=number)
    small = file.size <= _SMALL_BYTES
    with store.atomic():
        asked = files.ask_again(file, answers, now)
        if asked and not small:
            tasks.defer_check(file)
    if asked and small:
        _check_now(file, now)
    return redirect("file", number=number)


@login_required
@require_POST
def discard(request: HttpRequest, number: UUID) -> HttpResponse:
    """Put a checked file away that is not to be carried out."""
    files.move(own(request, number), State.DISCARDED, timezone.now())
    return redirect("files")


@login_required
@require_POST
def confirm(request: HttpRequest, number: UUID) -> HttpResponse:
    """Carry the file out as its check was shown. A second click changes nothing; a tab that shows
    an older check is told so.
    """
    file, now = own(request, number), timezone.now()
    if not pages.can_confirm(file) and not file.report.get("questions"):
        return redirect("file", number=number)
    with store.atomic():
        confirmed = file_run.confirm(file, request.POST.get("shown", ""), now)
        if confirmed:
            tasks.defer_work(file)
    if not confirmed and file.state == State.CHECKED:
        return redirect(f"{reverse('file', args=[number])}?{_CHANGED}")
    if confirmed and (file.rows or 0) <= _SMALL_ROWS:
        _work_now(file)
    return redirect("file", number=number)


def _work_now(file: File) -> None:
    """A small file need not queue; its job finds nothing left, or takes over if this fails."""
    try:
        while file_run.step(file, timezone.now()):
            pass
    except Exception:
        log.exception("file %s could not be carried out at once", file.pk)
