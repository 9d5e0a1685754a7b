"""Guessing, strangers, rubbish, and what monitoring may know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from guichet.channels.kiosk import views
from guichet.channels.kiosk.tests.conftest import MOBILE, PIN
from guichet.channels.kiosk.tests.screen import Screen
from guichet.domain.contact.backends import handset
from tests.contract.world import NOW, World

pytestmark = pytest.mark.django_db
SIGN_IN = "/kiosk/sign-in/"


@pytest.fixture
def standing(hall: World) -> Screen:
    client = Screen()
    client.post("/kiosk/begin/", {"language": "en"})
    return client


def test_a_wrong_pin_and_an_unknown_number_sound_alike(standing: Screen, hall: World) -> None:
    pages = [
        standing.post(SIGN_IN, {"number": number, "pin": "135790"})
        .content.decode()
        .split("<main")[1]
        for number in (hall.facts["owner"], hall.facts["unknown_person"])
    ]
    marks = [page.partition("csrfmiddlewaretoken")[2].partition(">")[2] for page in pages]
    assert marks[0].split('name="csrf')[0] == marks[1].split('name="csrf')[0]
    assert hall.facts["owner"] not in pages[0]


@pytest.mark.parametrize("number", ["", "x", "١٠", "-1", "1" * 400, "1e9", "1.0", " "])
@pytest.mark.parametrize("pin", ["", "🂡", "1" * 4000])
def test_rubbish_is_a_wrong_number(standing: Screen, number: str, pin: str) -> None:
    assert standing.post(SIGN_IN, {"number": number, "pin": pin}).status_code in (200, 422)


def test_after_wrong_tries_a_code_is_wanted_whoever_it_is(standing: Screen, hall: World) -> None:
    who = {"number": hall.facts["owner"], "pin": "135790"}
    for _ in range(5):
        assert standing.post(SIGN_IN, who).status_code == 422
    assert "If the PIN was right" in standing.post(SIGN_IN, who).content.decode()
    assert handset.newest(MOBILE) is None
    assert standing.post(SIGN_IN, {"code": "000000"}).status_code == 422
    assert "If the PIN was right" in standing.post(SIGN_IN, who | {"pin": PIN}).content.decode()
    code = (handset.newest(MOBILE) or "").partition(" ")[0]
    assert standing.post(SIGN_IN, {"code": code}).headers["Location"] == "/kiosk/services/"


def test_one_kiosk_must_not_try_many_people(standing: Screen, monkeypatch: Any) -> None:
    monkeypatch.setattr(views, "TRIES", 2)
    answers = [standing.post(SIGN_IN, {"number": str(n), "pin": "1"}).status_code for n in range(3)]
    assert answers == [422, 422, 429]


def test_only_our_machines_are_kiosks(hall: World, settings: Any) -> None:
    settings.KIOSKS = ["hall-1=10.0.0.5"]
    assert Screen().get("/kiosk/").status_code == 404
    assert Screen(REMOTE_ADDR="10.0.0.5").get("/kiosk/").status_code == 200
    settings.KIOSKS, settings.TRIAL = [], False
    assert Screen().get("/kiosk/").status_code == 404


def test_services_that_a_kiosk_does_not_carry_are_not_there(standing: Screen, hall: World) -> None:
    standing.post(SIGN_IN, {"number": hall.facts["owner"], "pin": PIN})
    for key in ("nothing.here", "../x", "registry"):
        assert standing.get(f"/kiosk/services/{key}/").status_code == 404


def test_monitoring_sees_which_kiosk_is_silent(
    hall: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KIOSKS = ["hall-1=10.0.0.5", "hall-2=10.0.0.6"]
    settings.KIOSK_HEALTH_KEY = "k"
    monitor = Screen(headers={"authorization": "Bearer k"})
    Screen(REMOTE_ADDR="10.0.0.5").get("/kiosk/alive")
    assert Screen().get("/kiosk/health").status_code == 403
    report = monitor.get("/kiosk/health")
    assert report.status_code == 503
    alive = {name: state["alive"] for name, state in report.json()["kiosks"].items()}
    assert alive == {"hall-1": True, "hall-2": False}
    Screen(REMOTE_ADDR="10.0.0.6").get("/kiosk/alive")
    assert monitor.get("/kiosk/health").status_code == 200
    settings.KIOSK_PRINTER = "network://127.0.0.1:9"
    assert monitor.get("/kiosk/health").json()["kiosks"]["hall-1"]["printer"] == "fault"
    settings.KIOSK_PRINTER = ""
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=3))
    assert monitor.get("/kiosk/health").status_code == 503
