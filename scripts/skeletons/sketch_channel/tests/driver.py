"""A client of Sketch: fills a page in, reads it back, confirms by the code; for the contract
suite.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.test import Client

from guichet.channels.sketch import capabilities
from guichet.domain.contact import commands
from guichet.domain.contact.backends import handset
from guichet.engine.registry import service_of
from guichet.lib.locale import here
from tests.contract.world import NOW, Played, World

_ALL = 9  # turns; with fewer the client leaves before the end


def can_play(world: World, service: str) -> bool:
    """Only what the channel carries."""
    return capabilities.why_not(service_of(service)) is None


def play(
    world: World,
    service: str,
    given: Mapping[str, str],
    *,
    then: Mapping[str, str] | None = None,
    turns: int = _ALL,
) -> Played:
    """One asking; what is refused is sent once more with ``then``."""
    account = world.asker(service)
    mobile = commands.register_mobile(account, here().mobiles.made(account.pk % 10**6), now=NOW)
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    address, fields = f"/sketch/services/{service}/", capabilities.asked(service_of(service))
    page = {name: text for name, text in given.items() if name in fields}
    said = _said(client, address, page)
    if said["turn"] == "mend" and then:
        said = _said(client, address, page | dict(then))
    for _ in range(turns - 1):
        if said["turn"] not in ("review", "prove") or (said["turn"] == "prove" and turns < _ALL):
            break  # whoever leaves leaves the code unread
        newest = handset.newest(mobile) or ""
        code = {"code": newest.partition(" ")[0]} if said["turn"] == "prove" else {}
        said = _said(client, "/sketch/confirm/", code)
    if said["turn"] == "mend":
        return Played("refused", frozenset(error["code"] for error in said["errors"]))
    if said["turn"] == "told":
        return Played(said["outcome"], repeated=said["repeated"])
    return Played("left")


def _said(client: Client, address: str, given: Mapping[str, str]) -> Any:
    response = client.post(address, given)
    assert response.status_code == 200, response.content.decode()
    return response.json()
