"""Going back and reloading at a kiosk: nothing is sent again, nothing is lost, and nobody else
reads it.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from guichet.channels.kiosk.tests.conftest import MOBILE, PIN
from guichet.channels.kiosk.tests.screen import Screen
from guichet.channels.kiosk.tests.test_visits import BALANCE, WAGE, arrive
from guichet.domain.contact.backends import handset
from guichet.engine import store
from tests.contract.world import World

pytestmark = pytest.mark.django_db
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def plain(screen: Screen) -> Client:
    """The same browser, which follows nothing by itself."""
    client = Client()
    client.cookies = screen.cookies
    return client


def wage(hall: World, **more: str) -> dict[str, str]:
    facts = hall.facts
    return {
        "establishment": facts["establishment"],
        "worker": facts["worker"],
        "month": "2026-11",
    } | more


def form_of(page: Any) -> dict[str, str]:
    return dict(_HIDDEN.findall(page.content.decode().split('id="here"')[1].split("</form>")[0]))


def test_every_form_leads_to_a_page_of_its_own(hall: World) -> None:
    client = plain(arrive(hall))
    for path, form in (
        (
            WAGE,
            {"field": "establishment", "establishment": hall.facts["establishment"]},
        ),  # the next question
        (WAGE, wage(hall, field="worker", worker="123")),  # a slip
        (WAGE, wage(hall, field="basic", basic="9000")),  # the check
        (WAGE, wage(hall, field="basic", language="fr")),  # another language
        (BALANCE, {"field": "establishment", "establishment": "9999999999"}),  # a refusal
        ("/kiosk/card/", {"card": "GUI2"}),
        ("/kiosk/sign-in/", {"number": "1", "pin": "1"}),
        ("/kiosk/app/", {"number": "1", "language": "en"}),
    ):
        answer = client.post(path, form)
        assert answer.status_code == 303, path
        page = client.get(answer.headers["Location"])
        assert page.status_code in (200, 422) and b"<main" in page.content, path
        assert "no-store" in page.headers["Cache-Control"]


def test_reloading_the_page_of_the_code_sends_no_second_code_and_asks_nothing(hall: World) -> None:
    screen = arrive(hall)
    client = plain(screen)
    form = form_of(screen.post(WAGE, wage(hall, field="basic", basic="9000")))
    way = client.post(WAGE, form | {"step": "code"}).headers["Location"]
    first = client.get(way).content
    sent, codes = handset.newest(MOBILE), store.value("SELECT count(*) FROM contact_code")
    assert client.get(way).content == first and b"6 digits" in first
    assert store.value("SELECT count(*) FROM contact_code") == codes
    code = (sent or "").partition(" ")[0]
    assert (
        client.post(WAGE, form | {"step": "send", "code": code}).headers["Location"]
        == "/kiosk/receipt/"
    )
    kept = store.value("SELECT count(*) FROM engine_transaction")
    client.get(way)  # back from the receipt
    again = client.post(WAGE, form | {"step": "send", "code": code})  # and the button once more
    assert again.headers["Location"] == "/kiosk/receipt/"
    assert store.value("SELECT count(*) FROM engine_transaction") == kept


def test_going_back_finds_what_was_typed(hall: World) -> None:
    client = plain(arrive(hall))
    slip = client.post(WAGE, wage(hall, field="worker", worker="123")).headers["Location"]
    client.post(WAGE, wage(hall, field="basic", basic="9000"))
    back = client.get(slip)
    assert back.status_code == 422 and b'name="worker" value="123"' in back.content


def test_the_session_holds_nothing_legible_of_it(hall: World) -> None:
    screen = arrive(hall)
    screen.post(WAGE, wage(hall, field="basic", basic="9876.54"))
    assert len(screen.session["kiosk"]["pages"]) == 1
    assert "9876" not in str(dict(screen.session)) and hall.facts["worker"] not in str(
        dict(screen.session)
    )


def test_the_page_goes_with_its_person(hall: World) -> None:
    client = plain(arrive(hall))
    way = client.post(WAGE, wage(hall, field="worker", worker="123")).headers["Location"]
    other = plain(arrive(hall))
    assert b'value="123"' not in other.get(way).content  # another visit has no such page
    client.post(
        "/kiosk/sign-in/", {"number": hall.facts["owner"], "pin": PIN}
    )  # somebody signs in anew
    assert b'value="123"' not in client.get(way).content
    client.post("/kiosk/end/")
    assert client.get(way).headers["Location"] == "/kiosk/"


def test_pages_kept_have_a_bound(hall: World) -> None:
    screen = arrive(hall)
    for _ in range(15):
        screen.post(WAGE, wage(hall, field="worker", worker="123"))
    assert len(screen.session["kiosk"]["pages"]) == 12
