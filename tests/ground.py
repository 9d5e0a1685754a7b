"""Institutions that many tests begin with are founded once and stood on: every test's transaction lies above and is rolled back.

What lies below is kept as long as the next test wants it too. A test of several transactions, or of none of these
institutions, gets an empty database; there the fixtures found for themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction

__all__ = ["GROUND", "_django_db_helper", "ground", "indebted_below", "world_below"]
# Fixtures that say what a test stands on, the lowest first.
LAYERS = ("world_below", "indebted_below")
_WORN_OUT = 200  # tests: what they leave dead can be cleared away only when the transaction below them ends


@dataclass(frozen=True)
class Layer:
    """An open transaction, and what was founded in it."""

    name: str
    transaction: Any
    made: Any


def _founded(below: Any) -> Any:
    from tests.contract import world

    return world.found()


def _indebted(below: Any) -> Any:
    from tests.contract import world

    return world.indebt(below)


_MAKERS: dict[str, Callable[[Any], Any]] = {"world_below": _founded, "indebted_below": _indebted}


class Ground:
    """What lies below the tests' transactions at the moment."""

    def __init__(self) -> None:
        self._layers: list[Layer] = []
        self._tests = 0

    def stand_on(self, names: list[str]) -> None:
        """Leave what is not wanted, found what is missing."""
        self._tests += 1
        sound = connection.in_atomic_block and not connection.needs_rollback
        if not sound or connection.closed_in_transaction or self._tests > _WORN_OUT:
            self.leave()
        common = 0
        for layer, name in zip(self._layers, names, strict=False):
            if layer.name != name:
                break
            common += 1
        self.leave(common)
        for name in names[common:]:
            opened = transaction.atomic()
            opened.__enter__()
            try:
                made = _MAKERS[name](self._layers[-1].made if self._layers else None)
            except BaseException:
                _close(opened)
                raise
            self._layers.append(Layer(name, opened, made))

    def leave(self, keep: int = 0) -> None:
        """Give up all but the lowest layers."""
        while len(self._layers) > keep:
            _close(self._layers.pop().transaction)
        if not self._layers:
            self._tests = 0

    def made(self, name: str) -> Any:
        """What was founded below this test; None if it has to found for itself."""
        return next((layer.made for layer in self._layers if layer.name == name), None)


def _close(opened: Any) -> None:
    if connection.in_atomic_block:
        transaction.set_rollback(True)
    opened.__exit__(None, None, None)


GROUND = Ground()


@pytest.fixture
def ground(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any, signing_keys: Any
) -> None:
    """What this test stands on, before its own transaction begins."""
    from tests.contract.world import founding

    marker = request.node.get_closest_marker("django_db")
    several = marker is not None and (marker.args or marker.kwargs.get("transaction"))
    several = several or {"transactional_db", "live_server"} & set(request.fixturenames)
    names = [] if several else [name for name in LAYERS if name in request.fixturenames]
    with django_db_blocker.unblock(), founding():
        GROUND.stand_on(names)


@pytest.fixture
def _django_db_helper(ground: None, _django_db_helper: None) -> None:
    """The test's own transaction, or several: begun once it is known what lies below."""


@pytest.fixture
def world_below(db: None) -> Any:
    """The contract suite's institution, or None."""
    return GROUND.made("world_below")


@pytest.fixture
def indebted_below(world_below: Any) -> Any:
    """The same with its debtors, or None."""
    return GROUND.made("indebted_below")
