"""Any service, on three pages: start, check, receipt. Nothing here knows a service by name.

What a form sends is answered by leading to a page with an address of its own, which reads the draft from the session
(`drafts`): going back and reloading send nothing. The form's ``once`` key makes a second click answer with the first receipt.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from guichet.channels.shared import attaching, drafts, handling, reviewing
from guichet.channels.shared.forms import bind, given_of, problems
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
from guichet.dialogue import policy
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
        return _read(request, asked)
    given = given_of(request.POST, asked, _LONGEST)
    once = once_of(request)
    attached, wrong = attaching.attached(request, asked, visit.context_of(request))
    given |= attached
    if wrong:
        return drafts.keep(request, drafts.FORM, given, once, errors=wrong)
    step = request.POST.get("step", "check")
    if step == "change":
        return drafts.keep(request, drafts.FORM, given, once)
    now = timezone.now()
    if _must_prove(request, asked):
        standing.put_by(request, asked.key, given, once, now)
        return to_proof(request.path)
    if step == "send" or asked.enquiry:
        return _send(request, asked, given, once)
    return drafts.keep(request, drafts.CHECK, given, once)


def _read(request: visit.Visitor, asked: type[Service]) -> HttpResponse:
    """The page of a draft, whichever the address names; without one an empty form."""
    kept = drafts.found(request)
    if kept is None:
        return _start(request, asked)
    if kept["sent"]:
        return redirect(kept["sent"])
    if drafts.CHECK in request.GET and not asked.enquiry:
        if _must_prove(request, asked):
            return to_proof(request.get_full_path())
        return _check(request, asked, kept)
    ways = [Remedy(label, link) for label, link in kept["ways"]]
    # An enquiry asked again is a new one: the balance may have moved since.
    once = None if asked.enquiry else kept["once"]
    return _form(
        request,
        asked,
        kept["given"],
        once=once,
        begun=kept["begun"],
        errors=kept["errors"],
        remedies=ways,
    )


def _start(request: visit.Visitor, asked: type[Service]) -> HttpResponse:
    """An empty form, or the one put by while its sender proved who they are, as it was typed."""
    kept = standing.taken_up(request, asked.key, timezone.now())
    if kept is not None:
        return _form(request, asked, kept["given"], once=kept["once"])
    values = starting_values(request, asked)
    if _answers_at_once(request, asked, values):
        return _send(request, asked, values, str(uuid.uuid4()))
    return _form(request, asked, values)


def _must_prove(request: visit.Visitor, asked: type[Service]) -> bool:
    """Whether who signed in is not known surely enough."""
    known = standing.assurance_of(request, timezone.now())
    return policy.needs_proof(asked, known, each=False)


def _answers_at_once(request: visit.Visitor, asked: type[Service], values: Mapping[str, str]) -> bool:
    """Whether an enquiry that has nothing to ask is answered without an empty page before it.

    Only whoever comes from a page of ours: who looked at whose data is written down, and no foreign page, and no browser that
    fetches ahead, may have it written.
    """
    came = request.headers.get("Sec-Fetch-Site") == "same-origin" and "Sec-Purpose" not in request.headers
    if not came or request.method != "GET" or not asked.enquiry:
        return False
    if _must_prove(request, asked):
        return False
    views, _ = views_for(request, asked, values)
    return all(view.widget == "hidden" and values.get(view.name) for view in views)


def _form(
    request: visit.Visitor,
    asked: type[Service],
    values: Mapping[str, str],
    *,
    once: str | None = None,
    begun: str = "",
    errors: Mapping[str, list[str]] | None = None,
    remedies: Sequence[Remedy] = (),
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
        "begun": handling.begun(request, timezone.now(), begun),
        "owner": drafts.owner(request.user.pk),
        "acting_line": acting_line,
        "carries_files": any(view.widget == "file" for view in views),
        "prove_more": _must_prove(request, asked),
        "needs_choice": asked.party_kind is PartyKind.ESTABLISHMENT and acting_line is None,
    }
    return render(request, "web/service.html", page, status=422 if listed else 200)


def _check(request: visit.Visitor, asked: type[Service], kept: drafts.Draft) -> HttpResponse:
    """A rehearsal: everything but the commit, so that what is shown is what would happen."""
    context, given = visit.context_of(request).rehearsal(), kept["given"]
    try:
        answer = perform(asked, given, context)
    except Refused as error:
        wrong = {error.field: [why_not(error, visit.language())]}
        return _form(request, asked, given, begun=kept["begun"], errors=wrong)
    if answer.outcome is Outcome.REFUSED:
        wrong, ways = _wrong(answer), remedies_of(request, answer.errors)
        return _form(request, asked, given, begun=kept["begun"], errors=wrong, remedies=ways)
    language = visit.language()
    page: dict[str, Any] = {
        "s": asked,
        "speaks": "check",
        "given": given,
        "once": kept["once"],
        "begun": handling.begun(request, timezone.now(), kept["begun"]),
        "owner": drafts.owner(request.user.pk),
        "answer": answer,
        "rows": reviewing.asked(answer, language),
        "told": reviewing.told(answer, language),
        "names": verified_names(asked, answer, context, language),
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
        wrong = {error.field: [why_not(error, visit.language())]}
        anew = policy.key_after(once, error.refusal)
        return drafts.keep(request, drafts.FORM, given, anew, errors=wrong)
    if answer.outcome is Outcome.REFUSED:
        ways = [(w.label, w.link) for w in remedies_of(request, answer.errors)]
        anew = policy.key_after(once, answer.outcome)
        return drafts.keep(request, drafts.FORM, given, anew, errors=_wrong(answer), ways=ways)
    now = timezone.now()
    handling.measured(request, answer, "web", now)
    # 303: reloading the receipt sends nothing.
    stage = reached(answer, now)
    if stage is not None and stage.next_url:
        target = stage.next_url + ("&again" if answer.repeated else "")
    else:
        target = receipt_of(answer)
    if asked.enquiry:
        drafts.keep(request, drafts.FORM, given, once)  # going back finds what was asked
    else:
        drafts.sent(request, once, target)
    return HttpResponse(status=303, headers={"Location": target})


def receipt_of(answer: Answer) -> str:
    """Where the receipt of an answer is read."""
    return reverse("transaction", args=[answer.reference]) + ("?again" if answer.repeated else "")


def _wrong(answer: Answer) -> dict[str, list[str]]:
    """What is wrong, field by field."""
    errors: dict[str, list[str]] = {}
    for finding in answer.errors:
        errors.setdefault(finding.field, []).append(finding.sentence(visit.language()))
    return errors
