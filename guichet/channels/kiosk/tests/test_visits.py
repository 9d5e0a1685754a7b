"""A visit from the first touch to the last, and what is left of it: nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from guichet.channels.kiosk import visit
from guichet.channels.kiosk.tests.conftest import MOBILE, PIN
from guichet.channels.kiosk.tests.screen import Screen
from guichet.domain.contact.backends import handset
from guichet.engine import store
from tests.contract.world import NOW, World

pytestmark = pytest.mark.django_db
BALANCE = "/kiosk/services/account.balance/"
WAGE = "/kiosk/services/registry.change_wage/"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def arrive(world: World, language: str = "en", pin: str = PIN, **options: Any) -> Screen:
    client = Screen(**options)
    client.post("/kiosk/begin/", {"language": language})
    who = {"number": world.facts["owner"], "pin": pin}
    assert client.post("/kiosk/sign-in/", who).headers["Location"] == "/kiosk/services/"
    return client


def balance(client: Screen, world: World) -> str:
    answered = {"field": "establishment", "establishment": world.facts["establishment"]}
    assert client.post(BALANCE, answered).headers["Location"] == "/kiosk/receipt/"
    return client.get("/kiosk/receipt/").content.decode()


@pytest.mark.parametrize(("language", "said"), [("ar", "تم"), ("en", "Done"), ("fr", "C’est fait")])
def test_a_balance_is_read_and_printed(
    hall: World, tmp_path: Path, language: str, said: str
) -> None:
    client = arrive(hall, language)
    page = balance(client, hall)
    assert f"<h1>{said}</h1>" in page and f'lang="{language}"' in page
    assert (
        client.post("/kiosk/receipt/print/").headers["Location"] == "/kiosk/receipt/?said=printed"
    )
    assert b"\x1dv0" in (tmp_path / "slips").read_bytes()


def test_a_printer_that_does_not_answer_is_told_and_loses_nothing(
    hall: World, settings: Any
) -> None:
    settings.KIOSK_PRINTER = "network://127.0.0.1:9"
    client = arrive(hall)
    balance(client, hall)
    page = client.post("/kiosk/receipt/print/", follow=True).content.decode()
    assert "The printer did not answer" in page and "Reference number" in page


def test_every_page_of_a_visit_is_kept_out_of_history(hall: World) -> None:
    client = arrive(hall)
    balance(client, hall)
    for path in ("/kiosk/", "/kiosk/receipt/", "/kiosk/services/", BALANCE, "/kiosk/sign-in/"):
        answer = client.get(path)
        assert "no-store" in answer.headers["Cache-Control"], path
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_nothing_is_left_for_the_next_person(hall: World) -> None:
    client = arrive(hall)
    balance(client, hall)
    old, stored = client.cookies["sessionid"].value, Session.objects.count()
    assert stored == 1
    client.post("/kiosk/end/")
    assert Session.objects.count() == 0
    assert client.cookies["sessionid"].value == ""
    # Going back: the browser has no copy, and asking anew leads to the start.
    for path in ("/kiosk/receipt/", "/kiosk/services/", BALANCE):
        assert client.get(path).headers["Location"] == "/kiosk/", path
    client.cookies["sessionid"] = old  # even with the old key in hand
    assert client.get("/kiosk/receipt/").headers["Location"] == "/kiosk/"
    assert "/kiosk/" in client.post("/kiosk/receipt/print/").headers["Location"]


def test_the_next_person_has_another_token_and_no_ones_language(hall: World) -> None:
    client = Screen(enforce_csrf_checks=True)

    def token(page: Any) -> str:
        found = _TOKEN.search(page.content.decode())
        assert found
        return found[1]

    first = token(client.get("/kiosk/"))
    form = {"csrfmiddlewaretoken": first, "language": "fr"}
    assert client.post("/kiosk/begin/", form).status_code == 303
    assert client.post("/kiosk/end/", form).status_code == 403  # the token of before the visit
    page = client.get("/kiosk/sign-in/")
    assert b'lang="fr"' in page.content
    assert client.post("/kiosk/end/", {"csrfmiddlewaretoken": token(page)}).status_code == 303
    again = client.get("/kiosk/")
    assert 'lang="ar" dir="rtl"' in again.content.decode()
    assert (
        client.post("/kiosk/begin/", {**form, "csrfmiddlewaretoken": token(page)}).status_code
        == 403
    )


def test_a_minute_of_silence_ends_the_visit_on_the_server(
    hall: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = arrive(hall)
    balance(client, hall)
    later = NOW + timedelta(seconds=59)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.post("/kiosk/stay/").status_code == 204
    monkeypatch.setattr(timezone, "now", lambda: later + timedelta(seconds=60))
    assert client.get("/kiosk/receipt/").headers["Location"] == "/kiosk/"
    assert Session.objects.count() == 0


def test_who_leaves_while_a_page_is_on_its_way_sees_the_start_and_no_error(
    hall: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, keep = arrive(hall), visit.keep

    def keep_and_lose(request: Any) -> None:
        keep(request)
        Session.objects.all().delete()  # the page's own silence was faster

    monkeypatch.setattr(visit, "keep", keep_and_lose)
    gone = client.post("/kiosk/contrast/")
    assert (gone.status_code, gone.headers["Location"]) == (303, "/kiosk/")
    monkeypatch.setattr(visit, "keep", keep)
    client = arrive(hall)
    monkeypatch.setattr(visit, "keep", keep_and_lose)
    gone = client.get("/kiosk/services/?page=2")
    assert (gone.status_code, gone.headers["Location"]) == (303, "/kiosk/services/?page=2")
    assert client.get("/kiosk/services/").headers["Location"] == "/kiosk/"


def test_starting_anew_ends_what_was(hall: World) -> None:
    client = arrive(hall)
    client.get("/kiosk/")
    assert client.get("/kiosk/services/").headers["Location"] == "/kiosk/"


def test_number_and_pin_open_the_kiosk_only(hall: World) -> None:
    client = arrive(hall)
    for path in ("/", "/account/", "/transactions/", "/security/"):
        assert client.get(path).status_code == 302, path


def test_a_change_wants_a_code_and_a_second_touch_changes_nothing(hall: World) -> None:
    client = arrive(hall)
    given = {
        "establishment": hall.facts["establishment"],
        "worker": hall.facts["worker"],
        "month": "2026-11",
    }
    check = client.post(WAGE, given | {"field": "basic", "basic": "9000"})
    form = dict(_HIDDEN.findall(check.content.decode().split("<main")[1].split("</form>")[0]))
    assert "Check, then send" in check.content.decode()
    assert client.post(WAGE, form | {"step": "send", "code": "000000"}).status_code == 422
    assert client.post(WAGE, form | {"step": "code"}).status_code == 200
    code = (handset.newest(MOBILE) or "").partition(" ")[0]
    changed = form | {"basic": "90000"}
    assert (
        client.post(WAGE, changed | {"step": "send", "code": code}).status_code == 422
    )  # another asking
    sent = form | {"step": "send", "code": code}
    assert client.post(WAGE, sent).status_code == 303
    before = store.value("SELECT count(*) FROM engine_transaction")
    assert client.post(WAGE, sent).headers["Location"] == "/kiosk/receipt/"
    assert store.value("SELECT count(*) FROM engine_transaction") == before


def test_anothers_establishment_is_refused_in_the_same_words_as_none(hall: World) -> None:
    client = arrive(hall)
    said = []
    for number in (hall.facts["foreign_establishment"], "9999999999"):
        answer = client.post(BALANCE, {"field": "establishment", "establishment": number})
        assert answer.status_code == 422
        said.append(answer.content.decode().count("kerr"))
    assert said[0] >= 1


@pytest.mark.parametrize(
    ("given", "refused", "corrected"),
    [
        (BALANCE, "foreign_establishment", "establishment"),
        (WAGE, "new_citizen", "worker"),
    ],
)
def test_what_was_refused_and_is_corrected_is_another_asking(
    hall: World, given: str, refused: str, corrected: str
) -> None:
    client, name = arrive(hall), "establishment" if given == BALANCE else "worker"
    begun = {"establishment": hall.facts["establishment"], "month": "2026-11", "basic": "9000"}
    wrong = begun | {"once": str(uuid4()), "field": name, name: hall.facts[refused]}
    answer = client.post(given, wrong)
    assert answer.status_code == 422
    form = dict(_HIDDEN.findall(answer.content.decode().split("<main")[1].split("</form>")[0]))
    answer = client.post(
        given, form | {"step": "answer", "field": name, name: hall.facts[corrected]}
    )
    said = answer.content.decode()
    assert "idempotency" not in said and "was sent before" not in said
    if given == BALANCE:
        assert answer.headers["Location"] == "/kiosk/receipt/"
    else:
        assert answer.status_code == 200 and "Check, then send" in said


def test_the_record_says_who_saw_what_at_a_kiosk(hall: World) -> None:
    balance(arrive(hall), hall)
    assert (
        store.value(
            "SELECT count(*) FROM access_reading WHERE actor = %(a)s AND channel = 'kiosk'",
            a=hall.account.pk,
        )
        >= 1
    )


@pytest.mark.parametrize("path", ["services/no.such/", "nowhere/"])
def test_a_page_that_is_not_there_leads_back_to_the_start_only(hall: World, path: str) -> None:
    answer = arrive(hall).get(f"/kiosk/{path}")
    page = answer.content.decode()
    assert answer.status_code == 404 and "no-store" in answer.headers["Cache-Control"]
    assert 'data-lost="/kiosk/"' in page and 'class="kiosk"' in page
    assert set(re.findall(r'<a [^>]*href="([^"]+)"', page)) <= {"#main", "/kiosk/"}


def test_a_form_of_the_person_before_leads_back_to_the_start(hall: World) -> None:
    client = Screen(enforce_csrf_checks=True)
    client.get("/kiosk/")
    answer = client.post("/kiosk/begin/", {"language": "en", "csrfmiddlewaretoken": "x" * 64})
    assert answer.status_code == 403 and b'data-lost="/kiosk/"' in answer.content
