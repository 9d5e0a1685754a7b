"""What is said by Sketch is what is on record."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from guichet.channels.sketch.tests import driver
from guichet.engine import store
from guichet.engine.registry import services
from tests.contract.fixtures import bodies, indebted, on_the_day, public_bodies_address, world
from tests.contract.world import Played, World, expected

__all__ = ["bodies", "indebted", "on_the_day", "public_bodies_address", "world"]
CHANGE = "registry.change_wage"
CARRIED = [key for key in services() if driver.can_play(None, key)]  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _handset(settings: Any, tmp_path: Any) -> None:
    settings.HANDSETS = str(tmp_path)


def wage(world: World) -> dict[str, str]:
    facts = {name: world.facts[name] for name in ("establishment", "worker")}
    return facts | {"month": "2026-11", "basic": "12500.50"}


def test_it_carries_services() -> None:
    assert CHANGE in CARRIED


@pytest.mark.parametrize("key", CARRIED)
def test_the_first_example_of_each_service_ends_as_it_says(key: str, indebted: World) -> None:
    example = services()[key].examples[0]
    for before, given in example.before:
        driver.play(indebted, before, indebted.filled(given))
    played = driver.play(indebted, key, indebted.filled(example.given))
    assert played.outcome == expected(example).outcome


def test_a_change_is_done_once_it_is_proved_and_not_before(world: World) -> None:
    assert driver.play(world, CHANGE, wage(world), turns=1) == Played("left")
    assert store.value("SELECT count(*) FROM engine_transaction") == 0
    assert driver.play(world, CHANGE, wage(world)) == Played("accepted")
    assert store.value("SELECT count(*) FROM engine_transaction") == 1


def test_nobody_asks_without_being_known(db: None) -> None:
    assert Client().post(f"/sketch/services/{CHANGE}/").status_code == 302
