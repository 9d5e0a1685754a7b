"""A card names and the PIN proves: what is on it is kept nowhere, a new one ends the one before,
and a stranger's tells nothing.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from guichet.channels.kiosk import views
from guichet.channels.kiosk.tests.conftest import MOBILE, PIN
from guichet.channels.kiosk.tests.screen import Screen
from guichet.domain.contact import cards
from guichet.domain.contact.backends import handset
from guichet.engine import store
from tests.contract.world import NOW, PASSWORD, World

pytestmark = pytest.mark.django_db
CARD, SERVICES = "/kiosk/card/", "/kiosk/services/"


def standing(language: str = "en") -> Screen:
    client = Screen()
    client.post("/kiosk/begin/", {"language": language})
    return client


def shown(client: Screen, card: str, pin: str = PIN) -> Any:
    """The card is read, then the PIN keyed in."""
    assert "Enter your PIN" in client.post(CARD, {"card": card}).content.decode()
    return client.post(CARD, {"pin": pin})


def test_a_card_and_the_pin_open_the_kiosk(hall: World) -> None:
    secret = cards.issue(hall.account, NOW)
    assert shown(standing(), secret).headers["Location"] == SERVICES
    assert (
        shown(standing(), f" {secret.lower()}\t").headers["Location"] == SERVICES
    )  # readers differ
    kept = store.value("SELECT encode(digest, 'escape') FROM contact_card")
    assert secret not in kept and len(secret) == 35


def test_a_wrong_pin_and_an_unknown_card_sound_alike(hall: World) -> None:
    secret = cards.issue(hall.account, NOW)
    pages = [shown(standing(), card, "135790") for card in (secret, "GUI" + "A" * 32)]
    assert {p.status_code for p in pages} == {422}
    first, second = (re.sub(r'value="[^"]+"', "", p.content.decode()) for p in pages)
    assert first == second and "card or the PIN is wrong" in first


def test_the_pin_without_the_card_opens_nothing(hall: World) -> None:
    cards.issue(hall.account, NOW)
    client = standing()
    assert "Enter your PIN" in client.post(CARD, {"pin": PIN}).content.decode()  # an empty card
    assert client.post(CARD, {"pin": PIN}).status_code == 422
    assert client.get(SERVICES).headers["Location"] == "/kiosk/"


def test_a_new_card_ends_the_one_before_and_an_ended_one_opens_nothing(hall: World) -> None:
    first, second = cards.issue(hall.account, NOW), cards.issue(hall.account, NOW)
    assert shown(standing(), first).status_code == 422
    assert shown(standing(), second).headers["Location"] == SERVICES
    cards.end(hall.account, NOW)
    assert shown(standing(), second).status_code == 422
    with pytest.raises(Exception, match="row is added or ended"), store.atomic():
        store.execute("UPDATE contact_card SET ended_at = NULL")


def test_after_wrong_pins_a_code_is_wanted_besides(hall: World) -> None:
    secret = cards.issue(hall.account, NOW)
    for _ in range(5):
        assert shown(standing(), secret, "135790").status_code == 422
    client = standing()
    assert "If the PIN was right" in shown(client, secret).content.decode()
    code = (handset.newest(MOBILE) or "").partition(" ")[0]
    assert client.post("/kiosk/sign-in/", {"code": code}).headers["Location"] == SERVICES


def test_one_kiosk_must_not_try_many_cards(hall: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "TRIES", 2)
    client = standing()
    answers = [client.post(CARD, {"card": f"GUI{n}"}).status_code for n in range(3)]
    assert answers == [200, 200, 429]


@pytest.mark.parametrize("card", ["", "🂡", "x" * 5000, "'; --", "١٢٣"])
def test_rubbish_is_a_card_of_nobody(hall: World, card: str) -> None:
    assert shown(standing(), card).status_code == 422


def test_another_card_read_before_the_pin_is_the_one_that_counts(hall: World) -> None:
    secret = cards.issue(hall.account, NOW)
    client = standing()
    client.post(CARD, {"card": secret})
    client.get(CARD)  # back: the card is forgotten
    client.post(CARD, {"pin": PIN})
    assert client.get(SERVICES).headers["Location"] == "/kiosk/"


def test_the_branch_prints_a_card_once_for_the_password(hall: World) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(hall.account)
    page = "/kiosk/my-card/"
    assert "You have no card" in client.get(page).content.decode()
    assert client.post(page, {"password": "guess", "issue": "1"}).status_code == 422
    assert store.value("SELECT count(*) FROM contact_card") == 0
    printed = client.post(page, {"password": PASSWORD, "issue": "1"}).content.decode()
    secret = re.search(r"GUI[A-Z2-7]{32}", printed)
    assert secret and "data:image/svg+xml" in printed
    assert secret[0] not in client.get(page).content.decode()
    assert shown(standing(), secret[0]).headers["Location"] == SERVICES
    assert client.post(page, {"password": PASSWORD, "end": "1"}).status_code == 302
    assert shown(standing(), secret[0]).status_code == 422
    assert Client().get(page).status_code == 302
