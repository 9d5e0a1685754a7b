"""How long a form takes its client: its first page carries when it was shown, signed; the answer keeps the difference."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core import signing
from django.http import HttpRequest

from guichet.domain.reception import handling
from guichet.engine.outcome import Answer
from guichet.engine.service import Outcome

NAME = "begun"  # of the form's field
_SALT, _LONGEST = "guichet.handling", 120


def begun(request: HttpRequest, now: datetime) -> str:
    """When the form was first shown, to be carried by it: what it says already, else now."""
    carried = request.POST.get(NAME, "")[:_LONGEST]
    return carried if _read(carried) else signing.dumps(now.timestamp(), salt=_SALT)


def measured(request: HttpRequest, answer: Answer, channel: str, now: datetime) -> None:
    """Keep how long it took; an asking that was refused or asked before has not been handled by this form."""
    began = _read(request.POST.get(NAME, "")[:_LONGEST])
    if began is not None and not answer.repeated and answer.outcome is not Outcome.REFUSED:
        handling.keep(answer.transaction, answer.service.code, channel, began, now)


def _read(carried: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(signing.loads(carried, salt=_SALT), UTC)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None
