"""Beside the services: another language in place, documents on paper, spoken help, numbers for the
staff, and what is swept away.
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from guichet.channels.kiosk import spoken_help, tasks
from guichet.channels.kiosk.tests.screen import Screen
from guichet.channels.kiosk.tests.test_visits import BALANCE, WAGE, arrive, balance
from guichet.channels.shared import speech
from guichet.domain.certificates.tests.conftest import authority
from guichet.domain.reception import queue
from guichet.engine import store
from tests.contract.world import NOW, World

__all__ = ["authority"]
pytestmark = pytest.mark.django_db
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def held(page: str, form: str) -> dict[str, str]:
    return dict(_HIDDEN.findall(page.split(f'id="{form}"')[1].split("</form>")[0]))


def test_another_language_keeps_the_question_and_what_was_keyed(hall: World) -> None:
    client = arrive(hall)
    asked = client.get(WAGE).content.decode()
    assert 'form="typed" name="language" value="ar"' in asked
    given = {
        "field": "worker",
        "establishment": hall.facts["establishment"],
        "worker": "123",
        "language": "fr",
    }
    again = client.post(WAGE, given)
    page = again.content.decode()
    assert (
        again.status_code == 200
        and 'lang="fr"' in page
        and again.headers["Content-Language"] == "fr"
    )
    assert 'name="worker" value="123"' in page and hall.facts["establishment"] in page


def test_another_language_keeps_the_check_and_the_code_page_without_a_new_code(
    hall: World, tmp_path: Path
) -> None:
    client = arrive(hall)
    given = {
        "establishment": hall.facts["establishment"],
        "worker": hall.facts["worker"],
        "month": "2026-11",
    }
    check = client.post(WAGE, given | {"field": "basic", "basic": "9000"}).content.decode()
    form = held(check, "here")
    arabic = client.post(WAGE, form | {"language": "ar"}).content.decode()
    assert "راجع ثم أرسل" in arabic and form["once"] in arabic
    client.post(WAGE, form | {"step": "code"})
    before = store.value("SELECT count(*) FROM contact_code")
    english = client.post(WAGE, form | {"code": "", "language": "en"}).content.decode()
    assert "Verification code" in english
    assert store.value("SELECT count(*) FROM contact_code") == before
    assert store.value("SELECT count(*) FROM engine_transaction") == 0


def test_another_language_keeps_the_receipt_and_leads_nowhere_else(hall: World) -> None:
    client = arrive(hall)
    balance(client, hall)
    language = "/kiosk/language/"
    assert (
        client.post(language, {"language": "ar", "back": "/kiosk/receipt/"}).headers["Location"]
        == "/kiosk/receipt/"
    )
    for back in (
        "https://evil.example/kiosk/",
        "//evil.example",
        "/transactions/",
        "/kiosk\\@evil",
        "",
    ):
        assert (
            client.post(language, {"language": "xx", "back": back}).headers["Location"]
            == "/kiosk/services/"
        )
    assert 'lang="ar"' in client.get("/kiosk/receipt/").content.decode()


def test_a_document_is_spooled_for_the_printer(
    hall: World, settings: Any, tmp_path: Path, authority: object
) -> None:
    settings.KIOSK_DOCUMENT_PRINTER = f"folder://{tmp_path}/spool-{{kiosk}}"
    client = arrive(hall)
    assert "Print the document" in balance(client, hall)
    said = client.post("/kiosk/receipt/document/")
    assert said.headers["Location"].endswith("?said=paper_printed"), said.headers
    (printed,) = (tmp_path / "spool-trial").iterdir()
    assert printed.read_bytes().startswith(b"%PDF") and printed.suffix == ".pdf"
    assert "at the printer" in client.get("/kiosk/receipt/?said=paper_printed").content.decode()


@pytest.mark.parametrize(
    "printer", ["", "cups:no-such-queue", "folder:///proc/nowhere", "cups:-oops"]
)
def test_a_document_that_is_not_printed_is_told_and_loses_nothing(
    hall: World, settings: Any, authority: object, printer: str
) -> None:
    settings.KIOSK_DOCUMENT_PRINTER = printer
    client = arrive(hall)
    balance(client, hall)
    assert (
        client.post("/kiosk/receipt/document/").headers["Location"].endswith("?said=paper_failed")
    )


def test_the_document_of_nobody_is_not_printed(hall: World) -> None:
    assert arrive(hall).post("/kiosk/receipt/document/").headers["Location"] == "/kiosk/services/"
    assert Screen().post("/kiosk/receipt/document/").headers["Location"] == "/kiosk/"


@pytest.mark.skipif(not speech.is_installed(), reason="no speech engine")
@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_help_is_spoken_in_every_language(
    hall: World, settings: Any, tmp_path: Path, language: str
) -> None:
    settings.STATE = tmp_path
    client = arrive(hall, language)
    address = re.search(r'data-help="([^"]+)"', client.get("/kiosk/services/").content.decode())
    assert address
    for _ in range(2):  # made once, then kept
        heard = client.get(address[1])
        assert heard.content[:4] == b"RIFF" and len(heard.content) > 20_000
    assert len(list((tmp_path / "kiosk-help").iterdir())) == 1
    for wrong in ("nothing-en", "services-xx"):
        assert client.get(f"/kiosk/help/{wrong}.wav").status_code == 404


def test_without_an_engine_there_is_no_button(hall: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "is_installed", lambda: False)
    client = arrive(hall)
    assert "data-help" not in client.get("/kiosk/services/").content.decode()
    assert client.get("/kiosk/help/services-en.wav").status_code == 404


def test_help_has_arabic_with_vowels_on_every_page() -> None:
    marks = re.compile("[\u064b-\u0652]")
    for page in spoken_help.HELP:
        said = spoken_help.told(page, "ar")
        assert len(marks.findall(said)) > len(said) / 5, page


def test_a_number_is_given_once_a_visit_without_a_name(hall: World) -> None:
    queue.add_branch(101, "فرع الرياض", "Riyadh branch")
    client = Screen()
    client.post("/kiosk/begin/", {"language": "en"})
    assert "Take a number" in client.get("/kiosk/sign-in/").content.decode()
    assert client.post("/kiosk/ticket/", {"service": "account.balance"}).status_code == 303
    page = client.get("/kiosk/ticket/").content.decode()
    assert "Your number" in page and "Waiting before you: 0" in page
    client.post("/kiosk/ticket/", {"service": ""})  # a second touch
    assert store.rows("SELECT number, service, issued_by_id FROM reception_ticket") == [
        (1, "account.balance", None)
    ]
    second = Screen()
    second.post("/kiosk/begin/", {"language": "ar"})
    second.post("/kiosk/ticket/", {"service": "no.such"})
    assert "2" in second.get("/kiosk/ticket/").content.decode()


def test_a_kiosk_that_stands_in_no_branch_gives_no_numbers(hall: World, settings: Any) -> None:
    queue.add_branch(101, "فرع الرياض", "Riyadh branch")
    settings.KIOSKS, settings.KIOSK_BRANCHES = (
        ["hall-1=10.0.0.5", "hall-2=10.0.0.6"],
        ["hall-1=101", "hall-2=x"],
    )
    for address, status in (("10.0.0.5", 200), ("10.0.0.6", 404)):
        client = Screen(REMOTE_ADDR=address)
        client.post("/kiosk/begin/", {"language": "en"})
        assert client.get("/kiosk/ticket/").status_code == status


def test_the_sessions_of_people_who_walked_away_are_swept(
    hall: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(hall).get(BALANCE)
    tasks.sweep_visits(int(NOW.timestamp()))
    assert Session.objects.count() == 1
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=10, seconds=1))
    tasks.sweep_visits(int(NOW.timestamp()))
    assert Session.objects.count() == 0
