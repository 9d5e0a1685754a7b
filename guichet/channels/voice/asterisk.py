"""Asterisk over FastAGI: the exchange answers and plays, we say what. One connection a call; it
speaks in lines.

The dialplan needs one line, ``AGI(agi://host:4573/guichet)``; see
docs/how-to/answer-the-telephone.md.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import deque
from dataclasses import dataclass, field

from guichet.channels.voice.browser import HungUp, Spoken
from guichet.channels.voice.lines import Service
from guichet.channels.voice.speech import Speech

_log = logging.getLogger(__name__)
_KEYS = "0123456789*#"
_ANSWER = re.compile(r"200 result=(-?\d+)")
_HEADERS_WITHIN_S, _MOST_HEADERS = 10.0, 200
_ANSWER_GRACE_S = 60.0  # beyond what a command itself may take
_LONGEST_LINE = 4_096
LOOPBACK = frozenset({"127.0.0.1", "::1"})


@dataclass
class AsteriskLine:
    """A caller's line that Asterisk carries."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    speech: Speech
    caller: str = ""
    ahead: deque[str] = field(default_factory=deque)  # keys pressed before they were asked for

    async def play(self, spoken: list[Spoken], *, bargein: bool) -> None:
        """Play phrase by phrase; a key stops the rest if it may."""
        if bargein and self.ahead:
            return
        for part in spoken:
            file = (await self.speech.filed(part.text, part.language)).with_suffix("")
            pressed = await self._command(f'STREAM FILE "{file}" "{_KEYS if bargein else ""}"')
            if pressed:
                self.ahead.append(chr(pressed))
                return

    async def key(self, timeout: float) -> str | None:
        """The next key, or None when nobody pressed for ``timeout`` seconds."""
        if self.ahead:
            return self.ahead.popleft()
        pressed = await self._command(f"WAIT FOR DIGIT {int(timeout * 1000)}", timeout)
        return chr(pressed) if pressed and chr(pressed) in _KEYS else None

    async def transfer(self, to: str) -> None:
        """The dialplan goes on with where to; how to dial is its business."""
        if re.fullmatch(r"(tel|sip):[A-Za-z0-9+@.:_-]{1,100}", to):
            await self._command(f'SET VARIABLE GUICHET_TRANSFER "{to}"')

    async def _command(self, line: str, takes: float = 0.0) -> int:
        self.writer.write(line.encode() + b"\n")
        try:
            await self.writer.drain()
            while True:
                said = await asyncio.wait_for(self.reader.readline(), takes + _ANSWER_GRACE_S)
                if not said:
                    raise HungUp
                if said.startswith(b"HANGUP"):  # said once, before the answer
                    continue
                found = _ANSWER.match(said.decode("ascii", "replace"))
                if found is None:
                    raise ValueError("Asterisk does not know the command")
                if int(found[1]) < 0:
                    raise HungUp
                return int(found[1])
        except (ConnectionError, TimeoutError) as error:
            raise HungUp from error


async def listen(
    service: Service, host: str, port: int, peers: frozenset[str] = LOOPBACK
) -> asyncio.Server:
    """Answer Asterisk; one task a call. Whoever connects says who is calling, so only ``peers`` are
    heard.
    """

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if writer.get_extra_info("peername")[0] not in peers:
            _log.warning("a connection of no exchange of ours")
            writer.close()
            return
        try:
            caller = await asyncio.wait_for(_headers(reader), _HEADERS_WITHIN_S)
            await service.serve(AsteriskLine(reader, writer, service.speech, caller))
        except (ConnectionError, TimeoutError, ValueError, HungUp):
            _log.warning("a connection that is no call of Asterisk")
        finally:
            writer.close()

    return await asyncio.start_server(answer, host, port, limit=_LONGEST_LINE)


async def _headers(reader: asyncio.StreamReader) -> str:
    """The block Asterisk begins with; who is calling."""
    caller = ""
    for _ in range(_MOST_HEADERS):
        line = (await reader.readline()).decode("utf-8", "replace")
        if not line:
            raise HungUp
        if not line.strip():
            return caller
        name, _, value = line.strip().partition(": ")
        if name == "agi_callerid" and re.fullmatch(r"\+?[0-9]{1,20}", value):
            caller = value
    raise ValueError("too many headers")
