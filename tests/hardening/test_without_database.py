"""The database is away: machines are told when to come back, people get a page in their language,
and what needs none works.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from lxml import etree

from guichet.channels.shared.failures import MEDIA_TYPE, WAIT_S
from guichet.engine import scope

PAGES = {
    "web": "/workers/",
    "web, signing in": "/sign-in/",
    "counter": "/counter/",
    "files": "/files/",
    "office": "/office/cases/",
    "systems": "/systems/",
    "telephone's page": "/voice/mine/",
    "verification": "/verify/any/",
}
MACHINES = {
    "api": ("GET", "/api/v1/transactions/2"),
    "api, asking": ("POST", "/api/v1/services/registry.change_wage"),
    "sms": ("GET", "/sms/kannel/text?provider=kannel&key=k&id=1&from=%2B966500000001&text=hi"),
}


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """Nothing can be asked: as when the server is down and every connection is refused."""

    def refused(*_: Any, **__: Any) -> None:
        raise OperationalError("connection refused")

    settings.DATABASE_ROLE = scope.WEB
    settings.SMS_PROVIDERS = "kannel://127.0.0.1:1/kannel?key=k"
    with monkeypatch.context() as without:
        for name in ("ensure_connection", "cursor", "chunked_cursor"):
            without.setattr(connection, name, refused)
        yield


def _ask(method: str, path: str, language: str, cookie: bool = False) -> Any:
    client = Client(raise_request_exception=False)
    if cookie:
        client.cookies["sessionid"] = "0" * 32
    return client.generic(
        method, path, b"{}", "application/json", headers={"accept-language": language}
    )


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "غير متاح"),
        ("en", "Not available for a moment"),
        ("fr", "Momentanément indisponible"),
    ],
)
def test_people_get_a_page_in_their_language(
    path: str, language: str, said: str, away: None
) -> None:
    answer = _ask("GET", path, language, cookie=True)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(WAIT_S))
    assert said in answer.content.decode()


@pytest.mark.parametrize(("method", "path"), MACHINES.values(), ids=MACHINES)
def test_machines_get_a_problem_document(method: str, path: str, away: None) -> None:
    answer = Client(raise_request_exception=False).generic(
        method,
        path,
        b"grant_type=client_credentials&client_assertion=e30.e30.e30",
        "application/x-www-form-urlencoded",
        headers={"authorization": "Bearer gk_unknown", "accept-language": "en"},
    )
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, MEDIA_TYPE)
    assert answer.headers["Retry-After"] == str(WAIT_S)
    told = json.loads(answer.content)
    assert told["code"] == "temporarily-unavailable" and told["status"] == 503
    assert told["request_id"] == answer.headers["X-Request-ID"]


def test_the_token_endpoint_says_so_as_oauth_does(away: None) -> None:
    given = b"grant_type=client_credentials&client_assertion=e30.e30.e30"
    answer = Client(raise_request_exception=False).generic(
        "POST", "/oauth/token", given, "application/x-www-form-urlencoded"
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(WAIT_S))
    assert answer.json()["error"] == "temporarily_unavailable"


def test_a_caller_hears_it(away: None, settings: Any) -> None:
    settings.VOICE_KEY = "k" * 40
    answer = Client(raise_request_exception=False).post(
        "/voice/turn", {"call": "0" * 32, "step": "0", "event": "keys"}
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(WAIT_S))
    assert answer.headers["Content-Type"].startswith("application/voicexml+xml")
    assert "Please call later" in "".join(etree.fromstring(answer.content).itertext())


def test_a_kiosk_leads_back_to_its_start(away: None, settings: Any) -> None:
    settings.TRIAL, settings.KIOSKS = True, []
    answer = _ask("GET", "/kiosk/ticket/", "ar", cookie=True)
    assert answer.status_code == 503 and answer.headers["Retry-After"] == str(WAIT_S)
    assert "data-lost" in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/api/v1/keys", "/api/v1/openapi.json", "/api/v1/services", "/oauth/jwks.json"]
)
def test_what_needs_no_database_answers(path: str, away: None) -> None:
    assert _ask("GET", path, "en").status_code == 200


def test_a_failure_of_ours_is_a_problem_document_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(scope, "bound", broken)
    answer = _ask("GET", "/api/v1/keys", "en")
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected-error")
    assert "Something broke on our side" in _ask("GET", "/", "en").content.decode()
