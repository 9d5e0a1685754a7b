"""The product's carrier and answerer in this process, towards a sandbox message centre, over real
sockets.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.utils import timezone

from demo.sms.smsc import Smsc, Text
from guichet.channels.sms import answers as answering
from guichet.channels.sms.backends.smpp import SmppGateway
from guichet.channels.sms.carrier import Carrier, in_database
from guichet.channels.sms.providers import parse


@dataclass
class Line:
    """What a test holds."""

    smscs: list[Smsc]
    carrier: Carrier
    gateways: list[SmppGateway]

    @property
    def smsc(self) -> Smsc:
        """The first message centre."""
        return self.smscs[0]

    async def linked(self) -> None:
        """Wait until every link is bound."""
        await until(lambda: all(g.ready for g in self.gateways))

    async def answer_to(self, number: str, words: str) -> tuple[str, float]:
        """Text, and what comes back, with the seconds it took."""
        smsc, began = self.smsc, time.monotonic()
        before = len(received(smsc, number))
        await smsc.text(number, "2000", words)
        await until(lambda: len(received(smsc, number)) > before)
        return received(smsc, number)[before].words, time.monotonic() - began


def received(smsc: Smsc, number: str) -> list[Text]:
    """What a handset got."""
    return [text for text in smsc.inbox[number] if not text.out]


async def until(holds: Callable[[], Any], within: float = 15.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + within
    while not holds():
        if time.monotonic() > end:
            raise AssertionError("it did not come to be")
        await asyncio.sleep(0.01)


async def asked(query: Callable[[], Any]) -> Any:
    """What the database says, asked from a thread."""
    return await asyncio.to_thread(_once, query)


def _once(query: Callable[[], Any]) -> Any:
    """From a thread that leaves no connection behind."""
    try:
        return in_database(query)
    finally:
        connections.close_all()


async def answers() -> None:
    """Answer whatever comes, until cancelled."""
    while True:
        if not await asyncio.to_thread(_once, lambda: answering.answer_some(timezone.now())):
            await asyncio.sleep(0.02)


@asynccontextmanager
async def line(smscs: int = 1, options: str = "") -> AsyncIterator[Line]:
    """Message centres, the carrier linked to them, and somebody who answers."""
    made = [Smsc() for _ in range(smscs)]
    carrier, gateways = Carrier(), []
    for at, smsc in enumerate(made):
        port = await smsc.listen("127.0.0.1", 0)
        provider = parse(f"smpp://guichet:secret@127.0.0.1:{port}/p{at}?from=2000{options}")
        gateways.append(SmppGateway(provider, carrier.text, carrier.report))
        carrier.add(gateways[-1], provider.weight)
    running = [asyncio.create_task(carrier.run()), asyncio.create_task(answers())]
    found = Line(made, carrier, gateways)
    try:
        await found.linked()
        yield found
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        for smsc in made:
            await smsc.close()
