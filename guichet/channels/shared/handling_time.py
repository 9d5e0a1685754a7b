"""How long an asking takes its client: a form's first page carries when it was shown, signed."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest

NAME = "begun"  # of the form's field
_SALT, _LONGEST = "guichet.handling", 120


def begun(moment: float) -> str:
    """The value of the form's field: when it was first shown, in seconds of the epoch."""
    return signing.dumps(moment, salt=_SALT)


def began(request: HttpRequest) -> float:
    """When the form that was sent was first shown, in seconds of the epoch; 0 if it does
    not say.
    """
    try:
        return float(signing.loads(request.POST.get(NAME, "")[:_LONGEST], salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return 0.0
