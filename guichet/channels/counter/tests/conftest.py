"""The contract suite's institution with a branch, two clerks and the owner's mobile."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from guichet.channels.counter.tests.driver import BRANCH, clerk
from guichet.domain.contact import commands
from guichet.domain.contact.backends import handset
from guichet.domain.identity import staff
from guichet.domain.identity.tests.staffing import member
from tests.browser import Browser
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]
MOBILE = "+966500000001"


@dataclass
class Hall:
    """A branch with its people, and ways to ask."""

    world: World
    clerk: Any
    other: Any  # another clerk of the branch
    facts: dict[str, str] = field(default_factory=dict)

    def at_desk(self, who: Any = None, language: str = "en") -> Client:
        """A clerk's browser."""
        client = Browser(headers={"accept-language": language})
        client.cookies["django_language"] = language
        client.force_login(who or self.clerk)
        return client

    def named(self, who: Any = None, **given: str) -> Client:
        """A clerk's browser with the owner named, who has not consented yet."""
        client = self.at_desk(who)
        answer = client.post("/counter/client/", given or {"person": self.facts["owner"]})
        assert answer.status_code == 303, answer.content.decode()
        return client

    def code(self, client: Client) -> str:
        """The code the owner reads on their mobile."""
        assert client.post("/counter/consent/", {"step": "send"}).status_code == 303
        return (handset.newest(MOBILE) or "").partition(" ")[0]

    def consented(self, who: Any = None, **given: str) -> Client:
        """A sitting in which the owner has consented by a code."""
        client = self.named(who, **given)
        agreed = client.post("/counter/consent/", {"step": "code", "code": self.code(client)})
        assert agreed.headers["Location"] == "/counter/sitting/"
        return client

    def wage(self, basic: str = "9000") -> dict[str, str]:
        """The form of a wage of the owner's worker."""
        return {
            "establishment": self.facts["establishment"],
            "worker": self.facts["worker"],
            "month": "2026-11",
            "basic": basic,
            "housing": "0",
            "once": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
        }


@pytest.fixture
def hall(world: World, settings: Any, tmp_path: Path) -> Hall:
    """See `Hall`; texts lie in a folder."""
    settings.HANDSETS = tmp_path / "handsets"
    settings.CODE_COURIER = f"{handset.__name__}.deliver"
    commands.register_mobile(world.account, MOBILE, now=NOW - timedelta(days=30))
    first = clerk()
    other = member("clerk2", staff.COUNTER, place=BRANCH, name_ar="زميل")
    return Hall(world, first, other, dict(world.facts))
