"""Mobile, first PIN and kiosk card, given to a client who has come: what lets somebody in elsewhere
takes more than their consent.

The document before the clerk is on record, a colleague looks too where no code proved the client,
and the clerk's own password is asked for each: an open browser gives nothing away. No clerk ever
knows a PIN; it goes to the mobile, and its owner chooses another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from guichet.channels.counter import credential_words as words
from guichet.channels.counter import visit
from guichet.channels.shared import disclosures
from guichet.channels.shared.card import picture_of
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.channels.shared.password import password_problems
from guichet.domain.contact import cards, codes, commands
from guichet.domain.contact.queries import has_pin, masked, mobile_of, money_from
from guichet.domain.reception import assisted_actor, client_identification
from guichet.domain.reception.refusals import WRONG_CODE
from guichet.engine.fields.kinds import MOBILE_INVALID
from guichet.engine.refusal import Refused
from guichet.lib.identifiers import mobile_of_text
from guichet.lib.text import plain_digits

_CHANNEL, _PENDING = "counter-mobile", "counter_mobile"
_BY_ONE, _BY_TWO = "one", "two"


@dataclass(frozen=True, slots=True)
class Step:
    """What a clerk does for the client: how surely these must be identified, and the box of the
    password it asks for.
    """

    take: Callable[[visit.AtCounter, datetime], dict[str, Any]]
    identified: str | None = None
    password: str = ""


@sensitive_post_parameters("password", "code", "number")
@visit.in_sitting("GET", "HEAD", "POST")
def means(request: visit.AtCounter) -> HttpResponse:
    """See what the client has; give another.

    Raises:
        Http404: the client consented to be served for an establishment only.
    """
    if request.sitting.establishment is not None or _person(request) is None:
        raise Http404  # they consented to be served for an establishment only
    step = _STEPS.get(request.POST.get("step", "")) if request.method == "POST" else None
    if step is None:
        return _page(request, {})
    now, page = timezone.now(), dict[str, Any]()
    try:
        page = _taken(request, step, now)
    except Refused as refused:
        anchor = (
            f"id_{refused.field}" if refused.field in ("number", "expires", "code") else "id_mobile"
        )
        page["errors"] = [Problem(refused.sentence(page_language()), anchor)]
    if page:
        return _page(request, page, 422 if page.get("errors") else 200)
    return HttpResponseRedirect(reverse("counter-means"), status=303)


def _taken(request: visit.AtCounter, step: Step, now: datetime) -> dict[str, Any]:
    """One step. What gives a way in is asked for with the clerk's password, once it may be given at
    all.
    """
    if step.identified is not None:
        client_identification.require(request.sitting, colleague=step.identified == _BY_TWO)
    wrong = password_problems(request, request.user, now, step.password) if step.password else []
    return {"errors": wrong} if wrong else step.take(request, now)


def _document(request: visit.AtCounter, now: datetime) -> dict[str, Any]:
    given = (request.POST.get(name, "")[:40] for name in ("kind", "number", "expires"))
    client_identification.record(request.sitting, *given, now=now)
    return {}


def _send_code(request: visit.AtCounter, now: datetime) -> dict[str, Any]:
    given = plain_digits(request.POST.get("mobile", ""))[:30]
    number = mobile_of_text(given)
    if number is None:
        raise Refused(MOBILE_INVALID, "mobile", value=given)
    client = assisted_actor.client_of(request.sitting)
    codes.issue(
        client,
        _purpose(request, number),
        words.REGISTERING,
        channel=_CHANNEL,
        language=client.language,
        now=now,
        to=number,
        text=words.CODE_TEXT,
    )
    request.session[_PENDING] = {"sitting": request.sitting.pk, "number": number}
    return {}


def _register(request: visit.AtCounter, now: datetime) -> dict[str, Any]:
    number, client = _pending(request), assisted_actor.client_of(request.sitting)
    code = plain_digits(request.POST.get("code", "")).strip()[:10]
    if not number or not codes.redeem(
        client, _purpose(request, number), code, channel=_CHANNEL, now=now
    ):
        raise Refused(WRONG_CODE, "code")
    commands.register_mobile(client, number, now=now, at_counter=True)
    del request.session[_PENDING]
    messages.success(request, words.MOBILE_DONE.at(page_language()))
    return {}


def _first_pin(request: visit.AtCounter, now: datetime) -> dict[str, Any]:
    sent_to = commands.send_first_pin(assisted_actor.client_of(request.sitting), now=now)
    messages.success(request, words.PIN_SENT.at(page_language(), mobile=sent_to))
    return {}


def _issue_card(request: visit.AtCounter, now: datetime) -> dict[str, Any]:
    # Shown in this answer only: reloading it asks for the password again.
    secret = cards.issue(assisted_actor.client_of(request.sitting), now, channel="counter")
    return {"picture": picture_of(secret), "secret": secret}


def _end_card(request: visit.AtCounter, now: datetime) -> dict[str, Any]:
    """A lost card is ended at once: whoever is there by mistake loses a card, nobody gains
    anything.
    """
    cards.end(assisted_actor.client_of(request.sitting), now, channel="counter")
    messages.success(request, words.CARD_ENDED.at(page_language()))
    return {}


_STEPS = {
    "document": Step(_document),
    "mobile": Step(_send_code, _BY_TWO, "id_password"),
    "code": Step(_register, _BY_TWO),
    "pin": Step(_first_pin, _BY_ONE, "id_pin_password"),
    "card": Step(_issue_card, _BY_ONE, "id_card_password"),
    "end-card": Step(_end_card),
}


def _page(request: visit.AtCounter, more: dict[str, Any], status: int = 200) -> HttpResponse:
    sitting, now = request.sitting, timezone.now()
    client, person = assisted_actor.client_of(sitting), _person(request)
    disclosures.note(request, visit.CHANNEL, subjects=[person] if person else [])
    check, mobile, pending = (
        client_identification.checked(sitting),
        mobile_of(client),
        _pending(request),
    )
    alone = not client_identification.needs_colleague(sitting)
    page: dict[str, Any] = {
        "m": words,
        "check": check,
        "kind": words.KINDS[check.kind] if check else None,
        "kinds": words.KINDS.items(),
        "person": person,
        "alone": alone,
        "looked": check is not None and client_identification.has_colleague(check),
        "mobile": masked(mobile) if mobile else "",
        "money_from": money_from(client, now),
        "pending": masked(pending) if pending else "",
        "has_pin": has_pin(client, now),
        "issued": cards.issued_at(client),
        "problem": bool(more.get("errors")),
        "typed": request.POST.get("mobile", "")[:30],
    }
    return visit.show(request, "means", page | more, status)


def _person(request: visit.AtCounter) -> int | None:
    return assisted_actor.client_of(request.sitting).person_number


def _pending(request: visit.AtCounter) -> str:
    """The number to which a code was sent in this sitting."""
    kept = request.session.get(_PENDING) or {}
    return str(kept["number"]) if kept.get("sitting") == request.sitting.pk else ""


def _purpose(request: visit.AtCounter, number: str) -> str:
    return f"mobile {number} sitting {request.sitting.pk}"
