"""What is done without anybody asking: whoever is owed something they did not ask for is told."""

from __future__ import annotations

from datetime import datetime, time

from guichet.domain.benefits import search
from guichet.engine import periodic


@periodic.every(
    "benefits.search",
    at=time(5, 10),
    takes_up="a month's search goes on where it stopped, whatever day of the month that is",
)
def look_for_unasked(now: datetime) -> None:
    """Go on with this month's search over everybody; nothing once it is at its end."""
    search.search(now)
