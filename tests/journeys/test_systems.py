"""An owner connects a programme in the browser; it calls over real HTTP; the owner stops it."""

from __future__ import annotations

import time
import uuid
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from guichet.channels.web.tests.conftest import Branch
from tests.journeys.conftest import DESKTOP, NARROW, Visit, shown_a_second_factor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def token_of(base: str, client_id: str, key: ECKey) -> httpx.Response:
    """As a programme outside asks for one."""
    now = int(time.time())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": base,
        "iat": now,
        "exp": now + 60,
        "jti": uuid.uuid4().hex,
    }
    assertion = jwt.encode({"alg": "ES256", "kid": key.thumbprint()}, claims, key)
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": KIND,
        "client_assertion": assertion,
    }
    return httpx.post(f"{base}/oauth/token", data=form, trust_env=False)


@pytest.mark.parametrize("visit", [("ar", DESKTOP), ("fr", NARROW)], indirect=True)
def test_a_programme_is_connected_used_and_stopped(
    visit: Visit, branch: Branch, settings: Any, tmp_path: Any
) -> None:
    settings.TOKEN_KEYS = str(tmp_path)
    page, key = visit.page, ECKey.generate_key("P-256", private=True)
    visit.sign_in()
    visit.go("/systems/")
    visit.look_over()
    page.fill("#id_name", "رواتب المقر")
    page.check("input[value='registry.change_wage'][name=services]")
    visit.press("form[data-once] .btn")
    assert page.locator("a[href^='/prove/']").is_visible()
    shown_a_second_factor(visit)
    page.reload()
    client_id = page.url.rstrip("/").rpartition("/")[2]
    page.fill("#id_name", "server 1")
    page.fill("#id_key", "no key at all")
    visit.press("form[action$='/keys/'] .btn")
    assert page.evaluate("document.activeElement.className") == "errsum"
    visit.look_over()
    page.fill("#id_key", key.as_pem(private=False).decode())
    visit.press("form[action$='/keys/'] .btn")
    visit.look_over()
    token = token_of(visit.base, client_id, key).json()["access_token"]
    bearer = {"authorization": f"Bearer {token}", "accept-language": "en"}
    given = {
        "establishment": str(branch.establishment),
        "worker": str(branch.worker),
        "month": time.strftime("%Y-%m"),
        "basic": "9100",
    }
    address = f"{visit.base}/api/v1/services/registry.change_wage"
    said = httpx.post(address, json={"input": given}, headers=bearer, trust_env=False)
    assert said.status_code == 200, said.text
    visit.go("/transactions/")
    assert said.json()["reference"] in page.content()  # the owner sees what the programme did
    visit.go(f"/systems/{client_id}/")
    page.locator("details.rest summary").click()
    visit.press("form[action$='/revoke/']:not([action*='/keys/']) .btn")
    visit.look_over()
    assert token_of(visit.base, client_id, key).status_code == 401
    assert (
        httpx.post(address, json={"input": given}, headers=bearer, trust_env=False).status_code
        == 401
    )
