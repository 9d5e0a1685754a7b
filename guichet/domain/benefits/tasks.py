"""What is done without anybody asking: whoever is owed something they did not ask for is told, and
former employers are asked why somebody left.
"""

from __future__ import annotations

from datetime import datetime, time

from guichet.domain.benefits import search, waiting_claims
from guichet.engine import periodic


@periodic.every(
    "benefits.search",
    at=time(5, 10),
    takes_up="a month's search goes on where it stopped, whatever day of the month that is",
)
def look_for_unasked(now: datetime) -> None:
    """Go on with this month's search over everybody; nothing once it is at its end."""
    search.search(now)


@periodic.every(
    "benefits.ask-employers",
    seconds=60,
    due=waiting_claims.UNASKED,
    takes_up="every claim that waits for a former employer who was not asked yet, however old",
)
def ask_employers(now: datetime) -> None:
    """Ask former employers why somebody left, where a claim waits for it."""
    waiting_claims.ask_employers(now)
