"""A message centre for trials and tests: SMPP 3.4 towards the institution, a list of texts for each
handset.

It shares no code with the product's client. Its faults can be switched on: throttling, refusals,
silence, receipts that come before the answer or twice, links that break.
"""

from __future__ import annotations

import asyncio
import struct
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from demo.sms.alphabet import decode, in_parts

_BINDS = {1, 2, 9}
_SUBMIT, _DELIVER, _UNBIND, _ENQUIRE = 4, 5, 6, 0x15


@dataclass
class Faults:
    """What goes wrong, on purpose."""

    refuse: int = 0  # so many submit_sm get `status`
    status: int = 0x58
    silent: int = 0  # so many get no answer at all
    early: bool = False  # the receipt comes before the answer
    twice: bool = False  # every receipt comes twice
    state: str = "DELIVRD"
    receipts: bool = True


@dataclass
class Text:
    """A text as a handset shows it: joined of its parts."""

    number: str
    sender: str
    words: str
    parts: int
    out: bool = False  # written on the handset


@dataclass
class Smsc:
    """The message centre."""

    user: str = "guichet"
    secret: str = "secret"  # noqa: S105 - a sandbox on loopback
    faults: Faults = field(default_factory=Faults)
    inbox: dict[str, list[Text]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    links: list[asyncio.StreamWriter] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    keep: bool = True  # texts are kept, to be shown; a bench only counts them
    _parts: dict[tuple[str, str, int, int], dict[int, bytes]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    _waiting: dict[int, asyncio.Future[int]] = field(default_factory=dict)
    _number: int = 0
    _server: Any = None

    async def listen(self, host: str, port: int) -> int:
        """Take links; the port."""
        self._server = await asyncio.start_server(self._link, host, port)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Break all links."""
        self._server.close()
        self.drop()

    def drop(self) -> None:
        """Break the links, as a network does."""
        for writer in self.links:
            writer.transport.abort()
        self.links.clear()

    async def text(
        self, number: str, to: str, words: str, *, order: list[int] | None = None
    ) -> list[int]:
        """Somebody writes on a handset; the institution's status for each part, once it
        answered.
        """
        self._number += 1
        coding, parts = in_parts(words, self._number)
        if self.keep:
            self.inbox[number].append(Text(number, to, words, len(parts), out=True))
        places = order if order is not None else list(range(len(parts)))
        return [await self._deliver(number, to, coding, *parts[at]) for at in places]

    async def _deliver(self, number: str, to: str, coding: int, headed: bool, body: bytes) -> int:
        front = b"\0\1\1" + number.lstrip("+").encode() + b"\0\3\0" + to.encode() + b"\0"
        flags = bytes((0x40 if headed else 0, 0, 0)) + b"\0\0" + bytes((0, 0, coding, 0, len(body)))
        return await self.deliver(front + flags + body)

    async def deliver(self, body: bytes, sequence: int | None = None) -> int:
        """A deliver_sm with any bytes for a body; the status it is answered with."""
        self._number += 1
        number = sequence or self._number
        future = self._waiting[number] = asyncio.get_running_loop().create_future()
        self._send(self.links[-1], _DELIVER, 0, number, body)
        try:
            return await asyncio.wait_for(future, 10)
        finally:
            self._waiting.pop(number, None)

    def raw(self, data: bytes) -> None:
        """Any bytes down the newest link."""
        self.links[-1].write(data)

    @staticmethod
    def _send(
        writer: asyncio.StreamWriter, command: int, status: int, number: int, body: bytes = b""
    ) -> None:
        if not writer.is_closing():
            writer.write(struct.pack(">4I", len(body) + 16, command, status, number) + body)

    async def _link(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                size, command, status, number = struct.unpack(">4I", await reader.readexactly(16))
                body = await reader.readexactly(size - 16)
                if command & 0x80000000:
                    self._answered(command, status, number)
                elif command in _BINDS:
                    user, secret = body.split(b"\0")[:2]
                    right = (user.decode(), secret.decode()) == (self.user, self.secret)
                    self._send(
                        writer, command | 0x80000000, 0 if right else 0x0E, number, b"sandbox\0"
                    )
                    if right:
                        self.links.append(writer)
                elif command == _SUBMIT:
                    await self._submitted(writer, number, body)
                elif command in (_UNBIND, _ENQUIRE):
                    self._send(writer, command | 0x80000000, 0, number)
        except (asyncio.IncompleteReadError, ConnectionError):
            if writer in self.links:
                self.links.remove(writer)
        finally:
            writer.close()

    def _answered(self, command: int, status: int, number: int) -> None:
        self.counts["nacks" if command == 0x80000000 else "answers"] += 1
        future = self._waiting.get(number)
        if future and not future.done():
            future.set_result(status)

    async def _submitted(self, writer: asyncio.StreamWriter, number: int, body: bytes) -> None:
        faults = self.faults
        self.counts["submitted"] += 1
        if faults.silent:
            faults.silent -= 1
            return
        if faults.refuse:
            faults.refuse -= 1
            self._send(writer, _SUBMIT | 0x80000000, faults.status, number)
            return
        self._number += 1
        known = f"{self._number:08x}"
        sender, to, headed, coding, text, wanted = _read_submit(body)
        self._show(sender, to, headed, coding, text)
        if faults.early:
            self._receipt(writer, known, sender, to)
            await asyncio.sleep(0.05)
        self._send(writer, _SUBMIT | 0x80000000, 0, number, known.encode() + b"\0")
        if wanted and faults.receipts and not faults.early:
            asyncio.get_running_loop().call_later(0.02, self._receipt, writer, known, sender, to)

    def _receipt(self, writer: asyncio.StreamWriter, known: str, sender: str, to: str) -> None:
        said = f"id:{known} sub:001 dlvrd:001 submit date:2611221200 done date:2611221200 stat:{self.faults.state} err:000 text:"
        front = b"\0\1\1" + to.encode() + b"\0\3\0" + sender.encode() + b"\0\4\0\0\0\0\0\0\0\0"
        body = (
            front
            + bytes((len(said),))
            + said.encode()
            + struct.pack(">2H", 0x1E, len(known) + 1)
            + known.encode()
            + b"\0"
        )
        for _ in range(2 if self.faults.twice else 1):
            self._number += 1
            self.counts["receipts"] += 1
            self._send(writer, _DELIVER, 0, self._number, body)

    def _show(self, sender: str, to: str, headed: bool, coding: int, body: bytes) -> None:
        """On the handset, once all its parts are there."""
        to = f"+{to}"
        if not headed:
            self._arrive(Text(to, sender, decode(coding, body) if self.keep else "", 1))
            return
        reference, count, at = body[3], body[4], body[5]
        key = (to, sender, reference, count)
        self._parts[key][at] = body[6:]
        if len(self._parts[key]) == count:
            pieces = self._parts.pop(key)
            # Each part is decoded by itself: a cut through a character would show here.
            words = "".join(decode(coding, pieces[n]) for n in range(1, count + 1))
            self._arrive(Text(to, sender, words, count))

    def _arrive(self, text: Text) -> None:
        self.counts["texts"] += 1
        if self.keep:
            self.inbox[text.number].append(text)
        self.arrived.set()


def _read_submit(body: bytes) -> tuple[str, str, bool, int, bytes, bool]:
    """Sender, receiver, whether there are headers, coding, bytes, whether a receipt is wanted."""
    at = body.index(b"\0") + 1
    end = body.index(b"\0", at + 2)
    sender = body[at + 2 : end].decode()
    at = end + 1
    end = body.index(b"\0", at + 2)
    to = body[at + 2 : end].decode()
    at = end + 1
    flags = body[at]
    at = body.index(b"\0", at + 3) + 1
    at = body.index(b"\0", at) + 1
    wanted, _, coding, _, size = body[at : at + 5]
    text = body[at + 5 : at + 5 + size]
    if len(text) != size or size > 160:
        raise ValueError("a part that no network carries")
    return sender, to, bool(flags & 0x40), coding, text, bool(wanted & 1)
