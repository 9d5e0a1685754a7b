"""When no token can be given out for now: told in the machine's own language, JSON, with the
seconds to wait.
"""

from __future__ import annotations

from typing import Any

import pytest

from guichet.domain.systems.tests.machine import Machine


def test_calls_for_tokens_are_bounded(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    from guichet.channels.systems import endpoints

    monkeypatch.setattr(endpoints, "MOST_CALLS", 2)
    assert [machine.ask_token().status_code for _ in range(3)] == [200, 200, 429]


def test_a_database_that_does_not_answer_is_told_to_a_machine(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    from guichet.channels.systems import oauth

    def gone(*_: Any) -> Any:
        raise OperationalError("gone: password=secret")

    monkeypatch.setattr(oauth.Server, "query_client", gone)
    response = machine.ask_token()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert (
        response.json()["error"] == "temporarily_unavailable" and b"secret" not in response.content
    )


def test_without_a_token_key_production_gives_out_none(
    machine: Machine, settings: Any, tmp_path: Any
) -> None:
    settings.TRIAL, settings.TOKEN_KEYS = False, str(tmp_path / "none")
    settings.SECURE_SSL_REDIRECT = False
    assert machine.ask_token().status_code == 503
    assert machine.client.get("/oauth/jwks.json").json() == {"keys": []}
