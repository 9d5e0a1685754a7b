"""A telephone on a page: the same line as the SIP endpoint's, but for where sound and keys go."""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass, field
from typing import Any

from guichet.channels.voice.browser import Spoken
from guichet.channels.voice.sip import SipLine
from guichet.channels.voice.speech import RATE


class PageSound:
    """Sound that a page plays: here it only takes as long as it lasts there, and stops when a key
    stops it.
    """

    def __init__(self) -> None:
        self.on_key: Any = None
        self._stopped = asyncio.Event()

    async def play(self, sound: bytes) -> None:
        """Wait as long as the sound lasts."""
        self._stopped.clear()
        try:
            await asyncio.wait_for(self._stopped.wait(), len(sound) / RATE)
        except TimeoutError:
            return

    def stop(self) -> None:
        """Say no more."""
        self._stopped.set()

    def close(self) -> None:
        """Nothing to close."""


@dataclass
class PageLine(SipLine):
    """One call from a page; what is said is put into ``events`` for it."""

    events: list[dict[str, Any]] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def play(self, spoken: list[Spoken], *, bargein: bool) -> None:
        """Tell the page, then wait as any telephone does."""
        if not (bargein and self.ahead):
            await self.tell(
                say=[
                    [part.text, part.language[:2], f"/sound/{await self._made(part)}"]
                    for part in spoken
                ]
            )
        await super().play(spoken, bargein=bargein)

    async def tell(self, **event: Any) -> None:
        """Let the page know."""
        async with self.changed:
            self.events.append(event)
            self.changed.notify_all()

    async def since(self, number: int, within: float) -> list[dict[str, Any]]:
        """The events after the first ``number``; waits for one."""
        async with self.changed:
            try:
                await asyncio.wait_for(
                    self.changed.wait_for(lambda: len(self.events) > number), within
                )
            except TimeoutError:
                return []
        return self.events[number:]

    async def transfer(self, to: str) -> None:
        """A page has nobody to call."""
        await self.tell(say=[[to, "en", ""]])

    async def _made(self, part: Spoken) -> str:
        return (await self.speech.filed(part.text, part.language)).with_suffix(".wav").name


def as_wav(mulaw: bytes) -> bytes:
    """G.711 in the file form that browsers play."""
    form = struct.pack("<4sIHHIIHHH", b"fmt ", 18, 7, 1, RATE, RATE, 1, 8, 0)
    fact = struct.pack("<4sII", b"fact", 4, len(mulaw))
    data = struct.pack("<4sI", b"data", len(mulaw)) + mulaw + b"\0" * (len(mulaw) % 2)
    body = b"WAVE" + form + fact + data
    return b"RIFF" + struct.pack("<I", len(body)) + body
