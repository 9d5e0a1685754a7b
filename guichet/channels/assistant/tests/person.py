"""A person with an assistant: the package's own client speaks with the server, and a telephone
picks numbers.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

import httpx2
from asgiref.sync import async_to_sync, sync_to_async
from django.test import Client as Browser
from django.utils import timezone
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult

from demo.identity_provider.server import IdentityProvider
from demo.identity_provider.state import PUSH_SECRET, Provider
from guichet.domain.identity import providers
from guichet.domain.identity.models import Account, IdentityLink

HERE = "http://testserver/assistant/mcp"
WAGE, BALANCE, JOIN = "registry_change_wage", "account_balance", "registry_register_worker"
Steps = Callable[[Client], Awaitable[Any]]


class Here(httpx2.AsyncBaseTransport):
    """What the client sends goes to the views of this process, in the test's own transaction."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body = await request.aread()
        said = {
            n: v
            for n, v in request.headers.items()
            if n not in ("host", "content-length", "content-type")
        }

        def asked() -> Any:
            kind = request.headers.get("content-type", "application/octet-stream")
            browser = Browser(raise_request_exception=False)
            return browser.generic(request.method, request.url.path, body, kind, headers=said)

        answer = await sync_to_async(asked)()
        return httpx2.Response(
            answer.status_code, headers=dict(answer.headers), content=answer.content
        )


def talk(steps: Steps, token: str, *, language: str = "en", mode: Any = "auto", **more: Any) -> Any:
    """What ``steps`` comes to with a client that holds the token."""

    async def talked() -> Any:
        headers = {"authorization": f"Bearer {token}"} | (
            {"accept-language": language} if language else {}
        )
        async with (
            httpx2.AsyncClient(transport=Here(), headers=headers, **more) as wire,
            Client(streamable_http_client(HERE, http_client=wire), mode=mode) as client,
        ):
            return await steps(client)

    return async_to_sync(talked)()


@cache
def _server() -> IdentityProvider:
    server = IdentityProvider(("127.0.0.1", 0))
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    ).start()
    return server


def app() -> tuple[Provider, dict[str, Any]]:
    """The sandbox of the identity app, and the settings that lead to it."""
    provider = _server().provider
    return provider, {
        "IDENTITY_PUSH_URL": f"{provider.issuer}/push/v1",
        "IDENTITY_PUSH_SECRET": PUSH_SECRET,
    }


def registers(account: Account) -> None:
    """The app has once said who this account is."""
    subject = {"subject": str(account.person_number), "linked_at": timezone.now()}
    IdentityLink.objects.get_or_create(account=account, issuer=providers.PUSH, defaults=subject)


def picks(provider: Provider, person: object, number: str) -> None:
    """The number is picked on the telephone; an empty one refuses."""
    made = provider.on_telephone(str(person))[0]
    provider.decide(made.id, number)


def said(result: CallToolResult) -> str:
    """The sentences."""
    return "\n".join(part.text for part in result.content if part.type == "text")


async def confirmed(
    client: Client, draft: str, provider: Provider, person: object, *, pick: bool = True
) -> CallToolResult:
    """Asked to confirm, the number picked (or the request refused), asked again."""
    waiting = await client.call_tool("confirm", {"draft": draft})
    if waiting.structured_content["state"] != "waiting":
        return waiting
    picks(provider, person, waiting.structured_content["number"] if pick else "")
    return await client.call_tool("confirm", {"draft": draft})
