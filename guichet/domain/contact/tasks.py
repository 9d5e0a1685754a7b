"""Housekeeping of contact."""

from __future__ import annotations

from datetime import datetime, time

from guichet.domain.contact import codes
from guichet.engine import periodic


@periodic.every(
    "contact.sweep",
    at=time(3, 27),
    takes_up="every code that is over is dropped, whenever that was",
)
def sweep_codes(now: datetime) -> None:
    """Drop codes of the day before."""
    codes.sweep(now)
