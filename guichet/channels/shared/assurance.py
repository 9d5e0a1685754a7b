"""How surely a browser's visitor is known just now, and what is put by while they prove more: for
every channel with pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from guichet.engine.actor import Assurance

PROVED = "proved"  # in the session: when a second factor was shown last
PUT_BY = "put_by"
_KEPT = timedelta(minutes=20)  # a form put by while its sender proves more
_LONGEST = 1_000  # of one field


class PutBy(TypedDict):
    """A form put by, to be found again as it was typed."""

    service: str  # its key, or the address of a page
    given: dict[str, str]
    once: str
    at: float


def assurance_of(request: HttpRequest, now: datetime) -> Assurance:
    """A second factor shown a short while ago is worth more than the password."""
    shown = request.session.get(PROVED)
    fresh = timedelta(minutes=settings.STEP_UP_MINUTES).total_seconds()
    if shown is not None and 0 <= now.timestamp() - shown < fresh:
        return Assurance.SECOND_FACTOR
    return Assurance.PASSWORD


def is_sure(request: HttpRequest, now: datetime) -> bool:
    """Whether that is enough for what opens another way in."""
    return assurance_of(request, now) >= Assurance.SECOND_FACTOR


def put_by(
    request: HttpRequest, service: str, given: Mapping[str, str], once: str, now: datetime
) -> None:
    """Keep what was typed while its sender proves more."""
    request.session[PUT_BY] = PutBy(
        service=service, given=dict(given), once=once, at=now.timestamp()
    )


def taken_up(request: HttpRequest, service: str, now: datetime) -> PutBy | None:
    """The form put by for this service, once."""
    kept: PutBy | None = request.session.get(PUT_BY)
    if kept is None or kept["service"] != service:
        return None
    del request.session[PUT_BY]
    return kept if 0 <= now.timestamp() - kept["at"] < _KEPT.total_seconds() else None


def to_proof(goal: str) -> HttpResponse:
    """Show a second factor first, then come back."""
    return redirect(f"{reverse('prove')}?{urlencode({'next': goal})}")


def led_to_proof(request: HttpRequest, now: datetime, *names: str) -> HttpResponse | None:
    """Whoever is not known surely enough is led to prove it; what they sent is put by for this
    address. None: they are.
    """
    if is_sure(request, now):
        return None
    given = {name: request.POST[name][:_LONGEST] for name in names if name in request.POST}
    put_by(request, request.path, given, "", now)
    return to_proof(request.path)


def decision_put_by(request: HttpRequest, now: datetime) -> dict[str, str]:
    """What was sent to this address before its sender proved more; empty: nothing, or it was not
    proved.
    """
    kept = taken_up(request, request.path, now) if is_sure(request, now) else None
    return kept["given"] if kept else {}
