"""What is done without anybody asking: whoever is owed something they did not ask for is told, and
former employers are asked why somebody left; and pensions follow the work of those who draw them,
and deaths.
"""

from __future__ import annotations

from datetime import datetime, time

from guichet.domain.benefits import late_facts, search, waiting_claims, work_again_lines
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


@periodic.every(
    "benefits.work-again",
    at=time(4, 20),
    takes_up="every pension that is paid otherwise than beside the work on record, however old",
)
def follow_work(now: datetime) -> None:
    """Pay pensions as they are to be beside the work that came to be on record."""
    work_again_lines.follow(now)


@periodic.every(
    "benefits.late-facts",
    at=time(4, 40),
    takes_up="every line that is not due by the record of that day, however old",
)
def follow_late_facts(now: datetime) -> None:
    """End what is not due by a death, work or a pension that came to be on record."""
    late_facts.follow(now)
