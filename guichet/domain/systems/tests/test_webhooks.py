"""Messages: to whom, about what, signed, in order, until they are taken; and never to our own
insides.
"""

from __future__ import annotations

import base64
import json
from datetime import timedelta

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.test import Client

from guichet.domain.identity import machines
from guichet.domain.systems import commands, delivery, hooks, messages
from guichet.domain.systems.models import Delivery, Untold
from guichet.domain.systems.tests.machine import CHANGE, Machine, change
from guichet.domain.systems.tests.receiver import Receiver
from guichet.engine import store
from guichet.engine.perform import perform, perform_many
from tests.contract.world import NOW, World


def test_a_new_hook_is_greeted(machine: Machine, world: World, receiver: Receiver) -> None:
    hooks.register(machine.system, receiver.url, account=world.account, now=NOW)
    assert delivery.deliver(NOW) == 1
    assert receiver.bodies[0]["type"] == "guichet.hello"
    assert delivery.deliver(NOW + timedelta(days=1)) == 0


def test_what_happens_by_any_channel_is_told_signed_and_without_personal_data(
    hook: hooks.Hook, world: World, receiver: Receiver
) -> None:
    reference = change(world, "12500.50")
    assert messages.spread(NOW) == 1 and delivery.deliver(NOW) == 1
    headers, body = receiver.got[0]
    said = json.loads(body)
    number = world.facts["establishment"]
    assert said["subject"] == f"establishment/{number}" and said["id"] == headers["webhook-id"]
    assert said["data"] == {
        "establishment": number,
        "count": 1,
        "transactions": [{"reference": reference, "service": CHANGE, "outcome": "accepted"}],
    }
    assert world.facts["worker"].encode() not in body and b"12500" not in body
    # As a receiver would check it: with the published key alone.
    published = {key["id"]: key["pem"] for key in Client().get("/api/v1/keys").json()["keys"]}
    key = load_pem_public_key(published[headers["webhook-key"]].encode())
    version, signature = headers["webhook-signature"].split(",")
    assert version == "v1a"
    signed = b".".join(
        [headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body]
    )
    key.verify(base64.b64decode(signature), signed)  # type: ignore[call-arg, union-attr]
    assert abs(int(headers["webhook-timestamp"]) - NOW.timestamp()) < 5


def test_messages_are_as_the_description_says_and_each_described_one_is_sent(
    world: World, machine: Machine, receiver: Receiver
) -> None:
    from jsonschema import Draft202012Validator

    hooks.register(machine.system, receiver.url, account=world.account, now=NOW)  # which greets
    establishment = int(world.facts["establishment"])
    machines.appoint(
        machine.system.account, establishment, ["view", "wages"], granted_by=world.account, now=NOW
    )
    described = Client().get("/api/v1/openapi.json").json()["webhooks"]
    change(world, "12500.50")
    about = {"establishment": establishment}
    for name, body in {
        "bill-issued": {"month": "2026-10", "due_on": "2026-11-15", "total": 100},
        "payment-received": {"payment": 7, "amount": 100},
        "plan-ended": {"plan": 3, "end": "fulfilled"},
    }.items():
        store.execute(
            "INSERT INTO engine_event (name, body, at) VALUES (%(name)s, %(body)s, %(now)s)",
            name=name,
            body=json.dumps(about | body),
            now=NOW,
        )
    messages.spread(NOW)
    for seconds in range(10):  # those about one establishment follow each other
        delivery.deliver(NOW + timedelta(seconds=seconds))
    sent = {body["type"].removeprefix("guichet.") for body in receiver.bodies}
    assert sent == set(described)
    for (headers, _), body in zip(receiver.got, receiver.bodies, strict=True):
        operation = described[body["type"].removeprefix("guichet.")]["post"]
        media = operation["requestBody"]["content"][headers["content-type"].partition(";")[0]]
        Draft202012Validator(media["schema"]).validate(body)
        assert {p["name"] for p in operation["parameters"]} <= set(headers)


def test_only_what_mandate_and_services_cover_is_told(
    hook: hooks.Hook, machine: Machine, world: World, receiver: Receiver
) -> None:
    change(
        world, "100", establishment="foreign_establishment"
    )  # not the owner's: refused and nobody's
    change(world, "9000", establishment="branch")  # the owner's, not the machine's
    perform(
        "registry.end_engagement",
        {"establishment": world.facts["establishment"]},
        world.context("registry.end_engagement", "web"),
    )
    assert messages.spread(NOW) == 3
    assert delivery.deliver(NOW) == 0 and receiver.got == []
    machines.appoint(
        machine.system.account,
        int(world.facts["branch"]),
        ["wages"],
        granted_by=world.account,
        now=NOW,
    )
    change(world, "9000", establishment="branch")
    messages.spread(NOW)
    delivery.deliver(NOW)
    assert [b["data"]["establishment"] for b in receiver.bodies] == [world.facts["branch"]]


def test_a_batch_is_one_message_an_establishment(
    hook: hooks.Hook, machine: Machine, world: World, receiver: Receiver
) -> None:
    machines.appoint(
        machine.system.account,
        int(world.facts["branch"]),
        ["wages"],
        granted_by=world.account,
        now=NOW,
    )
    rows = [
        {
            "establishment": world.facts[e],
            "worker": world.facts["worker"],
            "month": "2026-11",
            "basic": str(b),
        }
        for e in ("establishment", "branch")
        for b in range(5000, 5120)
    ]
    perform_many(CHANGE, rows, world.context(CHANGE, "api"))
    messages.spread(NOW)
    assert delivery.deliver(NOW) == 2
    assert sorted(b["data"]["count"] for b in receiver.bodies) == [120, 120]
    assert {len(b["data"]["transactions"]) for b in receiver.bodies} == {100}


def test_a_right_that_ended_ends_its_messages(
    hook: hooks.Hook, machine: Machine, world: World, receiver: Receiver
) -> None:
    change(world, "12000")
    messages.spread(NOW)
    machines.dismiss(machine.system.account, now=NOW)
    delivery.deliver(NOW)
    assert receiver.got == [] and Delivery.objects.latest("id").state == "withdrawn"


def test_a_revoked_system_is_told_nothing_more(
    hook: hooks.Hook, machine: Machine, world: World, receiver: Receiver
) -> None:
    change(world, "12000")
    messages.spread(NOW)
    commands.revoke(machine.system, account=world.account, now=NOW)
    assert delivery.deliver(NOW) == 0 and receiver.got == []
    change(world, "12100")
    assert Untold.objects.count() == 0  # nobody listens


def test_bills_are_told_to_whom_may_view(
    machine: Machine, world: World, receiver: Receiver
) -> None:
    from guichet.domain.contributions.commands import bill_run

    hooks.register(machine.system, receiver.url, account=world.account, now=NOW)
    bill_run("2026-10", lambda _: None)
    messages.spread(NOW)
    assert Delivery.objects.filter(kind="bill-issued").count() == 0
    machines.appoint(
        machine.system.account,
        int(world.facts["establishment"]),
        ["view"],
        granted_by=world.account,
        now=NOW,
    )
    bill = store.value(
        "SELECT id FROM engine_event WHERE name = 'bill-issued' AND body->>'establishment' = %(n)s",
        n=world.facts["establishment"],
    )
    Untold.objects.create(event=bill)
    said = json.dumps(
        {
            "establishment": int(world.facts["establishment"]),
            "payment": 7,
            "amount": 5,
            "channel": "bank",
        }
    )
    store.execute(
        "INSERT INTO engine_event (name, body, at) VALUES ('payment-received', %(b)s, now())",
        b=said,
    )
    messages.spread(NOW)
    number = world.facts["establishment"]
    told = json.loads(Delivery.objects.get(kind="bill-issued").body)["data"]
    assert told == {"establishment": number, "month": "2026-10", "due_on": told["due_on"]}
    paid = json.loads(Delivery.objects.get(kind="payment-received").body)["data"]
    assert paid == {"establishment": number, "payment": "7"}


def test_an_event_is_put_down_in_its_own_commit_and_only_while_somebody_listens(
    machine: Machine, world: World, receiver: Receiver
) -> None:
    change(world, "12000")
    assert Untold.objects.count() == 0
    hooks.register(machine.system, receiver.url, account=world.account, now=NOW)
    with store.atomic(keep=False):
        change(world, "12001")
    assert Untold.objects.count() == 0
    change(world, "12002")
    assert Untold.objects.count() == 1
