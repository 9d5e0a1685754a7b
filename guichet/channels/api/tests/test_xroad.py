"""Calls over X-Road: recorded with what the security server says, and with nobody else's word."""

from __future__ import annotations

import json
from typing import Any

import pytest

from guichet.channels.api.tests.conftest import Call
from guichet.engine import store

CHANGE = "services/registry.change_wage"
SAID = {
    "X-Road-Client": "SA/GOV/7001234567/payroll%20service",
    "X-Road-Id": "fa2e4f50-0f5b-4f6e-9d0e-1fbd1a7a7b11",
    "X-Road-UserId": "SA1000000008",
    "X-Road-Issue": "case 12",
}


def leaf() -> dict[str, Any]:
    text = store.value(
        "SELECT body FROM engine_auditleaf WHERE kind = 'transactions' ORDER BY id DESC LIMIT 1"
    )
    return dict(json.loads(text))


@pytest.mark.parametrize("servers", [["127.0.0.1"], ["127.0.0.0/8", "10.1.0.0/16"]])
def test_what_the_security_server_says_is_kept_in_the_audit(
    call: Call, wage: Any, settings: Any, servers: list[str]
) -> None:
    settings.XROAD_SERVERS = servers
    assert call(CHANGE, {"input": wage}, headers=SAID).status_code == 200
    assert leaf()["via"] == {
        "xroad_client": SAID["X-Road-Client"],
        "xroad_id": SAID["X-Road-Id"],
        "xroad_user": SAID["X-Road-UserId"],
        "xroad_issue": SAID["X-Road-Issue"],
    }


@pytest.mark.parametrize("servers", [[], ["10.0.0.9"], ["127.0.0.2/32", "::1"]])
@pytest.mark.parametrize("header", ["X-Road-Client", "X-Road-Id", "X-Road-Anything"])
def test_from_anybody_else_they_are_refused(
    call: Call, wage: Any, settings: Any, servers: list[str], header: str
) -> None:
    settings.XROAD_SERVERS = servers
    for path, body in ((CHANGE, {"input": wage}), ("transactions/2", None)):
        answer = call(path, body, headers={header: SAID.get(header, "x")})
        assert (answer.status_code, answer.json()["code"]) == (
            403,
            "x-road-not-from-security-server",
        )
    assert store.value("SELECT count(*) FROM engine_transaction") == 0


def test_an_address_that_a_proxy_of_ours_did_not_see_is_not_believed(
    call: Call, wage: Any, settings: Any
) -> None:
    settings.XROAD_SERVERS = ["10.0.0.9"]
    forged = SAID | {"X-Forwarded-For": "10.0.0.9"}
    assert call(CHANGE, {"input": wage}, headers=forged).status_code == 403
    settings.TRUSTED_PROXIES = 1
    assert (
        call(
            CHANGE, {"input": wage}, headers=SAID | {"X-Forwarded-For": "10.0.0.9, 203.0.113.5"}
        ).status_code
        == 403
    )
    assert call(CHANGE, {"input": wage}, headers=forged).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"X-Road-Client": ""},
        {"X-Road-Client": "SA/GOV"},
        {"X-Road-Client": "SA/GOV/1/2/3"},
        {"X-Road-Client": "SA//1/2"},
        {"X-Road-Id": "x" * 256},
        {"X-Road-Issue": "a\tb"},
        {"X-Road-UserId": "é"},
    ],
)
def test_headers_that_are_not_as_the_protocol_has_them_are_refused(
    call: Call, wage: Any, settings: Any, wrong: dict[str, str]
) -> None:
    settings.XROAD_SERVERS = ["127.0.0.1"]
    answer = call(CHANGE, {"input": wage}, headers=SAID | wrong)
    assert (answer.status_code, answer.json()["code"]) == (400, "x-road-malformed")


def test_they_give_no_right(nobody: Call, wage: Any, settings: Any) -> None:
    settings.XROAD_SERVERS = ["127.0.0.1"]
    assert nobody(CHANGE, {"input": wage}, headers=SAID).status_code == 401


def test_without_them_nothing_is_kept(call: Call, wage: Any) -> None:
    assert call(CHANGE, {"input": wage}).status_code == 200
    assert "via" not in leaf()
