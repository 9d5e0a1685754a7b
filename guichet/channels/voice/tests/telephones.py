"""A caller made of keys: hears documents through the real interpreter and the real pages, without a
network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.test import Client

from guichet.channels.voice import access
from guichet.channels.voice.browser import Browser, HungUp, Spoken

ENTRANCE = "http://gateway/voice/"
Presses = Callable[[list[str]], str | None]  # from what was heard to keys; None hangs up


@dataclass
class Caller:
    """Presses what ``presses`` says after each prompt; keeps what was heard and every document that
    was fetched.
    """

    presses: Presses
    caller: str = ""
    heard: list[list[str]] = field(default_factory=list)
    documents: list[bytes] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    transferred: str = ""
    fresh: bool = False
    second: float = (
        0.0  # of a clock by which this caller listens to what is said before pressing anything
    )
    client: Client = field(default_factory=Client)

    async def play(self, spoken: list[Spoken], *, bargein: bool) -> None:
        self.heard.append([s.text for s in spoken])
        self.typed, self.fresh = [], True
        self.second += 5.0

    async def key(self, timeout: float) -> str | None:
        if self.fresh:
            self.fresh = False
            keys = self.presses(self.heard[-1])
            if keys is None:
                raise HungUp
            self.typed = list(keys)
        return self.typed.pop(0) if self.typed else None

    async def transfer(self, to: str) -> None:
        self.transferred = to

    async def fetch(self, address: str, given: Mapping[str, str] | None) -> bytes:
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}"
        response = self.client.get(path) if given is None else self.client.post(path, dict(given))
        assert response.status_code in (200, 204), (path, response.status_code)
        if response.status_code == 200:
            self.documents.append(response.content)
        return response.content

    def call(self) -> bool:
        """The whole call; False if the caller hung up first."""
        try:
            _run(
                Browser(self.fetch, self, clock=lambda: self.second),
                f"{ENTRANCE}?key={access.gateway_key()}",
            )
        except HungUp:
            return False
        return True


def _run(browser: Browser, address: str) -> None:
    """Without an event loop: nothing here really waits, and Django's test database belongs to this
    thread.
    """
    going = browser.run(address)
    try:
        going.send(None)
    except StopIteration:
        return
    raise AssertionError("the call waits for something")
