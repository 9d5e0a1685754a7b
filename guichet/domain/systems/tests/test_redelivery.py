"""Messages that are not taken at once: again later, in order, by whoever is left, nobody else held
up.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from guichet.domain.systems import delivery, hooks, messages
from guichet.domain.systems.backends import webhook
from guichet.domain.systems.models import Delivery
from guichet.domain.systems.tests.machine import Machine, change
from guichet.domain.systems.tests.receiver import Receiver
from tests.contract.world import NOW, World


def test_what_is_not_taken_is_sent_again_later_and_later_then_given_up(
    hook: hooks.Hook, world: World, receiver: Receiver
) -> None:
    change(world, "12000")
    messages.spread(NOW)
    receiver.statuses = [500] * 20
    now, waits = NOW, []
    while Delivery.objects.filter(state="waiting").exists():
        assert delivery.deliver(now) == 1
        found = Delivery.objects.latest("id")
        if found.state == "waiting":
            assert delivery.deliver(found.due_at - timedelta(seconds=1)) == 0
            waits.append(found.due_at - now)
            now = found.due_at
    assert (
        waits == sorted(waits)
        and len(waits) == len(delivery.WAITS)
        and sum(waits, timedelta()) > timedelta(hours=46)
    )
    assert (found.state, found.answer, found.tries) == ("failed", "500", len(waits) + 1)
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    receiver.statuses.clear()
    assert hooks.resend(hook.system, found.pk, account=world.account, now=now)
    assert delivery.deliver(now) == 1
    assert Delivery.objects.get(pk=found.pk).state == "delivered"


def test_messages_about_an_establishment_keep_their_order(
    hook: hooks.Hook, world: World, receiver: Receiver
) -> None:
    first, second = change(world, "12001"), change(world, "12002")
    messages.spread(NOW)
    receiver.statuses = [503]
    assert delivery.deliver(NOW) == 1  # the second waits for the first
    assert delivery.deliver(NOW + timedelta(seconds=1)) == 0
    assert delivery.deliver(NOW + timedelta(seconds=5)) == 1
    assert delivery.deliver(NOW + timedelta(seconds=5)) == 1
    sent = [b["data"]["transactions"][0]["reference"] for b in receiver.bodies]
    assert sent == [first, first, second]


def test_a_worker_that_dies_with_a_message_leaves_it_to_be_sent_again(
    hook: hooks.Hook, world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(world, "12000")
    messages.spread(NOW)

    def killed(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(webhook, "send_all", killed)
        delivery.deliver(NOW)
    assert delivery.deliver(NOW + timedelta(seconds=59)) == 0  # somebody may still be at it
    assert delivery.deliver(NOW + timedelta(seconds=60)) == 1
    assert len(receiver.got) == 1


def test_a_held_up_hook_does_not_hold_up_others(
    machine: Machine, world: World, receiver: Receiver
) -> None:
    hooks.register(machine.system, "http://127.0.0.1:1/none", account=world.account, now=NOW)
    other = Machine.connect(world.account, int(world.facts["establishment"]), now=NOW)
    hooks.register(other.system, receiver.url, account=world.account, now=NOW)
    for basic in range(12_000, 12_010):
        change(world, str(basic))
    messages.spread(NOW)
    rounds = [delivery.deliver(NOW) for _ in range(12)]
    assert len(receiver.got) == 11
    assert rounds[0] == 4 and set(rounds[1:]) <= {0, 1}, "it is left alone while it does not answer"
    stuck = Delivery.objects.filter(hook__system=machine.system, state="waiting")
    assert (
        stuck.count() == 11 and stuck.filter(answer="unreachable").count() == 2
    )  # the greeting and the first


def test_a_redirect_is_not_followed(hook: hooks.Hook, world: World, receiver: Receiver) -> None:
    change(world, "12000")
    messages.spread(NOW)
    receiver.statuses = [307]
    delivery.deliver(NOW)
    assert len(receiver.got) == 1 and Delivery.objects.latest("id").answer == "307"


def test_a_receiver_that_says_when_to_come_again_is_left_until_then(
    hook: hooks.Hook, world: World, receiver: Receiver
) -> None:
    change(world, "12500.50")
    receiver.statuses, receiver.retry_after = [503], "1200"
    assert messages.spread(NOW) == 1 and delivery.deliver(NOW) == 1
    for waited in (30, 600, 1_199):
        assert delivery.deliver(NOW + timedelta(seconds=waited)) == 0
    assert delivery.deliver(NOW + timedelta(seconds=1_201)) == 1
    assert Delivery.objects.get(hook=hook, event__gt=0).state == Delivery.DELIVERED
