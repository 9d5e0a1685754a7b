"""The national identity app at a kiosk, with the sandbox provider over HTTP: signing in, and
nothing left behind.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from demo.identity_provider.state import Provider
from guichet.channels.kiosk.tests.app import (
    APP,
    BALANCE,
    SERVICES,
    STATE,
    asked,
    pick,
    signed_in,
    standing,
)
from guichet.channels.kiosk.tests.conftest import PIN
from guichet.channels.shared.tests.identity_app import provider
from guichet.engine.actor import Assurance
from guichet.engine.models import AuditLeaf
from guichet.engine.registry import service_of
from tests.contract.world import NOW, World

__all__ = ["provider"]
pytestmark = pytest.mark.django_db


def test_two_digits_picked_in_the_app_open_the_kiosk(hall: World, provider: Provider) -> None:
    client, number = standing(), hall.facts["owner"]
    page = asked(client, number)
    waiting = provider.on_telephone(number)[0]
    assert f'<bdi dir="ltr">{waiting.number}</bdi>' in page and number not in page
    assert client.get(STATE).status_code == 202
    early = client.post(APP, {"step": "chosen"})
    assert early.status_code == 422 and "not chosen in the app yet" in early.content.decode()
    assert client.get(SERVICES).headers["Location"] == "/kiosk/"


def test_who_picked_is_known_as_surely_as_by_a_second_factor(
    hall: World, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_of("account.balance"), "assurance", Assurance.SECOND_FACTOR)
    client = signed_in(hall, provider)
    given = {"field": "establishment", "establishment": hall.facts["establishment"]}
    assert client.post(BALANCE, given).headers["Location"] == "/kiosk/receipt/"
    by_pin = standing()
    by_pin.post("/kiosk/sign-in/", {"number": hall.facts["owner"], "pin": PIN})
    assert "We sent 6 digits" in by_pin.post(BALANCE, given).content.decode()
    session = client.session  # the visit goes on, and its proof grows old
    session["kiosk"]["proved"] -= 60 * 15
    session.save()
    assert "We sent 6 digits" in client.post(BALANCE, given).content.decode()


def test_a_wrong_number_a_refusal_and_another_person_open_nothing(
    hall: World, provider: Provider
) -> None:
    number = hall.facts["owner"]
    for picked in ("00", ""):
        client = standing()
        asked(client, number)
        pick(provider, number, picked)
        assert client.get(STATE).status_code == 204
        assert "did not confirm" in client.post(APP, {"step": "chosen"}).content.decode()
        assert client.post(APP, {"step": "chosen"}).headers["Location"] == APP
    client = standing()
    asked(client, number)
    pick(provider, number)
    provider._pushes[
        max(provider._pushes, key=lambda k: provider._pushes[k].at)
    ].person = hall.facts["worker"]
    assert client.post(APP, {"step": "chosen"}).status_code == 422
    assert AuditLeaf.objects.filter(kind="sign-in-failed").count() == 3


def test_an_approval_counts_once_in_its_own_visit_and_for_two_minutes(
    hall: World, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = hall.facts["owner"]
    first, other = standing(), standing()
    asked(first, number)
    kept = first.session["kiosk"]["app"]
    pick(provider, number)
    assert other.post(APP, {"step": "chosen"}).headers["Location"] == APP
    session = other.session  # a copy of what the first visit keeps
    session["kiosk"] = session["kiosk"] | {"app": kept}
    session.save()
    assert first.post(APP, {"step": "chosen"}).headers["Location"] == SERVICES
    assert other.post(APP, {"step": "chosen"}).status_code == 422
    late = standing()
    asked(late, number)
    pick(provider, number)
    session = late.session
    session["kiosk"]["at"] = (NOW + timedelta(seconds=119)).timestamp()
    session.save()
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(seconds=120))
    assert late.get(STATE).status_code == 204
    assert "did not confirm" in late.post(APP, {"step": "chosen"}).content.decode()


def test_who_leaves_takes_what_was_asked_along(hall: World, provider: Provider) -> None:
    client, number = standing(), hall.facts["owner"]
    asked(client, number)
    client.post("/kiosk/end/")
    assert Session.objects.count() == 0
    pick(provider, number)
    for path in (APP, STATE):
        assert client.get(path).headers["Location"] == "/kiosk/"
    client.post("/kiosk/begin/", {"language": "ar"})
    assert client.get(STATE).status_code == 204
    assert client.post(APP, {"step": "chosen"}).headers["Location"] == APP
    assert client.get(SERVICES).headers["Location"] == "/kiosk/"


def test_what_the_page_asks_by_itself_keeps_no_visit_alive(
    hall: World, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = standing()
    asked(client, hall.facts["owner"])
    for seconds in (20, 40, 59):
        monkeypatch.setattr(timezone, "now", lambda after=seconds: NOW + timedelta(seconds=after))
        assert client.get(STATE).status_code == 202
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(seconds=60))
    assert client.get(STATE).headers["Location"] == "/kiosk/"
    assert Session.objects.count() == 0


def test_going_back_forgets_and_another_number_takes_its_place(
    hall: World, provider: Provider
) -> None:
    client, number = standing(), hall.facts["owner"]
    asked(client, number)
    client.get(APP)
    pick(provider, number)
    assert client.post(APP, {"step": "chosen"}).headers["Location"] == APP
    asked(client, number)
    asked(client, hall.facts["worker"])
    pick(provider, number)  # what was asked first
    assert client.post(APP, {"step": "chosen"}).status_code == 422


def test_nobodys_telephone_is_rung_without_end_and_nonsense_rings_none(
    hall: World, provider: Provider
) -> None:
    client, number = standing(), hall.facts["owner"]
    for typed in ("", "123", "1000000001", "x" * 5000, "٣"):
        assert client.post(APP, {"number": typed}).status_code == 422
    answers = [standing().post(APP, {"number": number}).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 422]


def test_somebody_nobody_knows_looks_like_everybody_else(hall: World, provider: Provider) -> None:
    pages = [asked(standing(), n) for n in (hall.facts["owner"], "1000000008")]
    first, second = (
        re.sub(r'value="[^"]{20,}"|<bdi dir="ltr">\d\d</bdi>', "", page) for page in pages
    )
    assert first == second


def test_the_language_changes_and_the_digits_stay(hall: World, provider: Provider) -> None:
    client = standing()
    asked(client, hall.facts["owner"])
    digits = provider.on_telephone(hall.facts["owner"])[0].number
    page = client.post(APP, {"step": "chosen", "language": "ar"}).content.decode()
    assert digits in page and 'lang="ar" dir="rtl"' in page
    assert len(provider.on_telephone(hall.facts["owner"])) == 1


def test_a_provider_that_is_down_is_said_and_the_pin_still_opens(
    hall: World, settings: Any
) -> None:
    settings.IDENTITY_PUSH_URL = "http://127.0.0.1:9"
    client = standing()
    said = client.post(APP, {"number": hall.facts["owner"]}).content.decode()
    assert "does not answer now" in said
    who = {"number": hall.facts["owner"], "pin": PIN}
    assert client.post("/kiosk/sign-in/", who).headers["Location"] == SERVICES
    settings.IDENTITY_PUSH_URL = ""
    assert client.get(APP).headers["Location"] == "/kiosk/sign-in/"
    assert "Identity app" not in standing().get("/kiosk/sign-in/").content.decode()


def test_the_number_typed_stays_when_the_language_changes(hall: World, provider: Provider) -> None:
    page = standing().post(APP, {"language": "fr", "number": "1000000123"}).content.decode()
    assert 'lang="fr"' in page and 'value="1000000123"' in page
