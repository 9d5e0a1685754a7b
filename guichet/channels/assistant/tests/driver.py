"""Somebody's assistant: calls the service's tool, reads the rehearsal, and the person picks the
number; for the contract suite.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.test import Client as Browser
from django.test import override_settings
from mcp import Client

from guichet.channels.assistant import capabilities
from guichet.channels.assistant.tests.person import app, confirmed, registers, talk
from guichet.engine.actor import Assurance
from guichet.engine.registry import service_of
from tests.contract.world import PASSWORD, Played, World

ASSURANCE = Assurance.SECOND_FACTOR  # whoever picked the number


def can_play(world: World, service: str) -> bool:
    """Only what an assistant carries."""
    return capabilities.why_not(service_of(service)) is None


def play(
    world: World,
    service: str,
    given: Mapping[str, str],
    *,
    then: Mapping[str, str] | None = None,
    turns: int = 9,
) -> Played:
    """One conversation."""
    account = world.asker(service)
    registers(account)
    secret = {"username": account.username, "password": PASSWORD}
    token = (
        Browser()
        .post("/api/v1/token", secret, content_type="application/json")
        .json()["access_token"]
    )
    provider, settings = app()
    fields = capabilities.asked(service_of(service))
    page = {name: text for name, text in given.items() if name in fields}

    async def steps(client: Client) -> Any:
        result = await client.call_tool(service.replace(".", "_"), page)
        if result.is_error and then:
            result = await client.call_tool(service.replace(".", "_"), page | dict(then))
        data = result.structured_content
        if data["state"] != "review":
            return data
        if turns < 9:  # left: nobody picks the number
            for _ in range(turns // 2):
                data = (
                    await client.call_tool("confirm", {"draft": data["draft"]})
                ).structured_content
            return data
        return (
            await confirmed(client, data["draft"], provider, account.person_number)
        ).structured_content

    with override_settings(**settings):
        data = talk(steps, token)
    if data["state"] == "refused":
        return Played("refused", frozenset(error["code"] for error in data["errors"]))
    return (
        Played(data["outcome"], repeated=data["repeated"])
        if data["state"] == "told"
        else Played("left")
    )
