"""The institution of the contract suite, its people registered with the app, and their tokens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from demo.identity_provider.state import Provider
from guichet.channels.assistant.tests.person import registers
from guichet.channels.shared.tests.identity_app import provider
from guichet.domain.identity import commands
from guichet.domain.systems.tests.conftest import token_keys
from tests.contract.fixtures import bodies, indebted, on_the_day, public_bodies_address, world
from tests.contract.world import World

__all__ = [
    "bodies",
    "indebted",
    "on_the_day",
    "provider",
    "public_bodies_address",
    "token_keys",
    "world",
]


@pytest.fixture
def owner(world: World, provider: Provider) -> Iterator[str]:
    """The owner's token; the app knows them."""
    registers(world.account)
    yield commands.issue_token(world.account, name="api")


@pytest.fixture
def wage(world: World) -> dict[str, Any]:
    facts = world.facts
    return {
        "establishment": facts["establishment"],
        "worker": facts["worker"],
        "month": "2026-11",
        "basic": "12500.50",
    }
