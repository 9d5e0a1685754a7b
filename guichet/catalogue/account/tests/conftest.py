"""A firm with two bills and a worker, and the two who ask: the firm's owner and the worker."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from guichet.domain.contributions.tests import world
from guichet.engine.actor import Actor, Assurance, PartyKind
from guichet.engine.context import Context

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WORKER, RECENT, STRANGER = 1000000008, 1000000016, 1000000024
LEFT, BACK = date(2026, 9, 20), date(2026, 11, 1)


class Only:
    """A mandate over one number and nobody else."""

    def __init__(self, kind: PartyKind, *numbers: int) -> None:
        self.kind, self.numbers = kind, set(numbers)

    def covers(self, right: str, kind: PartyKind, numbers: Collection[int], on: date) -> set[int]:
        """Those of ``numbers`` that are ours."""
        return self.numbers & set(numbers) if kind is self.kind else set()


@dataclass(frozen=True)
class Office:
    """Numbers that examples name in braces, and who asks."""

    numbers: dict[str, int]
    owner: Context
    worker: Context


def asking(mandates: Only) -> Context:
    """Somebody at the counter."""
    actor = Actor(7, "سائل", assurance=Assurance.PASSWORD, mandates=mandates)
    return Context(actor=actor, channel="test", now=NOW, language="en")


def billed(_: None = None) -> Office:
    firm, foreign = world.establish(1000000100, 1000000108)
    person = world.enter(WORKER)
    first = world.engage(person, firm, 8000, 2000, started_on=date(2026, 2, 15))
    world.pay(first, date(2026, 8, 1), 9600, 2400, today=date(2026, 8, 10))
    world.leave(first, LEFT, today=LEFT)
    world.engage(person, firm, 8000, started_on=BACK, today=BACK)
    world.engage(world.enter(RECENT), firm, 8000, 2000, started_on=date(2026, 9, 1))
    world.enter(STRANGER)
    for month in (8, 9, 10):
        world.run(date(2026, month, 1))
    numbers = {
        "establishment": firm,
        "foreign_establishment": foreign,
        "worker": WORKER,
        "recent_worker": RECENT,
    }
    return Office(
        numbers,
        owner=asking(Only(PartyKind.ESTABLISHMENT, firm, 599999999)),
        worker=asking(Only(PartyKind.PERSON, WORKER, STRANGER, 1000000032)),
    )


@pytest.fixture
def office(office_below: Office | None, db: None) -> Office:
    """Wages of 10,000, then 12,000 from August; billed for August to October; gone on 20 September,
    back in November.
    """
    return billed() if office_below is None else deepcopy(office_below)
