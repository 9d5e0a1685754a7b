"""The listening side: connections of one acquirer, each with as many messages under way as it
likes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl

from guichet.channels.bank import wire
from guichet.channels.bank.message import Kind, Message, Reply, Unreadable, answer, read
from guichet.channels.bank.message_queue import MessageDesk, Now
from guichet.channels.bank.profile import Profile

log = logging.getLogger(__name__)

_UNDER_WAY = 256  # of one connection; then it is read no further
_BAD = 5  # messages that are none, before a connection is closed
_FAREWELL_S = 10
_SIGN_ON, _SIGN_OFF = "001", "002"


class Host:
    """Serves one profile."""

    def __init__(self, profile: Profile, desk: MessageDesk, now: Now) -> None:
        self.profile, self._desk, self._now = profile, desk, now
        self._spec = profile.spec
        self._lines: dict[asyncio.StreamReader, asyncio.Task[None]] = {}

    async def listen(self, address: str, tls: ssl.SSLContext | None = None) -> asyncio.Server:
        """Start listening on the profile's port."""
        return await asyncio.start_server(self._connected, address, self.profile.port, ssl=tls)

    async def hang_up(self) -> None:
        """Read nothing more; whatever is under way is still done and answered."""
        lines = dict(self._lines)
        for reader in lines:
            reader.feed_eof()
        if lines:
            await asyncio.wait(lines.values(), timeout=_FAREWELL_S)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = writer.get_extra_info("peername")
        task = asyncio.current_task()
        if task is not None:
            self._lines[reader] = task
        try:
            if peer is not None and self.profile.admits(peer[0]):
                await _Line(self, reader, writer).talk()
            else:
                log.warning("%s: a call from a strange address was not taken", self.profile.name)
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError):
            pass  # hung up, as lines do
        except wire.Unframed as error:
            log.warning("%s: closed after %s", self.profile.name, error)
        finally:
            self._lines.pop(reader, None)
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()


class _Line:
    """One connection."""

    def __init__(
        self, host: Host, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._host, self._reader, self._writer = host, reader, writer
        self._profile = host.profile
        self._signed_on = not host.profile.sign_on
        self._room = asyncio.Semaphore(_UNDER_WAY)
        self._tasks: set[asyncio.Task[None]] = set()
        self._bad = 0

    async def talk(self) -> None:
        """Read until the other side hangs up; what is under way is still done, and answered if it
        can be.
        """
        try:
            while self._bad < _BAD:
                async with asyncio.timeout(self._profile.idle_s):
                    raw = await wire.receive(
                        self._reader, self._profile.length, self._profile.largest
                    )
                await self._take(raw)
        finally:
            if self._tasks:
                await asyncio.wait(self._tasks)

    async def _take(self, raw: bytes) -> None:
        try:
            message = read(self._profile, self._host._spec, raw, self._host._now())
        except Unreadable as error:
            self._bad += 1
            log.warning("%s: %d bytes that are no message: %s", self._profile.name, len(raw), error)
            return
        await self._room.acquire()
        task = asyncio.create_task(self._work(message))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._room.release()
        if (
            not task.cancelled()
            and (error := task.exception())
            and not isinstance(error, ConnectionError)
        ):
            log.error("%s: an answer could not be written", self._profile.name, exc_info=error)

    async def _work(self, message: Message) -> None:
        raw = answer(message, self._host._spec, await self._reply(message))
        if not self._writer.is_closing():
            self._writer.write(wire.framed(raw, self._profile.length))
            await self._writer.drain()

    async def _reply(self, message: Message) -> Reply:
        if message.kind is Kind.NETWORK:
            return self._network(message)
        if not self._signed_on:
            return Reply("not_signed_on", {})
        # What pays keeps its refusal with its key; the rest is told at once.
        if message.refused and (message.kind is Kind.INQUIRY or not message.key):
            return Reply(message.refused, {})
        return await self._host._desk.ask(message)

    def _network(self, message: Message) -> Reply:
        if message.refused:
            return Reply(message.refused, {})
        what = message.fields.get("70", "")
        if what in (_SIGN_ON, _SIGN_OFF):
            self._signed_on = what == _SIGN_ON or not self._profile.sign_on
        return Reply("accepted", {})
