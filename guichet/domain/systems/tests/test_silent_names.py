"""Names whose server says nothing: whoever has a good one is told all the same, in the same round
and not behind them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from guichet.domain.systems import delivery, hooks
from guichet.domain.systems.backends import webhook
from guichet.domain.systems.models import Delivery, Hook
from guichet.domain.systems.tests.machine import Machine
from guichet.domain.systems.tests.names import naming
from guichet.domain.systems.tests.receiver import Receiver, receiving
from tests.contract.world import NOW, World

BAD, GOOD = 100, 5
pytestmark = pytest.mark.django_db


def test_good_names_are_not_behind_silent_ones(settings: Any) -> None:
    with naming() as names, receiving() as receiver:
        settings.WEBHOOKS_NAME_SERVERS = [names]
        port = receiver.url.split(":")[2].split("/")[0]
        silent = [
            webhook.Message(f"http://silent-{n}.example:{port}/", {}, b"{}")
            for n in range(BAD - GOOD)
        ]
        good = [webhook.Message(f"http://good-{n}.example:{port}/", {}, b"{}") for n in range(GOOD)]
        arrived: list[float] = []
        receiver.got = _Noting(arrived)  # type: ignore[assignment]
        answers = webhook.send_all([*silent, *good], anywhere=True)
        ended = time.monotonic()
    assert answers == ["unreachable"] * len(silent) + ["200"] * GOOD
    assert len(arrived) == GOOD and max(arrived) < ended - webhook._LOOK_UP_S / 2


class _Noting(list[Any]):
    def __init__(self, when: list[float]) -> None:
        super().__init__()
        self.when = when

    def append(self, got: Any) -> None:
        self.when.append(time.monotonic())


@pytest.fixture
def silent_and_good(
    machine: Machine, world: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    monkeypatch.setattr(webhook, "_LOOK_UP_S", 0.5)
    with naming() as names, receiving() as receiver:
        settings.WEBHOOKS_ANYWHERE, settings.WEBHOOKS_NAME_SERVERS = True, [names]
        port = receiver.url.split(":")[2].split("/")[0]
        other = Machine.connect(world.account, int(world.facts["establishment"]), now=NOW)
        for system, host in ((machine.system, "silent.example"), (other.system, "good.example")):
            hooks.register(system, f"http://{host}:{port}/", account=world.account, now=NOW)
        yield receiver


def test_nobody_but_the_silent_is_paused(silent_and_good: Receiver, machine: Machine) -> None:
    assert delivery.deliver(NOW) == 2
    assert len(silent_and_good.got) == 1
    paused = Hook.objects.filter(paused_until__isnull=False)
    assert [hook.system_id for hook in paused] == [machine.system.pk]


def test_many_messages_of_one_do_not_fill_the_round(
    silent_and_good: Receiver, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_AT_ONCE", 2)
    (first,) = Delivery.objects.filter(hook__system=machine.system)
    for n in range(1, 4):  # older ones, about other establishments, to the same silent address
        Delivery.objects.create(
            hook=first.hook,
            number=f"other-{n}",
            event=0,
            subject=n,
            kind="x",
            body="{}",
            made_at=NOW,
            due_at=NOW - timedelta(minutes=n),
        )
    assert delivery.deliver(NOW) == 2
    assert len(silent_and_good.got) == 1
