"""Passkeys in Chromium with its virtual authenticator: registered, signed in with, asked for by a
service; and misused.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from guichet.channels.web.tests.conftest import PASSWORD, WAGE, Branch
from guichet.domain.identity.models import Factor, SignIn
from guichet.engine.actor import Assurance
from guichet.engine.registry import service_of
from tests.journeys.conftest import DESKTOP, PHONE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def authenticator(visit: Visit, **other: Any) -> tuple[Any, str]:
    """A device with a finger that is always right."""
    session = visit.page.context.new_cdp_session(visit.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options | other})
    return session, made["authenticatorId"]


def add_passkey(visit: Visit) -> None:
    visit.go("/security/passkey/")
    visit.look_over()
    visit.page.fill("#id_name", "My telephone")
    visit.page.fill("#id_password", PASSWORD)
    visit.press("form[data-passkey] button")


@pytest.mark.parametrize("visit", [("ar", DESKTOP), ("en", PHONE)], indirect=True)
def test_a_passkey_signs_in_and_a_service_may_ask_for_it_again(
    visit: Visit, branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit.page
    visit.base = visit.base.replace("127.0.0.1", "localhost")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": visit.base}])
    authenticator(visit)
    visit.sign_in()
    add_passkey(visit)
    assert "My telephone" in page.content()
    visit.look_over()
    page.evaluate("document.querySelector('.whomenu form').submit()")
    page.wait_for_url("**/sign-in/")
    visit.press("form[data-passkey] button")
    assert page.url == f"{visit.base}/"
    assert SignIn.objects.filter(how="passkey").count() == 1
    monkeypatch.setattr(service_of("registry.change_wage"), "assurance", Assurance.SECOND_FACTOR)
    from django.conf import settings

    monkeypatch.setattr(settings, "STEP_UP_MINUTES", 0)
    visit.go(WAGE)
    page.fill("#id_basic", "9876")
    visit.press("form .actions .btn")
    assert "/prove/" in page.url
    visit.look_over()
    monkeypatch.setattr(settings, "STEP_UP_MINUTES", 15)
    visit.press("form[data-passkey] button")
    assert page.url.partition("?")[0].endswith(WAGE)
    assert page.input_value("#id_basic") == "9876"


@pytest.mark.parametrize("visit", [("en", DESKTOP)], indirect=True)
def test_what_is_signed_for_another_origin_twice_or_without_the_user_is_refused(
    visit: Visit, branch: Branch
) -> None:
    page = visit.page
    visit.base = visit.base.replace("127.0.0.1", "localhost")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": visit.base}])
    session, device = authenticator(visit)
    visit.sign_in()
    add_passkey(visit)
    page.evaluate("document.querySelector('.whomenu form').submit()")
    page.wait_for_url("**/sign-in/")
    # Taken down as it is sent, to be sent again.
    with page.expect_request("**/passkey/") as sent:
        visit.press("form[data-passkey] button")
    body = sent.value.post_data
    given = json.loads(body.split('name="passkey"')[1].split("\r\n\r\n")[1].split("\r\n")[0])
    host = visit.base.removeprefix("http://")
    client = Client(SERVER_NAME="localhost", headers={"host": host})
    client.post("/passkey/options/")
    answer = client.post("/passkey/", {"passkey": json.dumps(given)})
    assert answer.status_code == 422, "a challenge of another visit"
    other = Client(SERVER_NAME="localhost", headers={"host": "localhost:1"})
    assert other.post("/passkey/options/").status_code == 200
    assert other.post("/passkey/", {"passkey": json.dumps(given)}).status_code == 422
    page.evaluate("document.querySelector('.whomenu form').submit()")
    page.wait_for_url("**/sign-in/")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.click("form[data-passkey] button")
    page.wait_for_selector("[data-problem]:visible")
    assert page.url.endswith("/sign-in/")
    assert Factor.objects.get().account == branch.owner
    for nonsense in (
        "",
        "[]",
        "{}",
        '{"answer": {}}',
        '{"answer": {"id": "é", "response": 3}}',
        "[" * 9000,
    ):
        client.post("/passkey/options/")
        assert client.post("/passkey/", {"passkey": nonsense}).status_code == 422
