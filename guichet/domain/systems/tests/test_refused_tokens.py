"""What proves no machine: wrong claims, other algorithms and keys, forged tokens."""

from __future__ import annotations

import base64
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from guichet.domain.systems import assertions, keys
from guichet.domain.systems.models import UsedAssertion
from guichet.domain.systems.tests.machine import Machine, new_key, parts
from tests.contract.world import NOW

SOON = int(NOW.timestamp())


def signed_by_hmac(machine: Machine, secret: bytes) -> str:
    """The public key used as a shared secret: the classic confusion of algorithms."""
    head = base64.urlsafe_b64encode(
        json.dumps({"alg": "HS256", "kid": machine.key.thumbprint()}).encode()
    ).rstrip(b"=")
    signed = head + b"." + machine.assertion().split(".")[1].encode()
    mac = hmac.new(secret, signed, "sha256").digest()
    return (signed + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"exp": SOON - 31}, "assertion-expired"),
        ({"exp": 0}, "assertion-expired"),
        ({"exp": None}, "assertion-invalid"),
        ({"exp": "2099-01-01"}, "assertion-invalid"),
        ({"exp": float("nan")}, "assertion-invalid"),
        ({"exp": 1e300}, "assertion-invalid"),
        ({"exp": True}, "assertion-invalid"),
        ({"exp": SOON + 3600}, "assertion-lives-too-long"),
        ({"exp": 10**30}, "assertion-lives-too-long"),
        ({"iat": SOON + 3600}, "assertion-dated-ahead"),
        ({"nbf": SOON + 3600}, "assertion-dated-ahead"),
        ({"aud": "https://elsewhere.example"}, "assertion-for-somebody-else"),
        (
            {"aud": ["http://testserver", "https://elsewhere.example"]},
            "assertion-for-somebody-else",
        ),
        ({"aud": None}, "assertion-for-somebody-else"),
        ({"aud": {"a": 1}}, "assertion-for-somebody-else"),
        ({"iss": "sys-other"}, "assertion-invalid"),
        ({"sub": "sys-other"}, "assertion-invalid"),
        ({"sub": None}, "assertion-invalid"),
        ({"sub": 7}, "assertion-invalid"),
        ({"sub": "a\x00b"}, "assertion-invalid"),
        ({"jti": None}, "assertion-invalid"),
        ({"jti": 7}, "assertion-invalid"),
        ({"jti": "x" * 201}, "assertion-invalid"),
        ({"jti": ""}, "assertion-invalid"),
    ],
)
def test_a_wrong_claim_is_refused_with_its_reason(
    machine: Machine, claims: dict[str, Any], code: str
) -> None:
    response = machine.ask_token(machine.assertion(**claims))
    assert response.status_code == 401, response.content
    assert response.json()["error_uri"].endswith(code)
    assert UsedAssertion.objects.count() == 0


def test_other_algorithms_and_other_keys_are_refused(machine: Machine) -> None:
    public = machine.key.as_pem(private=False)
    rsa = RSAKey.generate_key(2048)
    kid = {"kid": machine.key.thumbprint()}
    forged = [
        machine.assertion(key=new_key()),
        signed_by_hmac(machine, public),
        machine.assertion(header={"alg": "RS256"}, key=rsa, algorithms=["RS256"]),
        machine.assertion(header={"kid": "unknown"}),
        machine.assertion(header={"jku": "https://evil.example/keys"}, key=new_key()),
        machine.assertion(header={"jwk": new_key().as_dict(private=False)}, key=new_key()),
    ]
    head = (
        base64.urlsafe_b64encode(json.dumps({"alg": "none", **kid}).encode()).rstrip(b"=").decode()
    )
    body = machine.assertion().split(".")[1]
    forged += [
        f"{head}.{body}.",
        "",
        "a.b.c",
        "....",
        "é.é.é",
        "x" * 9_000,
        machine.assertion()[:-6] + "AAAAAA",
    ]
    for text in forged:
        response = machine.ask_token(text)
        assert response.status_code in (400, 401), (text, response.content)
        assert "access_token" not in response.json()


@pytest.mark.parametrize(
    "form",
    [
        {"grant_type": "password", "username": "owner", "password": "correct horse battery"},
        {"grant_type": "authorization_code", "code": "x"},
        {"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"},
        {"grant_type": "client_credentials"},
        {},
    ],
)
def test_no_other_way_gets_a_token(machine: Machine, form: dict[str, str]) -> None:
    response = machine.client.post("/oauth/token", form)
    assert response.status_code in (400, 401) and "access_token" not in response.json()
    basic = base64.b64encode(f"{machine.system.client_id}:x".encode()).decode()
    response = machine.client.post(
        "/oauth/token", form, headers={"authorization": f"Basic {basic}"}
    )
    assert response.status_code in (400, 401) and "access_token" not in response.json()


def test_forged_tokens_open_nothing(machine: Machine) -> None:
    good = machine.token()
    head, claims = parts(good)
    ours = keys.signing_key(NOW).key
    forged = [
        jwt.encode(head, claims, new_key()),
        jwt.encode(head | {"typ": "JWT"}, claims, ours),
        jwt.encode(head, claims | {"aud": "http://testserver/other"}, ours),
        jwt.encode(head, claims | {"iss": "http://elsewhere"}, ours),
        jwt.encode(head, claims | {"exp": SOON}, ours),
        jwt.encode(head, claims | {"iat": SOON + 600}, ours),
        jwt.encode(head, claims | {"client_id": "sys-none"}, ours),
        jwt.encode(head, {}, ours),
        machine.assertion(),
        good[:-4] + "AAAA",
        good + ".",
        "..",
        "a.b.c",
        good * 20,
    ]
    for token in forged:
        assert machine.call("transactions/2", token=token).status_code == 401, token


def test_used_assertions_are_forgotten_when_they_would_have_expired(machine: Machine) -> None:
    machine.token()
    assert assertions.forget_expired(NOW) == 0
    assert assertions.forget_expired(NOW + timedelta(minutes=10)) == 1
