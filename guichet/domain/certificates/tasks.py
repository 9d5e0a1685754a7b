"""Keeping the revocation list fresh."""

from __future__ import annotations

from datetime import datetime

from guichet.domain.certificates import commands
from guichet.engine import periodic


@periodic.every(
    "certificates.refresh",
    seconds=6 * 3_600,
    takes_up="a list past half of its life is made anew, however old it is",
)
def refresh(now: datetime) -> None:
    """A new list in time."""
    commands.refresh_list(now)
