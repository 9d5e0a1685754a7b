"""The contract suite's institution, with a handset."""

from __future__ import annotations

from typing import Any

import pytest

from guichet.channels.sms.tests.handset import COURIER, Handset
from guichet.domain.contact import commands
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]
OWNER, WORKER = "+966500000001", "+966500000002"


@pytest.fixture
def handset(world: World, settings: Any) -> Handset:
    """The owner's registered mobile."""
    settings.CODE_COURIER = COURIER
    commands.register_mobile(world.account, OWNER, now=NOW)
    return Handset(OWNER)


@pytest.fixture
def worker_handset(world: World, settings: Any) -> Handset:
    """The worker's registered mobile."""
    settings.CODE_COURIER = COURIER
    commands.register_mobile(world.worker, WORKER, now=NOW)
    return Handset(WORKER)
