"""Changes at a kiosk are confirmed in the national identity app, for their values and once."""

from __future__ import annotations

from typing import Any

import pytest

from demo.identity_provider.state import Provider
from guichet.channels.kiosk.tests.app import (
    BALANCE,
    SERVICES,
    WAGE,
    form_of,
    pick,
    signed_in,
    standing,
)
from guichet.channels.kiosk.tests.conftest import MOBILE, PIN
from guichet.channels.kiosk.tests.screen import Screen
from guichet.channels.shared.tests.identity_app import provider
from guichet.domain.contact import commands
from guichet.domain.contact.backends import handset
from guichet.domain.identity.models import Account
from guichet.engine import store
from guichet.engine.actor import Assurance
from guichet.engine.models import AuditLeaf
from guichet.engine.registry import service_of
from tests.contract.world import NOW, World

__all__ = ["provider"]
pytestmark = pytest.mark.django_db


def check(client: Screen, hall: World, basic: str = "9000") -> Any:
    given = {
        "establishment": hall.facts["establishment"],
        "worker": hall.facts["worker"],
        "month": "2026-11",
    }
    return client.post(WAGE, given | {"field": "basic", "basic": basic})


def changed() -> int:
    return int(store.value("SELECT count(*) FROM engine_submission WHERE channel = 'kiosk'"))


def test_a_change_is_confirmed_in_the_app_for_these_values_and_done_once(
    hall: World, provider: Provider
) -> None:
    client, number = signed_in(hall, provider), hall.facts["owner"]
    form = form_of(check(client, hall))
    page = client.post(WAGE, form | {"step": "code"})
    assert handset.newest(MOBILE) is None, "who came by the app is sent no code"
    form = form_of(page)
    assert form["step"] == "chosen"
    waiting = provider.on_telephone(number)[0]
    assert "wage" in waiting.service.lower()
    assert client.post(WAGE, form).status_code == 422 and changed() == 0
    provider.decide(waiting.id, waiting.number)
    other = client.post(WAGE, form | {"basic": "90000"})
    assert other.status_code == 422 and changed() == 0, "approved for other values"
    assert client.post(WAGE, form).status_code == 422, "and then worth nothing"
    form = form_of(client.post(WAGE, form | {"step": "app"}))
    pick(provider, number)
    assert client.post(WAGE, form).headers["Location"] == "/kiosk/receipt/"
    assert changed() == 1
    assert client.post(WAGE, form).headers["Location"] == "/kiosk/receipt/"  # a second touch
    assert changed() == 1
    assert "app-confirmed" in AuditLeaf.objects.values_list("kind", flat=True)


def test_who_came_by_pin_may_confirm_in_the_app_once_it_knows_them(
    hall: World, provider: Provider
) -> None:
    client = standing()
    client.post("/kiosk/sign-in/", {"number": hall.facts["owner"], "pin": PIN})
    form = form_of(check(client, hall))
    assert "Confirm in the app" not in client.post(WAGE, form | {"step": "code"}).content.decode()
    assert client.post(WAGE, form | {"step": "app"}).status_code == 404
    signed_in(hall, provider)
    page = client.post(WAGE, form | {"step": "code"}).content.decode()
    assert "Confirm in the app" in page
    form = form_of(client.post(WAGE, form | {"step": "app"}))
    pick(provider, hall.facts["owner"])
    assert client.post(WAGE, form).headers["Location"] == "/kiosk/receipt/"


def test_without_a_mobile_the_app_confirms(hall: World, provider: Provider) -> None:
    client = signed_in(hall, provider)
    commands.end_mobile(Account.objects.get(pk=hall.account.pk), now=NOW)
    session = client.session
    session["kiosk"]["proved"] = 0.0
    session.save()
    form = form_of(check(client, hall))
    assert "Choose this number" in client.post(WAGE, form | {"step": "code"}).content.decode()


def test_another_person_on_the_same_visit_takes_over_no_proof_and_no_receipt(
    hall: World, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"field": "establishment", "establishment": hall.facts["establishment"]}
    client = signed_in(hall, provider)
    assert client.post(BALANCE, given).headers["Location"] == "/kiosk/receipt/"
    monkeypatch.setattr(service_of("account.balance"), "assurance", Assurance.SECOND_FACTOR)
    client.post(
        "/kiosk/sign-in/", {"number": hall.facts["owner"], "pin": PIN}
    )  # by the back button
    kept = client.session["kiosk"]
    assert not {"proved", "receipt", "service", "once", "repeated"} & set(kept)
    assert client.get("/kiosk/receipt/").headers["Location"] == SERVICES
    assert "We sent 6 digits" in client.post(BALANCE, given).content.decode()
