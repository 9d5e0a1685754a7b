"""Our own SIP endpoint: answers calls itself, for small sites and for trying out. A border
controller or proxy stands before it in
production: it speaks UDP without encryption, and only to the peers it is told.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiosipua import SipUAC, SipUAS
from aiosipua.sdp import negotiate_sdp
from aiosipua.transport import UdpSipTransport

from guichet.channels.voice.browser import HungUp, Spoken
from guichet.channels.voice.lines import Service, sound_of
from guichet.channels.voice.rtp import PCMA, PCMU, Clock, Sound
from guichet.channels.voice.speech import Speech

_log = logging.getLogger(__name__)
_NOT_ACCEPTABLE, _BUSY, _FORBIDDEN = 488, 486, 403
_TRANSFERRED_WITHIN_S = 20.0
_AHEAD = 40  # keys kept before they are asked for


@dataclass
class SipLine:
    """A caller's line that we carry ourselves."""

    sound: Sound
    speech: Speech
    caller: str
    refer: Any  # asks the other side to call somebody else
    ahead: deque[str] = field(default_factory=deque)
    pressed: asyncio.Event = field(default_factory=asyncio.Event)
    gone: bool = False
    _interruptible: bool = False

    def __post_init__(self) -> None:
        self.sound.on_key = self.on_key

    def on_key(self, key: str) -> None:
        """Somebody pressed a key: what is being said stops, if it may."""
        if len(self.ahead) < _AHEAD:  # what was pressed first is what was meant
            self.ahead.append(key)
        self.pressed.set()
        if self._interruptible:
            self.sound.stop()

    def hang_up(self) -> None:
        """The caller is gone."""
        self.gone = True
        self.pressed.set()
        self.sound.stop()

    async def play(self, spoken: list[Spoken], *, bargein: bool) -> None:
        """Say it; keys pressed already say that it is known."""
        self._there()
        if bargein and self.ahead:
            return
        sound = await sound_of(self.speech, spoken)
        self._there()
        if bargein and self.ahead:
            return
        self._interruptible = bargein
        try:
            await self.sound.play(sound)
        finally:
            self._interruptible = False
        self._there()

    async def key(self, timeout: float) -> str | None:
        """The next key, or None when nobody pressed for ``timeout`` seconds."""
        if not self.ahead:
            self._there()
            self.pressed.clear()
            try:
                await asyncio.wait_for(self.pressed.wait(), timeout)
            except TimeoutError:
                return None
        self._there()
        return self.ahead.popleft()

    async def transfer(self, to: str) -> None:
        """Ask the caller's side to call ``to`` and wait for it to leave us.

        Raises:
            HungUp: the line has left us, as it should.
        """
        self._there()
        self.refer(to)
        for _ in range(int(_TRANSFERRED_WITHIN_S * 10)):
            if self.gone:
                raise HungUp
            await asyncio.sleep(0.1)

    def _there(self) -> None:
        if self.gone:
            raise HungUp


@dataclass
class Endpoint:
    """Listens for calls on one address and carries them, at most ``most`` at once."""

    service: Service
    host: str
    port: int
    peers: frozenset[str]
    media_ports: range
    most: int = 400
    clock: Clock = field(default_factory=Clock)
    lines: dict[str, SipLine] = field(default_factory=dict)
    carried: int = 0
    _begun: set[str] = field(default_factory=set)  # Call-IDs that are being answered
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> None:
        """Open the port."""
        transport = UdpSipTransport(local_addr=(self.host, self.port))
        self._ports: Iterator[int] = itertools.cycle(self.media_ports)
        self._agent = SipUAC(transport)
        server = SipUAS(transport, user_agent="guichet", uac=self._agent)
        server.on_invite = self._invited
        server.on_bye = lambda call, _: self._left(call.call_id)
        server.on_reinvite = lambda call: call.accept(
            call.sdp_answer
        )  # on hold, or a session refreshed: all as it was
        server.on_ack_timeout = lambda call: self._left(call.call_id)
        server.on_cancel = lambda call, *_: self._left(getattr(call, "call_id", ""))
        # What cannot be read is dropped without a word: anybody may send rubbish, and it may be
        # somebody's keys.
        logging.getLogger("aiosipua").setLevel(logging.ERROR)
        # aiosipua's protocol asserts a type that asyncio's own transport on Python 3.11 is not;
        # nothing depends on it.
        logging.getLogger("asyncio").addFilter(
            lambda record: "connection_made" not in record.getMessage()
        )
        self._server = server
        await server.start()
        transport.on_message = self._once(transport.on_message)
        self._task(self.clock.run())

    async def stop(self) -> None:
        """Hang up on everybody and close the port."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.stop()

    def _once(self, take: Any) -> Any:
        """aiosipua takes an INVITE that is sent again, because our answer is slow, for another
        call.
        """

        def taken(message: Any, address: tuple[str, int]) -> None:
            again = (
                getattr(message, "method", "") == "INVITE"
                and (message.call_id or "") in self._begun
            )
            if not again:
                take(message, address)

        return taken

    def _left(self, call_id: str) -> None:
        line = self.lines.get(call_id)
        if line is not None:
            line.hang_up()

    def _invited(self, call: Any) -> None:
        if call.source_addr[0] not in self.peers:
            call.reject(_FORBIDDEN, "Forbidden")
        elif len(self.lines) >= self.most:
            call.reject(_BUSY, "Busy Here")
        else:
            self._begun.add(call.call_id)
            self._task(self._carry(call))

    def _task(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, call: Any) -> None:
        line = None
        try:
            line = await self._answered(call)
        # An offer nobody can read leaves the caller waiting otherwise.
        except Exception as error:  # noqa: BLE001
            _log.warning("a call could not be answered: %s", type(error).__name__)
            call.reject(_NOT_ACCEPTABLE, "Not Acceptable Here")
        finally:
            self._begun.discard(call.call_id)
        if line is None:
            return
        self.carried += 1
        try:
            await self.service.serve(line)
        finally:
            self.lines.pop(call.call_id, None)
            line.sound.close()
            if not line.gone:
                call.hangup()

    async def _answered(self, call: Any) -> SipLine:
        offer = call.sdp_offer
        where = offer.rtp_address
        if where is None or where[0] not in self.peers:
            raise ValueError("media somewhere else")  # we are nobody's cannon
        events = next(
            (
                c.payload_type
                for c in offer.audio.codecs
                if c.encoding_name.lower() == "telephone-event"
            ),
            101,
        )
        sound, answer = await self._media(offer, where, events)
        line = SipLine(
            sound,
            self.service.speech,
            _caller_of(call),
            lambda to: self._agent.send_refer(call.dialog, to, call.source_addr),
        )
        self.lines[call.call_id] = line
        try:
            call.ringing()
            call.accept(answer)
        except Exception:  # the caller has given up meanwhile: neither line nor port stays taken
            self.lines.pop(call.call_id, None)
            sound.close()
            raise
        return line

    async def _media(self, offer: Any, where: tuple[str, int], events: int) -> tuple[Sound, Any]:
        """The first free port; a payload both sides speak."""
        loop = asyncio.get_running_loop()
        for port in itertools.islice(self._ports, len(self.media_ports)):
            answer, payload = negotiate_sdp(
                offer, self.host, port, [PCMU, PCMA], dtmf_payload_type=events
            )
            sound = Sound(self.clock, where, payload, events, self.peers)
            try:
                await loop.create_datagram_endpoint(lambda s=sound: s, local_addr=(self.host, port))  # type: ignore[misc]
            except OSError:
                continue
            return sound, answer
        raise OSError("no media port is free")


def _caller_of(call: Any) -> str:
    """Who is calling: what the network asserts, else what the caller says. A PIN is asked of
    either.
    """
    asserted = call.invite.headers.get("P-Asserted-Identity")
    found = re.search(r"(?:sips?|tel):[^>;\s]+", asserted[0]) if asserted else None
    return found[0] if found else str(call.caller)
