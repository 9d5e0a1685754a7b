"""Who decides on what a service refers, where that is not one body for all of it: a first level and
a higher one, or a board that finds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guichet.engine.service import Service


@dataclass(frozen=True, slots=True)
class Level:
    """One of those who decide on a service's cases; a service names each in `Service.levels`.

    Args:
        right: of the staff.
        within: the time it has, from the day on which the case came.
        people: how many of one mind settle a case; each of them says so once.
        by_finding: it waits for what a body finds, by its own way: nobody rules.
    """

    right: str
    within: Callable[[date], timedelta]
    people: Callable[[date], int] = lambda on: 1
    by_finding: bool = False


def within(service: type[Service], level: str, on: date) -> timedelta:
    """The time for deciding a case that comes to a level on a day."""
    found = service.levels.get(level)
    return found.within(on) if found else service.decided_within(on)


def people(service: type[Service], level: str, on: date) -> int:
    """How many of one mind settle a case of a level."""
    found = service.levels.get(level)
    return found.people(on) if found else 1


def by_finding(service: type[Service], level: str) -> bool:
    """Whether nobody rules on the cases of a level."""
    found = service.levels.get(level)
    return found.by_finding if found else service.by_finding
