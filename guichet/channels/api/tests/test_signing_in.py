"""Tokens: got with a password, needed for everything that is somebody's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from guichet.channels.api import signin
from guichet.channels.api.tests.conftest import Call, caller
from guichet.domain.identity import commands
from tests.contract.world import PASSWORD, USERNAME, World


def test_a_password_gets_a_token_that_opens_the_services(
    nobody: Call, wage: dict[str, str]
) -> None:
    response = nobody("token", {"username": USERNAME, "password": PASSWORD})
    said = response.json()
    assert response.status_code == 200 and said["token_type"] == "Bearer"
    assert response.headers["Cache-Control"] == "no-store"
    bearer = {"authorization": f"Bearer {said['access_token']}"}
    assert (
        nobody("services/registry.change_wage", {"input": wage}, headers=bearer).status_code == 200
    )


def test_a_wrong_password_is_refused_and_soon_slowed_down(nobody: Call) -> None:
    wrong = {"username": USERNAME, "password": "guess"}
    answers = [nobody("token", wrong) for _ in range(6)]
    assert answers[0].status_code == 401 and answers[0].json()["code"] == "sign-in-wrong"
    assert answers[-1].status_code == 429 and int(answers[-1].headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"username": USERNAME},
        {"username": 1, "password": "x"},
        {"username": "a", "password": "b", "c": "d"},
    ],
)
def test_a_body_without_both_is_unreadable(nobody: Call, body: dict[str, object]) -> None:
    assert nobody("token", body).status_code == 400


def test_a_user_name_with_a_zero_byte_is_simply_wrong(nobody: Call) -> None:
    assert nobody("token", {"username": "a\x00", "password": "b"}).status_code == 401


def test_an_account_with_a_second_factor_is_asked_for_it_here_too(
    nobody: Call, world: World
) -> None:
    import base64

    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    from guichet.domain.identity import factors

    now = timezone.now()
    app = TOTP(base64.b32decode(factors.begin_totp(world.account, now=now).secret), 6, SHA1(), 30)
    seconds = int(now.timestamp())
    assert factors.confirm_totp(world.account, app.generate(seconds).decode(), now=now, sure=True)
    asking = {"username": USERNAME, "password": PASSWORD}
    assert nobody("token", asking).json()["code"] == "second-factor-needed"
    assert nobody("token", asking | {"code": "000000"}).status_code == 401
    assert nobody("token", asking | {"code": "\x00" * 9}).status_code == 401
    code = app.generate(seconds + 30).decode()
    assert nobody("token", asking | {"code": code}).status_code == 200
    assert nobody("token", asking | {"code": code}).status_code == 401


@pytest.mark.parametrize("path", ["services/registry.change_wage", "transactions/2", "receipts/2"])
def test_without_a_token_nothing_of_ones_own_is_reached(nobody: Call, path: str) -> None:
    response = nobody(path, {} if path.startswith("services") else None)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_an_expired_token_is_no_token(world: World, nobody: Call) -> None:
    secret = commands.issue_token(
        world.account, name="old", expires_at=timezone.now() - timedelta(seconds=1)
    )
    bearer = {"authorization": f"Bearer {secret}"}
    assert nobody("transactions/2", headers=bearer).status_code == 401


def test_calls_beyond_the_limit_wait(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signin, "MOST_CALLS", 2)
    call = caller(world.account)
    assert [call("transactions/2").status_code for _ in range(3)] == [404, 404, 429]


def test_a_session_cookie_opens_nothing_here(world: World, client: object) -> None:
    client.force_login(world.account)  # type: ignore[attr-defined]
    response = client.post("/api/v1/services/registry.change_wage", "{}", "application/json")  # type: ignore[attr-defined]
    assert response.status_code == 401


def test_a_call_for_a_token_is_short(nobody: Call) -> None:
    response = nobody("token", {"username": "a" * 20_000, "password": "b"})
    assert (response.status_code, response.json()["code"]) == (413, "request-too-large")
    assert "16 KB" in response.json()["detail"]


def test_answers_to_a_token_are_kept_by_nobody(call: Call, nobody: Call) -> None:
    assert "no-store" in call("transactions/2").headers["Cache-Control"]
    assert "no-store" not in nobody("services").headers.get("Cache-Control", "")


def test_the_rows_of_batches_are_counted_too(
    call: Call, wage: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signin, "MOST_ROWS", 5)
    path, batch = "services/registry.change_wage", {"rows": [wage] * 3}
    assert [call(path, batch).status_code for _ in range(2)] == [200, 429]
    assert call(path, {"input": wage}).status_code == 200
