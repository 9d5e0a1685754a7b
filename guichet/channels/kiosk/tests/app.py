"""A kiosk beside the national identity app: a visit begun, a number typed, two digits picked."""

from __future__ import annotations

import re
from typing import Any

from demo.identity_provider.state import Provider
from guichet.channels.kiosk.tests.screen import Screen
from tests.contract.world import World

APP, STATE, SERVICES = "/kiosk/app/", "/kiosk/app/state", "/kiosk/services/"
WAGE, BALANCE = "/kiosk/services/registry.change_wage/", "/kiosk/services/account.balance/"
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def standing(language: str = "en") -> Screen:
    client = Screen()
    client.post("/kiosk/begin/", {"language": language})
    return client


def asked(client: Screen, number: str) -> str:
    """The number is typed; the page with the two digits."""
    answer = client.post(APP, {"number": number})
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def pick(provider: Provider, number: str, picked: str | None = None) -> None:
    made = provider.on_telephone(number)[0]
    provider.decide(made.id, made.number if picked is None else picked)


def signed_in(hall: World, provider: Provider) -> Screen:
    client, number = standing(), hall.facts["owner"]
    asked(client, number)
    pick(provider, number)
    assert client.post(APP, {"step": "chosen"}).headers["Location"] == SERVICES
    return client


def form_of(answer: Any) -> dict[str, str]:
    found = answer.content.decode().split('<form id="here"')[1].split("</form>")[0]
    return dict(_HIDDEN.findall(found))
