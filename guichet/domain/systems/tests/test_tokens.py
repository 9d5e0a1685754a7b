"""Who a machine is: what proves it, what its token opens, and all that does not."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from joserfc import jwt

from guichet.domain.identity import commands as identity
from guichet.domain.systems import commands
from guichet.domain.systems.tests.machine import Machine, parts
from guichet.engine import store
from tests.contract.world import NOW, World

CHANGE = "services/registry.change_wage"


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
