"""Fixtures of the contract suite; a channel's own tests may import them too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from tests.contract.world import HASHERS, NOW, World, found, founding, indebt, public_bodies


@pytest.fixture(scope="session")
def public_bodies_address() -> Iterator[str]:
    """One process of public bodies for all tests."""
    with public_bodies() as address:
        yield address


@pytest.fixture
def bodies(public_bodies_address: str, settings: Any) -> Iterator[str]:
    """The public bodies, where the settings point, and nobody yet known to be down."""
    from guichet.domain.verification import commands
    from guichet.domain.verification.backends import http

    settings.CIVIL_REGISTRY_URL = f"{public_bodies_address}/civil/v1"
    settings.COMMERCIAL_REGISTRY_URL = f"{public_bodies_address}/commerce/v1"
    settings.JUSTICE_REGISTRY_URL = f"{public_bodies_address}/justice/v1"
    settings.EDUCATION_REGISTRY_URL = f"{public_bodies_address}/education/v1"
    settings.HEALTH_REGISTRY_URL = f"{public_bodies_address}/health/v1"
    settings.JOB_SEEKERS_REGISTER_URL = f"{public_bodies_address}/labour/v1"
    settings.BANKS_URL = f"{public_bodies_address}/bank/v1"
    commands.breaker_of.cache_clear()
    http.PATIENCE.forget()
    yield public_bodies_address
    http.close()


@pytest.fixture
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Channels read the clock once, at the edge; here it shows the day of the examples."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def founded(_: None) -> World:
    with founding():
        return found()


def in_debt(world: World) -> World:
    with founding():
        return indebt(world)


@pytest.fixture
def world(
    world_below: World | None, db: None, bodies: str, on_the_day: None, settings: Any
) -> World:
    """A freshly founded institution in a clean database, or the one below this test, as nobody has
    touched it.
    """
    settings.PASSWORD_HASHERS = HASHERS
    return found() if world_below is None else world_below.untouched()


@pytest.fixture
def indebted(indebted_below: World | None, world: World) -> World:
    """The same institution with the debtors and the credit that services about settling need."""
    return indebt(world) if indebted_below is None else indebted_below.untouched()
