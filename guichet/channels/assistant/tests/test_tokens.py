"""Who gets in: tokens of persons and of systems, what they open here and what they do not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone
from mcp import Client

from demo.identity_provider.state import Provider
from guichet.channels.assistant.tests.person import HERE, confirmed, registers, talk
from guichet.channels.systems import choices
from guichet.domain.identity import commands, machines
from guichet.domain.systems.tests.machine import Machine, parts
from guichet.engine import records, scope, store
from tests.contract.world import NOW, World

pytestmark = pytest.mark.django_db
WAGE, PATH, METADATA = (
    "registry_change_wage",
    "/assistant/mcp",
    "/.well-known/oauth-protected-resource/assistant/mcp",
)
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}


@pytest.fixture
def machine(world: World) -> Machine:
    return Machine.connect(world.account, int(world.facts["establishment"]), now=NOW)


def knocks(token: str | None, **headers: str) -> Any:
    said = {"accept": "application/json, text/event-stream", "accept-language": "en"} | headers
    said |= {"authorization": f"Bearer {token}"} if token is not None else {}
    return Browser().post(PATH, LIST, content_type="application/json", headers=said)


async def names(client: Client) -> set[str]:
    return {tool.name for tool in (await client.list_tools()).tools}


def test_whoever_comes_without_a_token_is_told_where_they_are_given_out(world: World) -> None:
    answer = knocks(None)
    assert answer.status_code == 401 and answer.json()["code"] == "token-invalid"
    assert (
        answer.headers["WWW-Authenticate"]
        == f'Bearer resource_metadata="http://testserver{METADATA}"'
    )
    said = Browser().get(METADATA).json()
    assert said["resource"] == HERE and said["authorization_servers"] == ["http://testserver"]
    server = Browser().get("/.well-known/oauth-authorization-server").json()
    assert server["issuer"] in said["authorization_servers"] and server["token_endpoint"].endswith(
        "/oauth/token"
    )


def test_wrong_ended_revoked_and_foreign_tokens_open_nothing(
    world: World, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = commands.issue_token(world.account, name="api", expires_at=NOW - timedelta(seconds=1))
    for_here = machine.token(resource=HERE)
    forged = for_here[:-8] + "AAAAAAAA"
    for token in ("", "nonsense", "a.b.c", ended, forged, machine.token(), "x" * 9_000):
        answer = knocks(token)
        assert answer.status_code == 401, token
        assert "resource_metadata=" in answer.headers["WWW-Authenticate"]
    assert knocks(for_here).status_code == 200
    basic = Browser().post(
        PATH, LIST, content_type="application/json", headers={"authorization": "Basic b3duZXI6"}
    )
    assert basic.status_code == 401
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=11))
    assert knocks(for_here).status_code == 401


def test_a_token_for_an_assistant_does_not_open_the_api_where_nobody_confirms(
    world: World, machine: Machine
) -> None:
    token = machine.token(resource=HERE)
    assert parts(token)[1]["aud"] == HERE
    refused = machine.call("services/registry.change_wage", {"input": {}}, token=token)
    assert refused.status_code == 401
    strange = machine.ask_token(resource="https://elsewhere.example/mcp")
    assert (strange.status_code, strange.json()["error"]) == (400, "invalid_target")


def test_a_system_is_given_of_all_that_the_metadata_names_what_it_has(
    world: World, machine: Machine
) -> None:
    everything = " ".join(service.key for service in choices.offered())
    given = machine.ask_token(resource=HERE, scope=everything).json()
    assert set(given["scope"].split()) == set(machine.system.services)
    assert (
        machine.ask_token(resource=HERE, scope="account.balance").json()["error"] == "invalid_scope"
    )
    assert (
        machine.ask_token(scope=everything).json()["error"] == "invalid_scope"
    )  # whoever asks for the API names its own


def test_a_system_asks_within_its_scope_and_who_connected_it_confirms(
    world: World, machine: Machine, wage: dict[str, Any], provider: Provider
) -> None:
    registers(world.account)

    async def steps(client: Client) -> Any:
        assert await names(client) == {WAGE, "confirm"}
        other = await client.call_tool(
            "registry_end_engagement", {"establishment": wage["establishment"]}
        )
        assert "service-out-of-scope" in {e["code"] for e in other.structured_content["errors"]}
        review = await client.call_tool(WAGE, wage)
        return await confirmed(
            client, review.structured_content["draft"], provider, world.facts["owner"]
        )

    told = talk(
        steps, machine.token(scope="registry.change_wage", resource=HERE)
    ).structured_content
    assert told["done"] is True
    record = records.find(told["reference"], NOW)
    assert record is not None and record.channel == "assistant"
    assert (
        store.value("SELECT actor FROM engine_submission ORDER BY id DESC LIMIT 1")
        == machine.system.account
    )


def test_nobody_confirms_for_a_system_whose_keeper_may_not_look_after_it_any_more(
    world: World, wage: dict[str, Any], provider: Provider
) -> None:
    keeper = commands.open_account(
        username="keeper", password=None, person_number=int(world.facts["recent_worker"])
    )
    establishment = int(world.facts["establishment"])
    granted = commands.grant(
        establishment=establishment,
        rights=["wages", "register", "systems"],
        granted_by=world.account,
        account=keeper,
    )
    machine = Machine.connect(keeper, establishment, now=NOW)
    registers(keeper)

    async def steps(client: Client) -> Any:
        review = await client.call_tool(WAGE, wage)
        return (
            await client.call_tool("confirm", {"draft": review.structured_content["draft"]})
        ).structured_content

    assert talk(steps, machine.token(resource=HERE))["state"] == "waiting"
    commands.revoke(granted, now=NOW)
    assert talk(steps, machine.token(resource=HERE))["errors"][0]["code"] == "app-needed"


def test_an_account_without_a_mandate_does_nothing_for_anybody(
    world: World, wage: dict[str, Any], provider: Provider
) -> None:
    stranger = commands.open_account(
        username="stranger", password=None, person_number=int(world.facts["recent_worker"])
    )
    registers(stranger)

    async def steps(client: Client) -> Any:
        assert WAGE not in await names(client)
        return await client.call_tool(WAGE, wage)

    told = talk(steps, commands.issue_token(stranger, name="api"))
    assert told.is_error and [e["code"] for e in told.structured_content["errors"]] == [
        "not-covered-by-mandate"
    ]


def test_a_mandate_that_ends_between_rehearsal_and_confirmation_ends_it_too(
    world: World, machine: Machine, wage: dict[str, Any], provider: Provider
) -> None:
    from asgiref.sync import sync_to_async as sync

    registers(world.account)

    async def steps(client: Client) -> Any:
        review = await client.call_tool(WAGE, wage)
        await sync(machines.dismiss)(machine.system.account, now=NOW)
        return await confirmed(
            client, review.structured_content["draft"], provider, world.facts["owner"]
        )

    told = talk(steps, machine.token(resource=HERE))
    assert told.is_error and "not-covered-by-mandate" in {
        e["code"] for e in told.structured_content["errors"]
    }


def test_a_draft_is_its_askers_alone_and_no_session(
    world: World, owner: str, wage: dict[str, Any], provider: Provider
) -> None:
    async def begins(client: Client) -> str:
        return str((await client.call_tool(WAGE, wage)).structured_content["draft"])

    draft = talk(begins, owner)

    async def steals(client: Client) -> Any:
        return (await client.call_tool("confirm", {"draft": draft})).structured_content

    assert (
        talk(steals, commands.issue_token(world.worker, name="api"))["errors"][0]["code"]
        == "draft-unknown"
    )
    browser = Browser()
    browser.cookies["sessionid"] = draft
    assert browser.get("/transactions/").status_code == 302
    signed_in = Browser()
    signed_in.force_login(world.account)
    key = signed_in.cookies["sessionid"].value

    async def takes(client: Client) -> Any:
        return (await client.call_tool("confirm", {"draft": key})).structured_content

    assert talk(takes, owner)["errors"][0]["code"] == "draft-unknown"


def test_only_messages_are_taken_and_not_from_pages_of_others(world: World, owner: str) -> None:
    assert Browser().get(PATH, headers={"authorization": f"Bearer {owner}"}).status_code == 405
    assert knocks(owner, origin="https://evil.example").status_code == 403
    assert knocks(owner, origin="http://testserver").status_code == 200
    bad = Browser().post(
        PATH,
        b"{",
        content_type="application/json",
        headers={
            "authorization": f"Bearer {owner}",
            "accept": "application/json, text/event-stream",
        },
    )
    assert bad.status_code == 400


def test_too_many_calls_are_turned_away(
    world: World, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guichet.channels.assistant.views._MOST_CALLS", 2)
    assert [knocks(owner).status_code for _ in range(3)] == [200, 200, 429]
    assert knocks(owner).headers["Retry-After"] == "60"


def test_it_works_as_a_web_process_in_production_does(
    world: World,
    machine: Machine,
    owner: str,
    wage: dict[str, Any],
    provider: Provider,
    settings: Any,
) -> None:
    """Under the web's role the database shows nobody another's rows (ADR 40)."""
    for_system = machine.token(resource=HERE)
    settings.DATABASE_ROLE = scope.WEB
    store.execute("SET ROLE guichet_web")

    async def steps(client: Client) -> Any:
        assert WAGE in await names(client)
        review = await client.call_tool(WAGE, wage)
        return (
            await confirmed(
                client, review.structured_content["draft"], provider, world.facts["owner"]
            )
        ).structured_content

    told, again = talk(steps, owner), talk(steps, for_system)
    store.execute("RESET ROLE")
    assert told["done"] is True and again["state"] == "told"
