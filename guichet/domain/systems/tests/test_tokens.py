"""Who a machine is: what proves it, what its token opens, and all that does not."""

from __future__ import annotations

import base64
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import RSAKey

from guichet.domain.identity import commands as identity
from guichet.domain.systems import assertions, commands, keys
from guichet.domain.systems.models import UsedAssertion
from guichet.domain.systems.tests.machine import Machine, new_key, parts
from guichet.engine import store
from tests.contract.world import NOW, World

CHANGE = "services/registry.change_wage"
SOON = int(NOW.timestamp())


def signed_by_hmac(machine: Machine, secret: bytes) -> str:
    """The public key used as a shared secret: the classic confusion of algorithms."""
    head = base64.urlsafe_b64encode(
        json.dumps({"alg": "HS256", "kid": machine.key.thumbprint()}).encode()
    ).rstrip(b"=")
    signed = head + b"." + machine.assertion().split(".")[1].encode()
    mac = hmac.new(secret, signed, "sha256").digest()
    return (signed + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()


def test_a_machine_proves_itself_and_does_what_its_owner_lets_it(
    machine: Machine, wage: Any
) -> None:
    response = machine.ask_token()
    said = response.json()
    assert response.status_code == 200, said
    assert (said["token_type"], said["expires_in"], response.headers["Cache-Control"]) == (
        "Bearer",
        600,
        "no-store",
    )
    head, claims = parts(said["access_token"])
    assert (head["alg"], head["typ"]) == ("ES256", "at+jwt") and head["kid"]
    assert claims["iss"] == "http://testserver" and claims["aud"] == "http://testserver/api/v1"
    assert claims["sub"] == claims["client_id"] == machine.system.client_id
    assert claims["exp"] - claims["iat"] == 600
    answer = machine.call(CHANGE, wage, token=said["access_token"])
    assert answer.status_code == 200, answer.content
    reference = answer.json()["reference"]
    assert machine.call(f"receipts/{reference}").status_code == 200
    got = json.loads(
        store.value("SELECT body FROM engine_auditleaf WHERE kind = 'system' ORDER BY id DESC")
    )
    assert (got["action"], got["key"]) == ("token", machine.key.thumbprint())
    leaf = json.loads(
        store.value(
            "SELECT body FROM engine_auditleaf WHERE kind = 'transactions' ORDER BY id DESC"
        )
    )
    assert leaf["via"] == {
        "system": machine.system.client_id,
        "key": machine.key.thumbprint(),
        "token": claims["jti"],
    }
    assert leaf["actor_name"] == "Payroll" and leaf["actor"] == machine.system.account


def test_the_token_verifies_with_the_published_keys_alone(machine: Machine) -> None:
    from joserfc.jwk import KeySet

    found = Client().get("/oauth/jwks.json").json()
    assert all("d" not in key for key in found["keys"])
    token = jwt.decode(machine.token(), KeySet.import_key_set(found), algorithms=["ES256"])
    assert token.claims["client_id"] == machine.system.client_id


def test_an_assertion_counts_once(machine: Machine) -> None:
    assertion = machine.assertion()
    assert machine.ask_token(assertion).status_code == 200
    refused = machine.ask_token(assertion)
    assert refused.status_code == 401 and refused.json()["error"] == "invalid_client"
    assert refused.json()["error_uri"].endswith("/api/v1/problems/assertion-used-before")
    told = Client().get(refused.json()["error_uri"]).json()
    assert told["sentences"]["ar"] and told["sentences"]["fr"]


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


def test_times_may_have_decimals_as_many_libraries_write_them(machine: Machine) -> None:
    moment = timezone.now().timestamp()
    said = machine.assertion(iat=moment - 0.25, nbf=moment - 0.25, exp=moment + 59.75)
    assert machine.ask_token(said).status_code == 200


def test_a_client_id_beside_the_assertion_is_the_assertions(machine: Machine, world: World) -> None:
    other = Machine.connect(world.account, int(world.facts["establishment"]))
    assert machine.ask_token(client_id=machine.system.client_id).status_code == 200
    for foreign in (other.system.client_id, "sys-unknown", " "):
        refused = machine.ask_token(client_id=foreign)
        assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")


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


def test_scopes_are_services_and_a_token_opens_only_its_own(
    machine: Machine, wage: Any, world: World
) -> None:
    wide = machine.ask_token(scope="registry.change_wage registry.end_engagement")
    assert (wide.status_code, wide.json()["error"]) == (400, "invalid_scope")
    assert machine.ask_token(scope="admin").status_code == 400
    assert machine.call("services/registry.end_engagement", {"input": {}}).status_code == 403
    narrow = machine.token(scope="registry.register_worker")
    refused = machine.call(CHANGE, wage, token=narrow)
    assert (refused.status_code, refused.json()["code"]) == (403, "service-out-of-scope")
    assert "registry.change_wage" in refused.json()["detail"]
    done = machine.call(CHANGE, wage, token=machine.token(scope="registry.change_wage"))
    assert done.status_code == 200
    # Nor does it read what another of its services was told.
    assert machine.call(f"transactions/{done.json()['reference']}", token=narrow).status_code == 404


def test_the_mandate_bounds_a_token_as_well(machine: Machine, wage: Any, world: World) -> None:
    for name in ("foreign_establishment", "branch"):
        wage["input"]["establishment"] = world.facts[name]
        refused = machine.call(CHANGE, wage)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-covered-by-mandate")


def test_what_a_system_loses_its_tokens_lose_at_once(
    machine: Machine, wage: Any, world: World
) -> None:
    token = machine.token()
    commands.change(
        machine.system,
        account=world.account,
        services=["registry.register_worker"],
        rights=["register"],
        certificate_bound=False,
        now=timezone.now(),
    )
    assert machine.call(CHANGE, wage, token=token).json()["code"] == "service-out-of-scope"
    commands.revoke(machine.system, account=world.account, now=timezone.now())
    assert machine.call(CHANGE, wage, token=token).status_code == 401
    assert machine.ask_token().status_code == 401


def test_a_token_lasts_ten_minutes(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    token = machine.token()
    assert machine.call("transactions/2", token=token).status_code == 404
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=10))
    assert machine.call("transactions/2", token=token).status_code == 401


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


def test_the_metadata_says_how(world: World) -> None:
    said = Client().get("/.well-known/oauth-authorization-server").json()
    assert (
        said["issuer"] == "http://testserver"
        and said["token_endpoint"] == "http://testserver/oauth/token"
    )
    assert said["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    assert "registry.change_wage" in said["scopes_supported"]


def test_persons_tokens_keep_working(world: World, wage: Any) -> None:
    secret = identity.issue_token(world.account, name="own")
    response = Client().post(
        f"/api/v1/{CHANGE}",
        wage,
        content_type="application/json",
        headers={"authorization": f"Bearer {secret}"},
    )
    assert response.status_code == 200


def test_a_systems_account_cannot_be_signed_in_to(machine: Machine) -> None:
    given = {"username": f"system:{machine.system.client_id}", "password": ""}
    assert (
        machine.client.post("/api/v1/token", given, content_type="application/json").status_code
        == 401
    )


def test_used_assertions_are_forgotten_when_they_would_have_expired(machine: Machine) -> None:
    machine.token()
    assert assertions.forget_expired(NOW) == 0
    assert assertions.forget_expired(NOW + timedelta(minutes=10)) == 1
