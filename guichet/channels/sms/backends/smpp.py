"""A link to an SMSC by SMPP 3.4: bound as transceiver, bound again when it breaks, a window of
unanswered requests.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import secrets
import ssl
import time
from collections import OrderedDict
from contextlib import suppress
from hashlib import sha256

from guichet.channels.sms import parts
from guichet.channels.sms.backends import pdu
from guichet.channels.sms.backends.base import OnReport, OnText, Provider, Rejected, Unavailable
from guichet.channels.sms.inbox import Arrived

_ANSWER_S = 10.0
_QUIET_S = 30.0  # so long without a word from the other side, and we ask whether it is there
_WAITS_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
_FRAGMENTS, _FRAGMENTS_S = 2_000, 600.0
_UNACKNOWLEDGED = 2_000
_log = logging.getLogger(__name__)


class SmppGateway:
    """Carries texts by one SMSC."""

    def __init__(self, provider: Provider, on_text: OnText, on_report: OnReport) -> None:
        self.provider, self.name = provider, provider.name
        self._on_text, self._on_report = on_text, on_report
        self._window = asyncio.Semaphore(provider.window)
        self._sequence = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[tuple[int, bytes]]] = {}
        self._reference = secrets.randbelow(256)
        self._fragments: OrderedDict[tuple[str, str, int, int], tuple[float, dict[int, bytes]]] = (
            OrderedDict()
        )
        # Texts whose acknowledgement was lost with the link, by their content: the SMSC will send
        # them again.
        self._unacknowledged: OrderedDict[bytes, str] = OrderedDict()
        self._writer: asyncio.StreamWriter | None = None
        self._bound = False
        self._session = ""
        self._task: asyncio.Task[None] | None = None
        self._beside: set[asyncio.Task[None]] = set()
        self._not_before = 0.0
        self._turn = 0.0  # of the next part, where there is a limit a second

    @property
    def ready(self) -> bool:
        """Whether the SMSC takes texts now."""
        return self._bound and time.monotonic() >= self._not_before

    async def start(self) -> None:
        """Connect, and stay connected."""
        self._task = asyncio.create_task(self._stay())

    async def stop(self) -> None:
        """Say goodbye."""
        if self._bound:
            with suppress(Unavailable):
                await self._ask(pdu.UNBIND, b"", 2.0)
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def send(self, mobile: str, words: str) -> list[str]:
        """Hand a text over, part by part; the SMSC's id of each."""
        cut = parts.cut(words)
        self._reference = (self._reference + 1) & 255
        bodies = cut.with_headers(self._reference)
        sender = self.provider.sender
        return [
            await self._submit(
                pdu.submit(sender, mobile, cut.coding, body, headers=len(bodies) > 1)
            )
            for body in bodies
        ]

    async def _submit(self, body: bytes) -> str:
        await self._paced()
        async with self._window:
            if not self.ready:
                raise Unavailable("not bound")
            status, answer = await self._ask(pdu.SUBMIT_SM, body, _ANSWER_S)
        if status == pdu.BAD_DESTINATION:
            raise Rejected(f"status {status:#x}")
        if status in (0x58, 0x14):  # too many, too fast
            self._not_before = time.monotonic() + 1.0
        if status != pdu.OK:
            raise Unavailable(f"status {status:#x}")
        try:
            return pdu.submitted_id(answer)
        except pdu.BadPdu as error:
            raise Unavailable(str(error)) from error

    async def _paced(self) -> None:
        """Not more a second than the provider takes."""
        if self.provider.rate:
            now = time.monotonic()
            self._turn = max(self._turn + 1 / self.provider.rate, now)
            await asyncio.sleep(self._turn - now)

    async def _ask(self, command: int, body: bytes, within: float) -> tuple[int, bytes]:
        writer = self._writer
        if writer is None:
            raise Unavailable("no link")
        number = next(self._sequence) & 0x7FFFFFFF
        future = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            writer.write(pdu.head(command, 0, number, body))
            return await asyncio.wait_for(future, within)
        except (TimeoutError, ConnectionError) as error:
            raise Unavailable(type(error).__name__) from error
        finally:
            self._waiting.pop(number, None)

    async def _stay(self) -> None:
        failures = 0
        while True:
            try:
                began = time.monotonic()
                await self._live()
                failures = 0 if time.monotonic() - began > 60 else failures + 1
            except (OSError, Unavailable, pdu.BadPdu, asyncio.IncompleteReadError) as error:
                failures += 1
                _log.warning("%s: %s", self.name, error)
            await asyncio.sleep(_WAITS_S[min(failures, len(_WAITS_S)) - 1])

    async def _live(self) -> None:
        """One connection, from bind to its end."""
        host, port = self.provider.host, self.provider.port
        secure = ssl.create_default_context() if self.provider.tls else None
        reader, writer = await asyncio.wait_for(
            asyncio.open_connection(host, port, ssl=secure), _ANSWER_S
        )
        self._writer, self._session = writer, secrets.token_hex(6)
        reading = asyncio.create_task(self._read(reader, writer))
        try:
            body = pdu.bind(self.provider.user, self.provider.secret)
            status, _ = await self._ask(pdu.BIND_TRANSCEIVER, body, _ANSWER_S)
            if status != pdu.OK:
                raise Unavailable(f"bind refused, status {status:#x}")
            self._bound = True
            await self._watch(reading)
        finally:
            self._bound, self._writer = False, None
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(Unavailable("link lost"))
                    future.exception()
            writer.close()

    async def _watch(self, reading: asyncio.Task[None]) -> None:
        """Until the link ends; a silent one is asked whether it is there."""
        while True:
            done, _ = await asyncio.wait({reading}, timeout=_QUIET_S)
            if done:
                reading.result()
                return
            await self._ask(pdu.ENQUIRE_LINK, b"", _ANSWER_S)

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            size, command, status, number = pdu.read_head(await reader.readexactly(pdu.HEADER))
            body = await reader.readexactly(size)
            if command & pdu.RESPONSE:
                future = self._waiting.get(number)
                if future and not future.done():
                    future.set_result(
                        (
                            status if command != pdu.GENERIC_NACK else status or pdu.SYSTEM_ERROR,
                            body,
                        )
                    )
            elif command == pdu.DELIVER_SM:
                task = asyncio.create_task(self._deliver(writer, number, body))
                self._beside.add(task)
                task.add_done_callback(self._beside.discard)
            elif command == pdu.ENQUIRE_LINK:
                writer.write(pdu.head(command | pdu.RESPONSE, 0, number))
            elif command == pdu.UNBIND:
                writer.write(pdu.head(command | pdu.RESPONSE, 0, number))
                return
            else:
                writer.write(pdu.head(pdu.GENERIC_NACK, pdu.BAD_COMMAND, number))

    async def _deliver(self, writer: asyncio.StreamWriter, number: int, body: bytes) -> None:
        """Keep what came, then say so. What cannot be read is refused for good, what cannot be kept
        for now.
        """
        status = pdu.OK
        try:
            got = pdu.delivered(body)
            if isinstance(got, pdu.Receipt):
                if got.state:
                    await self._on_report((self.name, got.id, got.state))
            else:
                await self._keep(got, number, body)
        except pdu.BadPdu as error:
            _log.warning("%s: a deliver_sm was refused: %s", self.name, error)
            status = pdu.SYSTEM_ERROR
        # The database may be away: the SMSC keeps the text and tries again.
        except Exception as error:  # noqa: BLE001
            _log.error("%s: a text could not be kept: %s", self.name, type(error).__name__)
            status = pdu.TEMPORARY_APP_ERROR
        content = sha256(body).digest()
        if status == pdu.OK and (writer.is_closing() or writer is not self._writer):
            while len(self._unacknowledged) >= _UNACKNOWLEDGED:
                self._unacknowledged.popitem(last=False)
            self._unacknowledged.setdefault(content, f"{self._session}.{number}")
        elif not writer.is_closing():
            writer.write(pdu.head(pdu.DELIVER_SM | pdu.RESPONSE, status, number, b"\0"))

    async def _keep(self, part: pdu.TextPart, number: int, body: bytes) -> None:
        again = self._unacknowledged.pop(sha256(body).digest(), None)
        reference = again or f"{self._session}.{number}"
        whole = part.body if part.of == 1 else self._joined(part)
        if whole is not None:
            await self._on_text(
                Arrived(self.name, reference, part.sender, parts.read(part.coding, whole))
            )

    def _joined(self, part: pdu.TextPart) -> bytes | None:
        """The whole text once its last part is here; parts come in any order, and some more than
        once.
        """
        now = time.monotonic()
        while self._fragments and (
            len(self._fragments) >= _FRAGMENTS
            or next(iter(self._fragments.values()))[0] < now - _FRAGMENTS_S
        ):
            self._fragments.popitem(last=False)
        key = (part.sender, part.to, part.reference, part.of)
        _, known = self._fragments.setdefault(key, (now, {}))
        known[part.at] = part.body
        if len(known) < part.of:
            return None
        del self._fragments[key]
        return b"".join(known[at] for at in range(1, part.of + 1))
