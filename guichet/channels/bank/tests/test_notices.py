"""The consolidator's notices are taken with the right signature, once, and whole or not at all."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.test import Client

from demo.consolidator.signing import signed
from guichet.channels.bank.tests.consolidator import due, now
from guichet.channels.bank.tests.test_consolidator import SECRET
from guichet.domain.payments.references import reference_of
from guichet.domain.payments.tests.world import OCTOBER, SEPTEMBER, firm, owe

pytestmark = pytest.mark.django_db


@pytest.fixture
def debtor(db: None) -> int:
    number = firm()
    owe(number, SEPTEMBER, 30_000)
    owe(number, OCTOBER, 50_000)
    return number


def post(body: str, headers: dict[str, str]):
    return Client().post(
        "/bank/consolidator/notices/",
        body,
        content_type="application/json",
        headers={n: v for n, v in headers.items() if n != "Content-Type"},
    )


def body(whose: str, /, **changes: object) -> str:
    one = {
        "id": "P1",
        "kind": "payment",
        "reference": whose,
        "amount": 100,
        "paid_at": now().isoformat(),
        "channel": "atm",
    }
    return json.dumps({"notices": [one | changes]})


def test_notices_are_taken_only_with_the_right_signature_and_once(
    debtor: int, settings: Any
) -> None:
    settings.CONSOLIDATOR_SECRET = SECRET
    text = body(reference_of(debtor))
    assert post(text, {}).status_code == 401
    assert (
        post(text, signed("whsec_" + base64.b64encode(b"another").decode(), text)).status_code
        == 401
    )
    assert post(text + " ", signed(SECRET, text)).status_code == 401
    headers = signed(SECRET, text)
    assert post(text, headers).json() == {"notices": [{"id": "P1", "outcome": "accepted"}]}
    assert post(text, headers).json() == {"notices": [{"id": "P1", "outcome": "repeated"}]}
    other = body(reference_of(debtor), amount=999)
    assert post(other, signed(SECRET, other)).json() == {
        "notices": [{"id": "P1", "outcome": "conflict"}]
    }
    assert due(debtor) == 80_000 - 100


def test_without_a_secret_nothing_is_genuine(debtor: int, settings: Any) -> None:
    settings.CONSOLIDATOR_SECRET = ""
    text = body(reference_of(debtor))
    assert post(text, signed("whsec_", text)).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 0},
        {"amount": -5},
        {"amount": 1.5},
        {"amount": True},
        {"amount": 10**15},
        {"id": ""},
        {"id": "x" * 65},
        {"id": "a\u0000b"},
        {"paid_at": "yesterday"},
        {"paid_at": "2026-11-25T10:00:00"},
        {"kind": "gift"},
        {"reference": 5},
    ],
)
def test_a_notice_that_is_none_is_refused_and_changes_nothing(
    debtor: int, settings, changes: dict[str, object]
) -> None:
    settings.CONSOLIDATOR_SECRET = SECRET
    text = body(reference_of(debtor), **changes)
    assert post(text, signed(SECRET, text)).status_code == 400
    assert due(debtor) == 80_000


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"notices": 5}', '{"notices": [5]}', "[" * 100_000, "\x00"]
)
def test_bodies_of_any_kind_are_refused(settings: Any, text: str) -> None:
    settings.CONSOLIDATOR_SECRET = SECRET
    assert post(text, signed(SECRET, text)).status_code == 400


def test_a_part_taken_back_is_noticed_once_with_its_reason(debtor: int, settings: Any) -> None:
    settings.CONSOLIDATOR_SECRET = SECRET
    paid = body(reference_of(debtor))
    post(paid, signed(SECRET, paid))
    part = {"kind": "return", "return_id": "R1", "amount": 40, "reason": "customer-dispute"}
    for outcome in ("done", "repeated"):
        text = body(reference_of(debtor), **part)
        assert post(text, signed(SECRET, text)).json() == {
            "notices": [{"id": "P1", "outcome": outcome}]
        }
    assert due(debtor) == 80_000 - 60
    more = body(reference_of(debtor), **part | {"return_id": "R2", "amount": 61})
    assert post(more, signed(SECRET, more)).json() == {
        "notices": [{"id": "P1", "outcome": "too-much"}]
    }
    for fault in ({"reason": ""}, {"return_id": None}, {"amount": 0}):
        text = body(reference_of(debtor), **part | fault)
        assert post(text, signed(SECRET, text)).status_code == 400
