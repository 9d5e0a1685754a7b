"""Somebody at a kiosk: language, number and PIN, the service's button, one answer a page, the
check, the code, the receipt.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.test import override_settings

from guichet.channels.kiosk import capabilities
from guichet.channels.kiosk.tests.screen import Screen
from guichet.domain.contact import commands
from guichet.domain.contact.backends import handset
from guichet.domain.contact.queries import mobile_of
from guichet.engine.registry import service_of
from guichet.lib.locale import here
from tests.contract.reading import codes_of
from tests.contract.world import NOW, Played, World

PIN = "274951"
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
_MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
_WRONG = re.compile(r'<p class="kerr".*?<span>(.*?)</span>', re.DOTALL)
_DONE = re.compile(r'<section class="kreceipt (\w+)( repeated)?"')
_MOST_PAGES = 30


def can_play(world: World, service: str) -> bool:
    """Only what a kiosk carries."""
    return capabilities.why_not(service_of(service)) is None


def play(
    world: World,
    service: str,
    given: Mapping[str, str],
    *,
    then: Mapping[str, str] | None = None,
    turns: int = _MOST_PAGES,
) -> Played:
    """One visit."""
    account = world.asker(service)
    state = Path(handset.folder())
    with override_settings(HANDSETS=state / "contract", CODE_COURIER=f"{handset.__name__}.deliver"):
        commands.register_mobile(account, here().mobiles.made(account.pk % 10**6), now=NOW)
        commands.set_pin(account, PIN, now=NOW)
        return _Person(account, service, dict(given), dict(then or {})).visits(turns)


class _Person:
    """Reacts to what is on the screen, in English, as the client of an example would."""

    def __init__(
        self, account: Any, service: str, given: dict[str, str], then: dict[str, str]
    ) -> None:
        self.then = then
        self.client = Screen()
        self.account, self.service = account, service_of(service)
        self.address = f"/kiosk/services/{service}/"
        asked = capabilities.asked(self.service)
        self.left = {name: text for name, text in given.items() if name in asked}
        self.faults: set[str] = set()

    def visits(self, pages: int) -> Played:
        """From the language to the receipt, or part of the way."""
        if self.account.person_number is None:
            return Played("refused")  # a kiosk knows persons by their number, and nobody else
        self.client.post("/kiosk/begin/", {"language": "en"})
        who = {"number": str(self.account.person_number), "pin": PIN}
        assert self.client.post("/kiosk/sign-in/", who).headers["Location"] == "/kiosk/services/"
        response: Any = self.client.get(self.address + ("?review" if self.service.enquiry else ""))
        for _ in range(pages):
            if response.status_code == 303:
                return self._ended(self.client.get(response.headers["Location"]).content.decode())
            body = _MAIN.search(response.content.decode())
            assert body, response.content.decode()
            response = self._next(body[0])
            if response is None:
                return Played("refused", frozenset(self.faults))
        assert pages < _MOST_PAGES, "the visit does not end"
        return Played("left")

    def _next(self, body: str) -> Any:
        forms = [f for f in re.split(r"(?=<form)", body) if f.startswith("<form")]
        held = {n: html.unescape(v) for n, v in _HIDDEN.findall(forms[0])}
        if 'id="code"' in body:
            code = (handset.newest(str(mobile_of(self.account))) or "").partition(" ")[0]
            return self._post(held | {"code": code, "step": "send"})
        told = codes_of(re.sub(r"<[^>]+>", "", line) for line in _WRONG.findall(body))
        if 'id="q"' in body:
            return self._answers(held, told)
        if told and self.then and not self.left:
            self.left, self.then = self.then, {}
        if (
            self.faults and not self.left
        ):  # told already: a sample went on in the place of what was wrong
            return None
        if not self.left:
            self.faults |= told
        held.pop("field", None)
        if self.left:
            return self._post(held | {"step": "change", "field": next(iter(self.left))})
        return (
            None
            if told
            else self._post(held | {"step": "done" if self.service.enquiry else "code"})
        )

    def _answers(self, held: dict[str, str], told: frozenset[str]) -> Any:
        """The example's answer; after a slip, which is told at once, one that can be read."""
        name = held["field"]
        field = self.service.inputs[name]
        if told:
            self.faults |= told
            return self._post(held | {name: field.sample})
        return self._post(held | {name: self.left.pop(name, "")})

    def _post(self, form: dict[str, str]) -> Any:
        return self.client.post(self.address, form)

    def _ended(self, page: str) -> Played:
        done = _DONE.search(page)
        assert done, page
        if self.faults:
            return Played("refused", frozenset(self.faults))
        return Played(done[1], repeated=bool(done[2]))
