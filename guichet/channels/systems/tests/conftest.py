"""The institution of the contract suite, and browsers of those who look after systems and of those
who may not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guichet.domain.identity import commands as identity
from guichet.domain.systems.tests.conftest import machine, token_keys
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import World

__all__ = ["bodies", "machine", "on_the_day", "public_bodies_address", "token_keys", "world"]

Browse = Callable[..., Client]


@pytest.fixture
def browse(world: World) -> Browse:
    """A browser signed in as an account (the owner), acting for an establishment (the main one)."""

    def browse(
        account: Any = None,
        *,
        language: str = "en",
        number: str | None = None,
        kind: str = "establishment",
        surely: bool = True,
    ) -> Client:
        client = Client()
        client.force_login(account or world.account)
        client.cookies["django_language"] = language
        session = client.session
        chosen = int(number or world.facts["establishment"])
        session["party"] = {"kind": kind, "number": chosen, "ar": "منشأة", "latin": "Establishment"}
        if surely:
            session["proved"] = timezone.now().timestamp()
        session.save()
        return client

    return browse


@pytest.fixture
def stranger(world: World) -> Any:
    """Somebody with an account and no mandate."""
    return identity.open_account(username="stranger", password=None)
