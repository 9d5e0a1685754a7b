"""Housekeeping of the kiosks."""

from __future__ import annotations

from datetime import datetime

from guichet.channels.kiosk import visit
from guichet.engine import periodic


@periodic.every(
    "kiosk.sweep",
    seconds=600,
    due="EXISTS (SELECT FROM django_session WHERE expire_date < %(now)s)",
    takes_up="every session that is over is dropped, whenever it ended",
)
def sweep_visits(now: datetime) -> None:
    """Drop the sessions of people who walked away: each has said nothing for ten minutes, and
    opened nothing after one.
    """
    visit.sweep()
