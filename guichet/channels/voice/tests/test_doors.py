"""The telephone's doors: who may begin a call, and what hostile gateways get."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from guichet.channels.voice import calls, views, words
from guichet.channels.voice.tests.conftest import MOBILE
from tests.contract.world import NOW, World

pytestmark = pytest.mark.django_db


def test_only_a_gateway_begins_a_call(client: Client, db: None) -> None:
    assert client.get("/voice/").status_code == 403
    assert client.get("/voice/?key=guess").status_code == 403
    assert client.post("/voice/start", {"caller": MOBILE, "key": "guess"}).status_code == 403
    assert client.get("/voice/start").status_code == 405


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"call": "x", "step": "0", "event": "keys", "keys": "1"},
        {"call": "\x00", "step": "-1", "event": "keys"},
        {"call": "x", "step": "9" * 400, "event": "keys"},
        {"call": "x", "step": "0", "event": "start"},
    ],
)
def test_a_turn_of_no_call_is_refused(db: None, client: Client, given: dict[str, str]) -> None:
    assert client.post("/voice/turn", given).status_code == 409


@pytest.mark.parametrize("pressed", ["'; DROP", "٢", "1" * 500, "\x00", "2\n", "#"])
def test_keys_that_no_telephone_has_are_no_choice(
    line: World, client: Client, pressed: str
) -> None:
    said = calls.begin(MOBILE, NOW)
    held = {"call": said.call, "step": "0", "event": "keys", "keys": pressed}
    answer = client.post("/voice/turn", held)
    assert answer.status_code == 200
    assert words.NOT_UNDERSTOOD.en in answer.content.decode()


def test_calls_nobody_ended_are_forgotten(line: World) -> None:
    calls.begin(MOBILE, NOW)
    assert calls.sweep(NOW) == 0
    assert calls.sweep(NOW + calls.LONGEST + timedelta(seconds=1)) == 1


@pytest.mark.parametrize(
    ("uri", "number"),
    [
        ("sip:+966500000001@a.example;user=phone", "+966500000001"),
        ("tel:0500000001", "0500000001"),
        ("0500000001", "0500000001"),
        ("", ""),
    ],
)
def test_the_calling_number_is_read_however_the_network_puts_it(uri: str, number: str) -> None:
    assert views._number_of(uri) == number
