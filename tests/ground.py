"""Institutions that many tests begin with are founded once and stood on: every test's transaction
lies above and is rolled back.

What lies below is kept as long as the next test wants it too. A test of several transactions, or of
none of these institutions, gets an empty database; there the fixtures found for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.utils.module_loading import import_string

__all__ = [
    "GROUND",
    "_django_db_helper",
    "branch_below",
    "ground",
    "indebted_below",
    "institution_below",
    "office_below",
    "registry_below",
    "world_below",
]
_WORN_OUT = (
    200  # tests: what they leave dead can be cleared away only when the transaction below them ends
)
# A fixture that says what a test stands on: who founds it in an open transaction, and on what. What
# is founded is many tests' and changed by none; founders bring their own settings and clock, for no
# fixture of a test is set up yet.
_MAKERS = {
    "world_below": ("tests.contract.fixtures.founded", ""),
    "indebted_below": ("tests.contract.fixtures.in_debt", "world_below"),
    "branch_below": ("guichet.channels.web.tests.conftest.opened", ""),
    "institution_below": ("guichet.channels.bulk.tests.conftest.seeded_below", ""),
    "office_below": ("guichet.catalogue.account.tests.conftest.billed", ""),
    "registry_below": ("guichet.catalogue.registry.tests.conftest.founded", ""),
}


def _fixture(name: str) -> Any:
    @pytest.fixture(name=name)
    def below(db: None) -> Any:
        """What was founded below this test; None if the test has to found for itself."""
        return GROUND.made(name)

    return below


world_below, indebted_below, branch_below = map(_fixture, list(_MAKERS)[:3])
institution_below, office_below, registry_below = map(_fixture, list(_MAKERS)[3:])


def _wanted(fixtures: list[str]) -> list[str]:
    """The layers of a test, the lowest first. Of two that do not lie above one another it stands on
    one.
    """
    chains = []
    for name in _MAKERS.keys() & set(fixtures):
        chain = [name]
        while on := _MAKERS[chain[0]][1]:
            chain.insert(0, on)
        chains.append(chain)
    return max(sorted(chains), key=len, default=[])


@dataclass(frozen=True)
class Layer:
    """An open transaction, and what was founded in it."""

    name: str
    transaction: Any
    made: Any
    # Where it was opened. Once a browser has run in this process Django finds another connection,
    # and what the first one holds would stop its tests for ever.
    connection: Any


class Ground:
    """What lies below the tests' transactions at the moment."""

    def __init__(self) -> None:
        self._layers: list[Layer] = []
        self._tests = 0

    def stand_on(self, names: list[str]) -> None:
        """Leave what is not wanted, found what is missing."""
        self._tests += 1
        sound = connection.in_atomic_block and not connection.needs_rollback
        sound = sound and all(
            layer.connection is connections[DEFAULT_DB_ALIAS] for layer in self._layers
        )
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
                maker, on = _MAKERS[name]
                made = import_string(maker)(self.made(on))
            except BaseException:
                _close(opened)
                raise
            self._layers.append(Layer(name, opened, made, connections[DEFAULT_DB_ALIAS]))

    def leave(self, keep: int = 0) -> None:
        """Give up all but the lowest layers."""
        while len(self._layers) > keep:
            layer, now = self._layers.pop(), connections[DEFAULT_DB_ALIAS]
            connections[DEFAULT_DB_ALIAS] = layer.connection
            try:
                _close(layer.transaction)
            finally:
                connections[DEFAULT_DB_ALIAS] = now
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
    marker = request.node.get_closest_marker("django_db")
    several = marker is not None and (marker.args or marker.kwargs.get("transaction"))
    several = several or {"transactional_db", "live_server"} & set(request.fixturenames)
    names = [] if several else _wanted(request.fixturenames)
    with django_db_blocker.unblock():
        GROUND.stand_on(names)


@pytest.fixture
def _django_db_helper(ground: None, _django_db_helper: None) -> None:
    """The test's own transaction, or several: begun once it is known what lies below."""
