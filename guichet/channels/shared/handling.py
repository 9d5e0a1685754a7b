"""How long an asking takes its client: a form's first page carries when it was shown, signed; calls and texts know it themselves."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core import signing
from django.http import HttpRequest

from guichet.domain.reception import handling
from guichet.engine.outcome import Answer
from guichet.engine.service import Outcome

NAME = "begun"  # of the form's field
_SALT, _LONGEST = "guichet.handling", 120


def begun(request: HttpRequest, now: datetime, kept: str = "") -> str:
    """When the form was first shown, to be carried by it: what it says already, or its draft, else now."""
    carried = kept or request.POST.get(NAME, "")[:_LONGEST]
    return carried if _read(carried) else signing.dumps(now.timestamp(), salt=_SALT)


def measured(request: HttpRequest, answer: Answer, channel: str, now: datetime) -> None:
    """Keep how long it took; an asking that was refused or asked before has not been handled by this form."""
    began = _read(request.POST.get(NAME, "")[:_LONGEST])
    if began is not None:
        keep(answer, channel, began, now)


def spoken(answer: Answer, channel: str, began: float, now: datetime) -> None:
    """Keep how long it took in a conversation that began then, in seconds of the epoch.

    Where nothing had to be asked in between, nothing was handled: it is counted and not timed, as at a kiosk.
    """
    if 0 < began < now.timestamp():
        keep(answer, channel, datetime.fromtimestamp(began, UTC), now)


def keep(answer: Answer, channel: str, began: datetime, now: datetime) -> None:
    """Keep the difference, unless the asking was refused or one before it answered."""
    if not answer.repeated and answer.outcome is not Outcome.REFUSED:
        handling.keep(answer.transaction, answer.service.code, channel, began, now)


def _read(carried: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(signing.loads(carried, salt=_SALT), UTC)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None
