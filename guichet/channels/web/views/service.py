"""Any service, on three pages: start, check, receipt. Nothing here knows a service by name.

Nothing is kept between the pages but what the client's own form carries, so any process can answer, the back button
works, and an abandoned form leaves no trace (but where a service asks for a surer sign-in: the form is put by meanwhile). The form's ``once`` key makes a second click answer with the first receipt.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from guichet.channels.shared import attaching, handling
from guichet.channels.shared.forms import bind, given_of, problems, shown
from guichet.channels.shared.once import once_of, why_not
from guichet.channels.shared.sure import to_proof
from guichet.channels.web import standing, visit
from guichet.channels.web.asking import (
    Remedy,
    remedies_of,
    starting_values,
    verified_names,
    views_for,
)
from guichet.channels.web.words import shown_changes
from guichet.engine.actor import PartyKind
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.refusal import Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome, Service
from guichet.engine.stages import reached

_LONGEST = 4000  # characters of one field; fields say their own limits below this


@visit.page("GET", "HEAD", "POST")
def service(request: visit.Visitor, key: str) -> HttpResponse:
    """Start, check and send; which of them is asked for stands in the form's ``step``."""
    try:
        asked = service_of(key)
    except Refused as error:
        raise Http404 from error
    if request.method != "POST":
        return _start(request, asked)
    given = given_of(request.POST, asked, _LONGEST)
    once = once_of(request)
    attached, wrong = attaching.attached(request, asked, visit.context_of(request))
    given |= attached
    if wrong:
        return _form(request, asked, given, once=once, errors=wrong, status=422)
    step = request.POST.get("step", "check")
    if step == "change":
        return _form(request, asked, given, once=once)
    now = timezone.now()
    if standing.assurance_of(request, now) < asked.assurance:
        standing.put_by(request, asked.key, given, once, now)
        return to_proof(request.path)
    if step == "send" or asked.enquiry:
        return _send(request, asked, given, once)
    return _check(request, asked, given, once)


def _start(request: visit.Visitor, asked: type[Service]) -> HttpResponse:
    """An empty form, or the one put by while its sender proved who they are, as it was typed."""
    kept = standing.taken_up(request, asked.key, timezone.now())
    if kept is None:
        return _form(request, asked, starting_values(request, asked))
    return _form(request, asked, kept["given"], once=kept["once"])


def _form(
    request: visit.Visitor,
    asked: type[Service],
    values: Mapping[str, str],
    *,
    once: str | None = None,
    errors: Mapping[str, list[str]] | None = None,
    remedies: Sequence[Remedy] = (),
    status: int = 200,
) -> HttpResponse:
    wrong = dict(errors or {})
    views, acting_line = views_for(request, asked, values)
    bound = bind(views, values, wrong)
    asked_for = {view.name for view in views if view.widget != "hidden"}
    general = [s for name, said in wrong.items() if name not in asked_for for s in said]
    listed = problems([field for field in bound if field.view.widget != "hidden"], general)
    page: dict[str, Any] = {
        "s": asked,
        "speaks": "change",
        "form": bound,
        "errors": listed,
        "problem": bool(listed),
        "remedies": remedies,
        "nothing_asked": not asked_for,
        "once": once or str(uuid.uuid4()),
        "begun": handling.begun(request, timezone.now()),
        "acting_line": acting_line,
        "carries_files": any(view.widget == "file" for view in views),
        "prove_more": standing.assurance_of(request, timezone.now()) < asked.assurance,
        "needs_choice": asked.party_kind is PartyKind.ESTABLISHMENT and acting_line is None,
    }
    return render(request, "web/service.html", page, status=status)


def _check(
    request: visit.Visitor, asked: type[Service], given: Mapping[str, str], once: str
) -> HttpResponse:
    """A rehearsal: everything but the commit, so that what is shown is what would happen."""
    context = visit.context_of(request).rehearsal()
    try:
        answer = perform(asked, given, context)
    except Refused as error:
        return _refused_whole(request, asked, given, error)
    if answer.outcome is Outcome.REFUSED:
        return _refused(request, asked, given, answer)
    language = visit.language()
    page: dict[str, Any] = {
        "s": asked,
        "speaks": "check",
        "given": given,
        "once": once,
        "begun": handling.begun(request, timezone.now()),
        "answer": answer,
        "rows": shown(asked.inputs, answer.input, language),
        "told": shown(asked.outputs, answer.output, language),
        "names": verified_names(asked, answer, context, language),
        "changes": shown_changes(answer.changes, language),
        "notes": [finding.sentence(language) for finding in answer.findings],
        "begins": next(iter(asked.stages.values()), None),
        "stated": any(value for name, value in answer.input.items() if name != asked.party),
    }
    return render(request, "web/check.html", page)


def _send(
    request: visit.Visitor, asked: type[Service], given: Mapping[str, str], once: str
) -> HttpResponse:
    try:
        answer = perform(asked, given, visit.context_of(request, once))
    except Refused as error:
        return _refused_whole(request, asked, given, error)
    if answer.outcome is Outcome.REFUSED:
        return _refused(request, asked, given, answer)
    now = timezone.now()
    handling.measured(request, answer, "web", now)
    # 303: reloading the receipt sends nothing.
    stage = reached(answer, now)
    if stage is not None and stage.next_url:
        target = stage.next_url + ("&again" if answer.repeated else "")
    else:
        target = receipt_of(answer)
    return HttpResponse(status=303, headers={"Location": target})


def receipt_of(answer: Answer) -> str:
    """Where the receipt of an answer is read."""
    return reverse("transaction", args=[answer.reference]) + ("?again" if answer.repeated else "")


def _refused(
    request: visit.Visitor, asked: type[Service], given: Mapping[str, str], answer: Answer
) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    for finding in answer.errors:
        errors.setdefault(finding.field, []).append(finding.sentence(visit.language()))
    ways = remedies_of(answer.errors, visit.language())
    return _form(request, asked, given, errors=errors, remedies=ways, status=422)


def _refused_whole(
    request: visit.Visitor, asked: type[Service], given: Mapping[str, str], error: Refused
) -> HttpResponse:
    sentence = why_not(error, visit.language())
    return _form(request, asked, given, errors={error.field: [sentence]}, status=422)
