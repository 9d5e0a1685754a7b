"""The page where mobile and PIN are set: what it takes, and whom it does not let in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guichet.channels.voice import telephone_words as words
from guichet.domain.contact import commands, confirmation, pin_sign_in
from guichet.domain.contact.backends import handset
from guichet.domain.contact.queries import has_pin, mobile_of
from tests.contract.world import NOW, PASSWORD, USERNAME, World

pytestmark = pytest.mark.django_db
PAGE, NEW, OLD = "/voice/mine/", "+966512345678", "+966500000001"


@pytest.fixture
def browser(world: World, settings: Any, tmp_path: Path) -> Client:
    settings.HANDSETS = tmp_path
    settings.CODE_COURIER = "guichet.domain.contact.backends.handset.deliver"
    client = Client(headers={"accept-language": "en"})
    client.post("/sign-in/", {"username": USERNAME, "password": PASSWORD})
    return client


def send(browser: Client, step: str, **given: str) -> Any:
    return browser.post(PAGE, {"step": step, **given}, follow=True)


def code() -> str:
    return (handset.newest(NEW) or "").partition(" ")[0]


def test_a_mobile_proves_itself_by_a_code_and_the_one_before_is_told(
    browser: Client, world: World
) -> None:
    commands.register_mobile(world.account, OLD, now=NOW)
    page = send(browser, "mobile", mobile="٠٥١٢٣٤٥٦٧٨", password=PASSWORD).content.decode()
    assert words.CODE.en in page and NEW not in page
    page = send(browser, "code", code=code()).content.decode()
    assert words.MOBILE_DONE.en in page
    assert mobile_of(world.account) == NEW
    assert "was replaced" in (handset.newest(OLD) or "")


def test_a_wrong_code_registers_nothing(browser: Client, world: World) -> None:
    send(browser, "mobile", mobile=NEW, password=PASSWORD)
    answer = send(browser, "code", code="000000" if code() != "000000" else "000001")
    assert answer.status_code == 422 and confirmation.CODE_WRONG.words.en in answer.content.decode()
    assert mobile_of(world.account) is None
    assert send(browser, "code").status_code == 422


@pytest.mark.parametrize("step", ["mobile", "pin"])
def test_an_open_browser_is_not_enough(browser: Client, world: World, step: str) -> None:
    for _ in range(6):
        answer = send(browser, step, mobile=NEW, pin="274951", again="274951", password="guess")
        assert answer.status_code == 422
    assert "Too many tries" in answer.content.decode()
    assert code() == "" and not has_pin(world.account, timezone.now())


def test_a_pin_is_set_and_opens_the_telephone(browser: Client, world: World) -> None:
    given = {"pin": "٢٧٤٩٥١", "again": "274951", "password": PASSWORD}
    assert words.PIN_DONE.en in send(browser, "pin", **given).content.decode()
    assert (
        pin_sign_in.enter(world.account.person_number, "274951", place="x", now=NOW).account
        == world.account
    )


@pytest.mark.parametrize(
    ("pin", "again", "said"),
    [
        ("274951", "274952", "differ"),
        ("123456", "123456", "easy to guess"),
        ("12", "12", "6 digits"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    browser: Client, world: World, pin: str, again: str, said: str
) -> None:
    page = send(browser, "pin", pin=pin, again=again, password=PASSWORD).content.decode()
    assert said in re.sub(r"\s+", " ", page)
    assert 'href="#id_' in page and not has_pin(world.account, timezone.now())


def test_somebody_elses_mobile_is_refused_after_its_code_only(
    browser: Client, world: World
) -> None:
    commands.register_mobile(world.worker, NEW, now=NOW)
    send(browser, "mobile", mobile=NEW, password=PASSWORD)
    answer = send(browser, "code", code=code())
    assert "registered for another account" in answer.content.decode()
    assert mobile_of(world.account) is None


def test_a_stranger_signs_in_first(db: None) -> None:
    answer = Client().get(PAGE)
    assert answer.status_code == 302 and "/sign-in/" in answer.headers["Location"]
