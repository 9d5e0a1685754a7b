"""Housekeeping of the telephone."""

from __future__ import annotations

from datetime import datetime

from guichet.channels.voice import calls
from guichet.engine import periodic

_LONGEST_S = calls.LONGEST.total_seconds()


@periodic.every(
    "voice.sweep",
    seconds=900,
    due=f"EXISTS (SELECT FROM voice_call WHERE moved_at < %(now)s - interval '{_LONGEST_S} seconds')",
    takes_up="every call that nobody ended is forgotten, whenever it was",
)
def sweep_calls(now: datetime) -> None:
    """Forget calls that nobody ended."""
    calls.sweep(now)
