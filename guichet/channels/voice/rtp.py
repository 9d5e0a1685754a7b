"""Sound and keys over RTP: G.711 out, RFC 4733 telephone events in. One clock of 20 ms serves all
calls.
"""

from __future__ import annotations

import asyncio
import secrets
import struct
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from guichet.channels.voice.speech import FRAME

TICK_S, SLIP_S = 0.02, 0.1
PCMU, PCMA = 0, 8
_KEYS = "0123456789*#ABCD"
_HEADER = struct.Struct("!BBHII")
_VERSION, _MARK = 0x80, 0x80
_END_OF_EVENT = 0x80


@cache
def mulaw_to_alaw() -> bytes:
    """A table for ``bytes.translate``."""
    return bytes(_alaw(_linear(code)) for code in range(256))


def _linear(code: int) -> int:
    bits = ~code & 0xFF
    size = (((bits & 0x0F) << 3) + 132 << (bits >> 4 & 7)) - 132
    return -size if bits & 0x80 else size


def _alaw(sample: int) -> int:
    sign, size = (0x80, sample) if sample >= 0 else (0, -sample - 8)
    size = min(max(size, 0), 32_767)
    exponent = max(size.bit_length() - 8, 0)
    mantissa = size >> (exponent + 3 if exponent else 4) & 0x0F
    return (sign | exponent << 4 | mantissa) ^ 0x55


@dataclass
class Clock:
    """Ticks every stretch of sound that is being played; knows how late it was."""

    playing: set[Sound] = field(default_factory=set)
    late: deque[float] = field(
        default_factory=lambda: deque(maxlen=30_000)
    )  # seconds; ten minutes of ticks

    async def run(self) -> None:
        """Tick by absolute deadlines, so that small delays do not add up."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += TICK_S
            await asyncio.sleep(max(0.0, due - loop.time()))
            late = max(0.0, loop.time() - due)
            self.late.append(late)
            if late > SLIP_S:
                # A machine that stood still: a gap is heard once; catching up would pour seconds of
                # sound out at once.
                due = loop.time()
            for sound in tuple(self.playing):
                sound.tick()


class Sound(asyncio.DatagramProtocol):
    """The media of one call."""

    def __init__(
        self,
        clock: Clock,
        remote: tuple[str, int],
        payload: int,
        event_payload: int,
        peers: frozenset[str],
    ) -> None:
        self.clock, self.remote, self.payload, self.event_payload = (
            clock,
            remote,
            payload,
            event_payload,
        )
        self.peers = peers  # whose packets are heard
        self.on_key: Callable[[str], None] = lambda _: None
        self.received = 0
        self._transport: asyncio.DatagramTransport | None = None
        self._sound, self._at = memoryview(b""), 0
        self._done: asyncio.Future[None] | None = None
        self._sequence, self._stamp = secrets.randbits(15), secrets.randbits(31)
        self._source, self._first = secrets.randbits(32), True
        self._event: int | None = None  # RTP timestamp of the event that was told last
        self._sender = b""  # whose event it was
        self._ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is open."""
        self._transport = transport  # type: ignore[assignment]

    def error_received(self, exc: Exception) -> None:
        """A port that is closed over there: the hang-up follows by SIP."""

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """A key counts with the first packet of its event; the others of the same event
        repeat it.
        """
        if len(data) < 12 or data[0] >> 6 != 2 or addr[0] not in self.peers:
            return
        self.received += 1
        if data[1] & 0x7F != self.event_payload or len(data) < 16:
            return
        stamp, ended = int.from_bytes(data[4:8], "big"), bool(data[13] & _END_OF_EVENT)
        again = (
            self._ended and data[1] & _MARK and not ended
        )  # some reuse the timestamp for a new event
        if again or self._is_new(stamp, data[8:12]):
            self._event, self._ended, self._sender = stamp, False, data[8:12]
            if data[12] < len(_KEYS):
                self.on_key(_KEYS[data[12]])
        if ended:
            self._ended = True

    def _is_new(self, stamp: int, sender: bytes) -> bool:
        """A packet of an event before the last came late: its key was told already."""
        if self._event is None or sender != self._sender:
            return True
        return 0 < (stamp - self._event) & 0xFFFFFFFF < 0x80000000

    def tick(self) -> None:
        """Send 20 ms."""
        self._stamp = (self._stamp + FRAME) & 0xFFFFFFFF
        if self._at >= len(self._sound):
            self.stop()
            return
        mark = _MARK if self._first else 0
        header = _HEADER.pack(
            _VERSION, self.payload | mark, self._sequence, self._stamp, self._source
        )
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(header + self._sound[self._at : self._at + FRAME], self.remote)
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._at += FRAME
        self._first = False

    async def play(self, sound: bytes) -> None:
        """Send a stretch of µ-law sound; returns at its end, or when it is stopped."""
        if self.payload == PCMA:
            sound = sound.translate(mulaw_to_alaw())
        self._sound, self._at, self._first = memoryview(sound), 0, True
        self._done = asyncio.get_running_loop().create_future()
        self.clock.playing.add(self)
        try:
            await self._done
        finally:
            self.clock.playing.discard(self)

    def stop(self) -> None:
        """Say no more."""
        self._at = len(self._sound)
        self.clock.playing.discard(self)
        if self._done is not None and not self._done.done():
            self._done.set_result(None)

    def close(self) -> None:
        """End the media."""
        self.stop()
        if self._transport is not None:
            self._transport.close()
