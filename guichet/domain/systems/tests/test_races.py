"""Many at once: an assertion counts once, a message is sent by one worker, limits hold."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from guichet.domain.systems import assertions, commands, delivery, hooks
from guichet.domain.systems.models import Delivery, SystemKey
from guichet.domain.systems.tests.machine import ISSUER, Machine, new_key, pem
from guichet.domain.systems.tests.receiver import receiving
from guichet.engine.refusal import Refused
from tests.contract.world import NOW, World

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work: Callable[[int], Any], times: int = 8) -> list[Any]:
    def alone(number: int) -> Any:
        try:
            return work(number)
        except Refused as refused:
            return refused.refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(alone, range(times)))


def test_of_many_uses_of_one_assertion_one_counts(machine: Machine) -> None:
    text = machine.assertion()
    found = at_once(lambda _: assertions.prove(machine.system, text, {ISSUER}, timezone.now()).kid)
    assert found.count(machine.key.thumbprint()) == 1
    assert found.count("assertion-used-before") == 7


def test_of_many_keys_at_once_no_more_are_taken_than_fit(machine: Machine, world: World) -> None:
    def add(number: int) -> str:
        return commands.add_key(
            machine.system, account=world.account, text=pem(new_key()), name=f"k{number}", now=NOW
        ).kid

    found = at_once(add)
    assert found.count("too-many-keys") == 8 - (commands.MOST_KEYS - 1)
    assert SystemKey.objects.filter(revoked_at__isnull=True).count() == commands.MOST_KEYS


def test_of_many_systems_at_once_no_more_are_connected_than_fit(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "MOST_SYSTEMS", 3)
    mine = int(world.facts["establishment"])

    def connect(number: int) -> str:
        return commands.connect(
            account=world.account,
            establishment=mine,
            name=f"s{number}",
            services=["a.b"],
            rights=["wages"],
            now=NOW,
        ).name

    assert at_once(connect).count("too-many-systems") == 5


def test_workers_side_by_side_send_each_message_once(
    machine: Machine, world: World, settings: Any
) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    with receiving() as receiver:
        hook = hooks.register(machine.system, receiver.url, account=world.account, now=NOW)
        mine = int(world.facts["establishment"])
        Delivery.objects.bulk_create(
            Delivery(
                hook=hook,
                number=f"n{n}",
                event=n,
                subject=0 if n % 2 else mine,
                kind="hello",
                body="{}",
                made_at=NOW,
                due_at=NOW,
            )
            for n in range(40)
        )

        def work(_: int) -> int:
            tried = 0
            while done := delivery.deliver(NOW):
                tried += done
            return tried

        for _ in range(
            40
        ):  # whoever finds a message's turn not come yet goes home; the next round takes it
            if not Delivery.objects.filter(state="waiting").exists():
                break
            at_once(work, 4)
        numbers = [headers["webhook-id"] for headers, _ in receiver.got]
        assert sorted(numbers) == sorted(set(numbers)) and len(numbers) == 41
        about_mine = [int(n[1:]) for n in numbers if n.startswith("n") and int(n[1:]) % 2 == 0]
        assert about_mine == sorted(about_mine)
