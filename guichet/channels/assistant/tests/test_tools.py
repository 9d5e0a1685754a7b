"""The tools an assistant finds, and what one of them says when something breaks."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from mcp import Client

from demo.identity_provider.state import Provider
from guichet.channels.assistant import capabilities
from guichet.channels.assistant.tests.person import WAGE, said, talk
from guichet.channels.shared import schemas
from guichet.domain.identity import commands
from guichet.engine.registry import service_of
from tests.contract.world import World

pytestmark = pytest.mark.django_db


def test_tools_are_the_services_of_the_account_with_their_schemas(world: World, owner: str) -> None:
    async def steps(client: Client) -> dict[str, Any]:
        return {tool.name: tool for tool in (await client.list_tools()).tools}

    mine = talk(steps, owner)
    theirs = talk(steps, commands.issue_token(world.worker, name="api"))
    nobody = commands.open_account(username="nobody", password=None)
    none = talk(steps, commands.issue_token(nobody, name="api"))
    assert WAGE in mine and WAGE not in theirs and set(none) == {"confirm"}
    assert "account_payments_to_me" in theirs
    for tool in mine.values():
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
    service = service_of("registry.change_wage")
    fields = {name: service.inputs[name] for name in capabilities.asked(service)}
    wanted, schema = schemas.input_schema(fields, "en"), mine[WAGE].input_schema
    assert {n: schema["properties"][n]["type"] for n in fields} == {
        n: wanted["properties"][n]["type"] for n in fields
    }
    assert world.facts["establishment"] in schema["properties"]["establishment"]["examples"]
    assert schema["required"] == wanted["required"] and schema["additionalProperties"] is False
    assert mine[WAGE].annotations.read_only_hint and mine["confirm"].annotations.destructive_hint
    asked = {
        "establishment": int(world.facts["establishment"]),
        "worker": world.facts["worker"],
        "month": "2026-11",
    }
    jsonschema.validate(asked | {"basic": 9500.5, "language": "fr"}, schema)


def test_whoever_has_one_party_need_not_name_it(world: World, provider: Provider) -> None:
    async def steps(client: Client) -> Any:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert "person" not in tools["account_payments_to_me"].input_schema["required"]
        return (await client.call_tool("account_payments_to_me", {})).structured_content

    data = talk(steps, commands.issue_token(world.worker, name="api"))
    assert data["outcome"] == "accepted" and data["input"]["person"] == world.facts["worker"]


def test_when_something_breaks_nothing_is_shown_of_it(
    world: World, owner: str, wage: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def steps(client: Client) -> Any:
        return await client.call_tool(WAGE, wage)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the secret is 42")

    monkeypatch.setattr("guichet.dialogue.desk.perform", broken)
    told = talk(steps, owner)
    assert told.structured_content["errors"][0]["code"] == "call-failed" and "42" not in said(told)
