"""Every example of every service ends in every channel as it says, and as it does at the engine's
own door.

The first of a service that is done, and the first that is handed on, are played on all of them.
What else there is, refusals above all, is decided behind them: each is played at the engine's door
and on a third of the channels, the next one of the service on the next third (see ``tests.turns``).
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from guichet.config import discovery
from guichet.engine import store
from guichet.engine.actor import Assurance
from guichet.engine.attachments import fields_of
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.registry import services
from guichet.engine.service import Example, Outcome, Service
from tests.contract.drivers import engine
from tests.contract.world import Played, World, expected
from tests.turns import has_turn


def _driver_of(channel: str) -> ModuleType | None:
    name = channel.rpartition(".")[2]
    for dotted in (
        f"{channel}.tests.driver",
        f"{channel}.driver",
        f"tests.contract.drivers.{name}",
    ):
        with suppress(ModuleNotFoundError):  # the folder above it may be missing too
            if importlib.util.find_spec(dotted):
                return importlib.import_module(dotted)
    return None


CHANNELS = {
    package.rpartition(".")[2]: _driver_of(package)
    for package in discovery.packages("guichet.channels")
    if package != "guichet.channels.shared"
}
pytestmark = pytest.mark.slow  # all together: several workers begin with it
TOO_UNSURE = "assurance-too-low"
THIRDS = 3


def _examples() -> Iterator[Any]:
    for key, service in services().items():
        turns = count()
        seen: set[str] = set()
        for example in service.examples:
            outcome = expected(example).outcome
            first = outcome != "refused" and outcome not in seen
            seen.add(outcome)
            turn = None if first else next(turns)
            yield pytest.param(service, example, turn, id=f"{key}: {example.name}")


def test_every_channel_has_a_driver() -> None:
    assert [name for name, driver in CHANNELS.items() if driver is None] == []


@pytest.mark.parametrize(("service", "example", "turn"), list(_examples()))
def test_an_example_ends_the_same_everywhere(
    service: type[Service], example: Example, turn: int | None, indebted: World
) -> None:
    with played_before(indebted, example):
        at_the_door = played(engine, indebted, service, example)
        said = expected(example)
        assert at_the_door.outcome == said.outcome
        assert said.codes <= at_the_door.codes
        for place, (name, driver) in enumerate(CHANNELS.items()):
            assert driver is not None
            if not may_play(driver, indebted, service, example):
                continue
            if turn is not None and not has_turn(place, turn, THIRDS):
                continue
            # How surely this channel's clients are known at best; one that does not say knows a
            # password.
            surest = getattr(driver, "ASSURANCE", None)
            if service.assurance <= (surest or Assurance.PASSWORD):
                assert played(driver, indebted, service, example) == at_the_door, name
            elif surest is not None:
                there = played(driver, indebted, service, example)
                assert (there.outcome, TOO_UNSURE in there.codes) == ("refused", True), name


def may_play(driver: ModuleType, world: World, service: type[Service], example: Example) -> bool:
    """An ear, a keypad or a cell holds no file: only drivers that say so play an example with
    one.
    """
    files = any(example.given.get(name) for name in fields_of(service))
    if files and not getattr(driver, "FILES", False):
        return False
    return bool(getattr(driver, "can_play", lambda *_: True)(world, service.key))


@contextmanager
def played_before(world: World, example: Example) -> Iterator[None]:
    """What comes before the example, asked once for all channels, and undone at the end."""
    with store.atomic(keep=False):
        for key, given in example.before:
            before = engine.play(world, key, world.filled(given))
            assert before.outcome == "accepted", before
        yield


def played(driver: ModuleType, world: World, service: type[Service], example: Example) -> Played:
    """Play, and leave the database as it was."""
    with store.atomic(keep=False):
        held_before = _recorded(service)
        there: Played = driver.play(world, service.key, world.filled(example.given))
        assert _is_recorded(service, there, since=held_before), (
            f"{there.outcome} was told, and is nowhere"
        )
        return there
    raise AssertionError("unreachable")


def _recorded(service: type[Service]) -> list[int]:
    """The outcomes of all askings of a service that the books hold, the newest last."""
    found = store.fetch_in_place(
        "SELECT outcome::int8 FROM engine_transaction WHERE service = %(code)s ORDER BY id",
        {"outcome": pl.Int64},
        code=service.code,
    )
    return found["outcome"].to_list()


def _is_recorded(service: type[Service], played: Played, *, since: list[int]) -> bool:
    """Said = recorded: what a client was told is the outcome of a row that exists. Enquiries leave
    none, nor do refusals that a channel makes before it asks.
    """
    if service.enquiry or played.outcome == "refused":
        return True
    told = OUTCOME_CODES[Outcome(played.outcome)]
    rows = _recorded(service)
    return told in (rows if played.repeated else rows[len(since) :])
