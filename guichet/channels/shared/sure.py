"""How surely a browser's visitor is known just now: one place for every channel with pages."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from guichet.engine.actor import Assurance

PROVED = "proved"  # in the session: when a second factor was shown last


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
