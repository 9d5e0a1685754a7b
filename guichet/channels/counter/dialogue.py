"""Any service for the client of the sitting: what a form or an address means. Nothing here knows a service by name."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse, HttpResponseRedirect

from guichet.channels.counter import render, visit
from guichet.channels.counter.offering import carries
from guichet.channels.counter.serving import CounterDesk, desk_of
from guichet.channels.shared import attaching, drafts, handling
from guichet.channels.shared.forms import given_of
from guichet.channels.shared.once import once_of
from guichet.dialogue.advance import advance
from guichet.dialogue.draft import Draft, Stage
from guichet.dialogue.turn import Confirmed, Filled
from guichet.engine.actor import PartyKind
from guichet.engine.refusal import Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Service

_LONGEST = 4000


@visit.in_sitting("GET", "HEAD", "POST")
def service(request: visit.AtCounter, key: str) -> HttpResponse:
    """Form, check and send; which of them is asked for stands in the form's ``step``."""
    asked, desk = _asked(request, key), desk_of(request)
    if request.method != "POST":
        return _read(request, asked, desk)
    attached, wrong = attaching.attached(request, asked, desk.context())
    given = given_of(request.POST, asked, _LONGEST) | attached
    draft = Draft(once_of(request), key, Stage.REVIEW, given, began=handling.began(request))
    step = request.POST.get("step", "check")
    if wrong or step == "change":
        return render.keep(request, draft, errors=wrong)
    if step == "send" or asked.enquiry:
        return render.page(request, *advance(draft, Confirmed(), desk))
    return render.keep(request, draft, on=drafts.CHECK)


def _read(request: visit.AtCounter, asked: type[Service], desk: CounterDesk) -> HttpResponse:
    """The page of a draft, whichever the address names; without one a form with what need not be asked."""
    kept = drafts.found(request, render.sitting_of(request))
    if kept is None:
        return render.form(request, Draft(str(uuid.uuid4()), asked.key, given=_starting(request, asked, desk)), {})
    if kept["sent"]:
        return HttpResponseRedirect(kept["sent"])
    # An enquiry asked again is a new one.
    draft = Draft(str(uuid.uuid4()) if asked.enquiry else kept["once"], asked.key, Stage.REVIEW, kept["given"])
    if drafts.CHECK in request.GET and not asked.enquiry:
        return render.page(request, *advance(draft, Filled(draft.given), desk), kept["begun"])
    return render.form(request, draft, kept["errors"], kept["begun"])


def _asked(request: visit.AtCounter, key: str) -> type[Service]:
    try:
        asked = service_of(key)
    except Refused as error:
        raise Http404 from error
    if not carries(request.sitting, asked):
        raise Http404
    return asked


def _starting(request: visit.AtCounter, asked: type[Service], desk: CounterDesk) -> dict[str, str]:
    """What need not be asked: defaults, the client, the establishment of the sitting."""
    values = {name: desk.usual(field.default or "") for name, field in asked.inputs.items()}
    if asked.party_kind is PartyKind.PERSON:
        values[asked.party] = str(desk.account.person_number or "")
    if asked.party_kind is PartyKind.ESTABLISHMENT:
        own = render.establishments(request, asked)
        values[asked.party] = own[0] if len(own) == 1 else ""
    return values
