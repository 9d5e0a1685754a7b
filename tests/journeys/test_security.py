"""The pages of signing in and security, looked over in three languages and on small screens."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from demo.identity_provider.server import IdentityProvider
from demo.identity_provider.state import CLIENT_ID, CLIENT_SECRET, PUSH_SECRET, Provider
from guichet.channels.web.tests.conftest import PASSWORD, WAGE, Branch
from guichet.domain.identity.backends import oidc
from guichet.engine.actor import Assurance
from guichet.engine.registry import service_of
from tests.journeys.conftest import DESKTOP, NARROW, PHONE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    server = IdentityProvider(("127.0.0.1", 0))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    oidc._fetched.cache_clear()
    address = server.provider.issuer
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = (
        address,
        CLIENT_ID,
        CLIENT_SECRET,
    )
    settings.IDENTITY_PUSH_URL, settings.IDENTITY_PUSH_SECRET = f"{address}/push/v1", PUSH_SECRET
    settings.MESSAGES_URL, settings.MESSAGES_SECRET = f"{address}/messages/v1", PUSH_SECRET
    settings.CODE_COURIER = settings.EMAIL_COURIER = (
        "guichet.domain.contact.backends.messages.deliver"
    )
    yield server.provider
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("visit", [("ar", PHONE), ("en", DESKTOP), ("fr", NARROW)], indirect=True)
def test_a_service_asks_for_more_and_the_person_comes_back_to_the_form(
    visit: Visit, branch: Branch, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit.page
    monkeypatch.setattr(service_of("registry.change_wage"), "assurance", Assurance.SECOND_FACTOR)
    visit.go("/sign-in/")
    visit.look_over()
    visit.go("/national/app/")
    visit.look_over()
    page.fill("#id_national_number", str(branch.owner.person_number))
    visit.press("button[value=push]")
    visit.look_over()
    visit.sign_in()
    visit.go("/security/")
    visit.look_over()
    visit.go("/security/contact/")
    visit.look_over()
    page.fill("#id_address", "0551234567")
    page.fill("#id_password", PASSWORD)
    visit.press(".formcard .btn")
    visit.look_over()
    visit.go(WAGE)
    visit.look_over()
    page.fill("#id_basic", "9876")
    visit.press("form .actions .btn")
    assert "/prove/" in page.url
    visit.look_over()
    visit.press("a[href^='/security/app/']")
    visit.look_over()
    secret = base64.b32decode(page.inner_text(".key code").replace(" ", ""))
    code = TOTP(secret, 6, SHA1(), 30).generate(int(time.time())).decode()
    page.fill("#id_code", code)
    page.fill("#id_password", PASSWORD)
    visit.press(".formcard .btn")
    visit.look_over()
    visit.press(".task .actions a.btn")
    assert f"{WAGE}?draft=" in page.url and page.input_value("#id_basic") == "9876"
    visit.go("/security/")
    visit.look_over()


@pytest.mark.parametrize("visit", [("en", DESKTOP)], indirect=True)
def test_the_national_identity_signs_in_and_comes_back(
    visit: Visit, branch: Branch, provider: Provider
) -> None:
    page = visit.page
    visit.go("/sign-in/?next=/security/")
    visit.press("a[href^='/national/?']")
    assert page.url.startswith(provider.issuer)
    page.fill("#n", str(branch.owner.person_number))
    visit.press("button[value=approve]")
    assert page.url == f"{visit.base}/security/"
    assert "National identity" in page.content()
