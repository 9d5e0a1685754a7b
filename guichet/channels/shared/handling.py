"""How long an asking takes its client: a form's first page carries when it was shown, signed."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core import signing
from django.http import HttpRequest

from guichet.dialogue.desk import keep_handling
from guichet.engine.outcome import Answer

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
        keep_handling(answer, channel, began, now)


def began(request: HttpRequest) -> float:
    """When the form that was sent was first shown, in seconds of the epoch; 0 if it does not say."""
    found = _read(request.POST.get(NAME, "")[:_LONGEST])
    return 0.0 if found is None else found.timestamp()


def _read(carried: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(signing.loads(carried, salt=_SALT), UTC)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None
