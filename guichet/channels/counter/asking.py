"""Any service for the client of the sitting, on the pages every client knows: form, check, receipt. Nothing here knows a service by name."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from guichet.channels.counter import visit
from guichet.channels.counter.offering import carries
from guichet.channels.shared import attaching, drafts, handling
from guichet.channels.shared.forms import (
    FieldView,
    bind,
    given_of,
    problems,
    sensible,
    shown,
    views_of,
)
from guichet.channels.shared.once import once_of, why_not
from guichet.channels.shared.parties import establishment_options
from guichet.dialogue import entry, policy
from guichet.dialogue.offered import parties_for
from guichet.domain.contact import codes
from guichet.domain.reception import acting
from guichet.domain.reception.refusals import NEEDS_CODE, OWN_MATTER
from guichet.engine.actor import PartyKind
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.refusal import Refusal, Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome, Service

_LONGEST = 4000
_CARDS, _PARTIES = 4, 200  # so many are quicker to pick as cards than in a list; more are typed


@visit.in_sitting("GET", "HEAD", "POST")
def service(request: visit.AtCounter, key: str) -> HttpResponse:
    """Form, check and send; which of them is asked for stands in the form's ``step``."""
    asked = _asked(request, key)
    if request.method != "POST":
        return _read(request, asked)
    given = given_of(request.POST, asked, _LONGEST)
    once = once_of(request)
    if policy.needs_proof(asked, request.assurance, each=False):
        return _refused(request, given, once, NEEDS_CODE)
    if policy.of_money(asked):
        try:
            codes.require_settled(acting.client_of(request.sitting), timezone.now())
        except Refused as error:
            return _refused_whole(request, given, once, error)
    if _own_matter(request, asked, given):
        return _refused(request, given, once, OWN_MATTER)
    attached, wrong = attaching.attached(request, asked, visit.context_of(request))
    given |= attached
    if wrong:
        return _keep(request, given, once, errors=wrong)
    step = request.POST.get("step", "check")
    if step == "change":
        return _keep(request, given, once)
    if step == "send" or asked.enquiry:
        return _send(request, asked, given, once)
    return _keep(request, given, once, page=drafts.CHECK)


def _of(request: visit.AtCounter) -> str:
    """Whose drafts these are: of one client's sitting, and of no other."""
    return str(request.sitting.pk)


def _keep(
    request: visit.AtCounter,
    given: Mapping[str, str],
    once: str,
    *,
    page: str = drafts.FORM,
    errors: Mapping[str, list[str]] | None = None,
) -> HttpResponse:
    return drafts.keep(request, page, given, once, of=_of(request), errors=errors)


def _read(request: visit.AtCounter, asked: type[Service]) -> HttpResponse:
    """The page of a draft, whichever the address names; without one a form with what need not be asked."""
    kept = drafts.found(request, _of(request))
    if kept is None:
        return _form(request, asked, _starting(request, asked))
    if kept["sent"]:
        return HttpResponseRedirect(kept["sent"])
    if drafts.CHECK in request.GET and not asked.enquiry:
        return _check(request, asked, kept)
    once = None if asked.enquiry else kept["once"]  # an enquiry asked again is a new one
    return _form(request, asked, kept["given"], once=once, begun=kept["begun"], errors=kept["errors"])


def _asked(request: visit.AtCounter, key: str) -> type[Service]:
    try:
        asked = service_of(key)
    except Refused as error:
        raise Http404 from error
    if not carries(request.sitting, asked):
        raise Http404
    return asked


def _own_matter(request: visit.AtCounter, asked: type[Service], given: Mapping[str, str]) -> bool:
    """Whether the clerk's own data would be touched by it."""
    own = request.user.person_number
    named = {asked.subject, asked.party if asked.party_kind is PartyKind.PERSON else None} - {None}
    return own is not None and any(
        entry.canonical(asked.inputs[name], given[name]) == str(own) for name in named if name
    )


def _starting(request: visit.AtCounter, asked: type[Service]) -> dict[str, str]:
    """What need not be asked: defaults, the client, the establishment of the sitting."""
    today = visit.today()
    values = {v.name: entry.usual(v.default, today) for v in views_of(asked, visit.language())}
    if asked.party_kind is PartyKind.PERSON:
        values[asked.party] = str(acting.client_of(request.sitting).person_number or "")
    if asked.party_kind is PartyKind.ESTABLISHMENT:
        own = _establishments(request, asked)
        values[asked.party] = own[0] if len(own) == 1 else ""
    return values


def _establishments(request: visit.AtCounter, asked: type[Service]) -> list[str]:
    if request.sitting.establishment is not None:
        return [str(request.sitting.establishment)]
    return parties_for(acting.client_of(request.sitting), asked, visit.today(), _PARTIES)


def _views(request: visit.AtCounter, asked: type[Service]) -> list[FieldView]:
    """The fields to ask; the client's establishments are there to be picked."""
    views = list(views_of(asked, visit.language()))
    if asked.party_kind is not PartyKind.ESTABLISHMENT:
        return views
    own = _establishments(request, asked)
    views = [sensible(v, asked, int(own[0]) if len(own) == 1 else None) for v in views]
    options = establishment_options(own, visit.language())
    if not options or len(own) >= _PARTIES:
        return views
    widget = "radio" if len(options) <= _CARDS else "select"
    return [
        replace(v, widget=widget, options=options) if v.name == asked.party else v for v in views
    ]


def _form(
    request: visit.AtCounter,
    asked: type[Service],
    values: Mapping[str, str],
    *,
    once: str | None = None,
    begun: str = "",
    errors: Mapping[str, list[str]] | None = None,
) -> HttpResponse:
    wrong = dict(errors or {})
    bound = bind(_views(request, asked), values, wrong)
    general = [s for name, said in wrong.items() if name not in asked.inputs for s in said]
    listed = problems(bound, general)
    page: dict[str, Any] = {
        "s": asked,
        "speaks": "change",
        "form": bound,
        "errors": listed,
        "problem": bool(listed),
        "once": once or str(uuid.uuid4()),
        "begun": handling.begun(request, timezone.now(), begun),
        "owner": drafts.owner(request.user.pk, _of(request)),
        "carries_files": any(f.view.widget == "file" for f in bound),
        "needs_code": NEEDS_CODE.sentence(visit.language())
        if policy.needs_proof(asked, request.assurance, each=False)
        else "",
    }
    return visit.show(request, "service", page, 422 if listed else 200)


def _check(request: visit.AtCounter, asked: type[Service], kept: drafts.Draft) -> HttpResponse:
    """A rehearsal, to be read to the client before it is sent."""
    given, once = kept["given"], kept["once"]
    try:
        answer = perform(asked, given, visit.context_of(request).rehearsal())
    except Refused as error:
        said = {error.field: [why_not(error, visit.language())]}
        return _form(request, asked, given, once=once, begun=kept["begun"], errors=said)
    if answer.outcome is Outcome.REFUSED:
        return _form(request, asked, given, once=once, begun=kept["begun"], errors=_wrong(answer))
    language = visit.language()
    page: dict[str, Any] = {
        "s": asked, "speaks": "check", "given": given, "once": once, "answer": answer,
        "begun": handling.begun(request, timezone.now(), kept["begun"]), "owner": drafts.owner(request.user.pk, _of(request)),
        "rows": shown(asked.inputs, answer.input, language), "told": shown(asked.outputs, answer.output, language),
        "notes": [finding.sentence(language) for finding in answer.findings],
    }  # fmt: skip
    return visit.show(request, "check", page)


def _send(
    request: visit.AtCounter, asked: type[Service], given: Mapping[str, str], once: str
) -> HttpResponse:
    try:
        answer = perform(asked, given, visit.context_of(request, once))
    except Refused as error:
        return _refused_whole(request, given, once, error)
    if answer.outcome is Outcome.REFUSED:
        return _keep(request, given, policy.key_after(once, answer.outcome), errors=_wrong(answer))
    handling.measured(request, answer, visit.CHANNEL, timezone.now())
    again = "?again" if answer.repeated else ""
    target = reverse("counter-receipt", args=[answer.reference]) + again
    if asked.enquiry:
        _keep(request, given, once)  # going back finds what was asked
    else:
        drafts.sent(request, once, target, of=_of(request))
    return HttpResponseRedirect(target, status=303)  # reloading the receipt sends nothing


def _refused(
    request: visit.AtCounter, given: Mapping[str, str], once: str, why: Refusal
) -> HttpResponse:
    return _keep(request, given, once, errors={"": [why.sentence(visit.language())]})


def _wrong(answer: Answer) -> dict[str, list[str]]:
    """What is wrong, field by field."""
    errors: dict[str, list[str]] = {}
    for finding in answer.errors:
        errors.setdefault(finding.field, []).append(finding.sentence(visit.language()))
    return errors


def _refused_whole(
    request: visit.AtCounter, given: Mapping[str, str], once: str, error: Refused
) -> HttpResponse:
    said = {error.field: [why_not(error, visit.language())]}
    return _keep(request, given, policy.key_after(once, error.refusal), errors=said)
