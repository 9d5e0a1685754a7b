"""An institution, its owner with a token, and a stranger with one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from guichet.domain.identity import commands
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]

Call = Callable[..., HttpResponse]


def caller(account: Any) -> Call:
    """Calls in the name of an account: ``call("services/…", {...}, key="…")``; without a body it is
    a GET.
    """
    client = Client(raise_request_exception=False)
    token = commands.issue_token(account, name="test") if account else ""

    def call(
        path: str, body: object = None, *, key: str = "", language: str = "en", **more: Any
    ) -> Any:
        headers = {"accept-language": language} | more.pop("headers", {})
        if token:
            headers.setdefault("authorization", f"Bearer {token}")
        if key:
            headers["idempotency-key"] = key
        if body is None:
            return client.get(f"/api/v1/{path}", headers=headers)
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        kind = more.pop("content_type", "application/json")
        return client.post(f"/api/v1/{path}", data=data, content_type=kind, headers=headers)

    return call


@pytest.fixture
def call(world: World) -> Call:
    """Calls in the owner's name."""
    return caller(world.account)


@pytest.fixture
def stranger(world: World) -> Call:
    """Calls by somebody with a token and no mandate."""
    return caller(commands.open_account(username="stranger", password="a long enough one"))


@pytest.fixture
def nobody(world: World) -> Call:
    """Calls without a token."""
    return caller(None)


@pytest.fixture
def wage(world: World) -> dict[str, str]:
    """A good input of ``registry.change_wage``."""
    facts = world.facts
    return {
        "establishment": facts["establishment"],
        "worker": facts["worker"],
        "month": "2026-11",
        "basic": "12500.50",
    }
