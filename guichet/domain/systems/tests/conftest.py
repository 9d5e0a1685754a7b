"""An institution with an owner, and a machine of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from guichet.domain.systems import delivery, hooks
from guichet.domain.systems.tests.machine import Machine
from guichet.domain.systems.tests.receiver import Receiver, receiving
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]


@pytest.fixture(autouse=True)
def token_keys(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> None:
    settings.TOKEN_KEYS = str(tmp_path_factory.getbasetemp() / "token-keys")


@pytest.fixture
def machine(world: World) -> Machine:
    return Machine.connect(world.account, int(world.facts["establishment"]))


@pytest.fixture
def wage(world: World) -> dict[str, Any]:
    facts = world.facts
    return {
        "input": {
            "establishment": facts["establishment"],
            "worker": facts["worker"],
            "month": "2026-11",
            "basic": "12500.50",
        }
    }


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOKS_ANYWHERE = True
    with receiving() as found:
        yield found


@pytest.fixture
def hook(machine: Machine, world: World, receiver: Receiver) -> hooks.Hook:
    made = hooks.register(machine.system, receiver.url, account=world.account, now=NOW)
    assert delivery.deliver(NOW) == 1
    receiver.got.clear()
    return made
