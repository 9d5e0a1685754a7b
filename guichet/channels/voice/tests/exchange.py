"""What gateway tests need: both gateways on free ports in a loop of their own, a scripted Asterisk,
and an ear.
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import wave
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from lxml import etree

from guichet.channels.voice import access, asterisk, rtp, sip
from guichet.channels.voice.backends.pages import fetching
from guichet.channels.voice.lines import Service
from guichet.channels.voice.speech import RATE, Speech

LOOPBACK = "127.0.0.1"
LIKE = 0.98  # as a phrase that was heard is to itself; bit for bit is 1.0
_LINEAR = np.array([rtp._linear(code) for code in range(256)], float)


@dataclass
class Gateways:
    """Both, over one web server; and the prompts of every document they fetched."""

    speech: Speech
    sip_port: int
    agi_port: int
    endpoint: sip.Endpoint | None = None
    prompts: list[list[str]] = field(default_factory=list)

    def asked(self, many: int) -> Callable[[], bool]:
        """Whether so many documents with prompts were fetched."""
        return lambda: len(self.prompts) >= many

    def heard(self, seconds: float) -> Callable[[], bool]:
        """Whether so much of a prompt was sent to a caller: a phrase may have to be made first."""
        assert self.endpoint is not None
        playing, much = self.endpoint.clock.playing, int(seconds * RATE)
        return lambda: any(sound._at >= much for sound in playing)


@contextmanager
def gateways(web: str, folder: Path, *, most: int = 10) -> Iterator[Gateways]:
    """Listening until the block ends."""
    made = Gateways(Speech(folder), free_port(), free_port())
    ready, over = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def run() -> None:
        async with fetching() as fetch:

            async def heard(address: str, given: Mapping[str, str] | None) -> bytes:
                body = await fetch(address, given)
                if body:
                    said = etree.fromstring(body).findall(".//{*}prompt")
                    if said:
                        made.prompts.append(["".join(p.itertext()) for p in said])
                return body

            service = Service(f"{web}/voice/?key={access.gateway_key()}", heard, made.speech)
            ports = range(free_port(), 65_000, 2)[:40]
            made.endpoint = sip.Endpoint(
                service, LOOPBACK, made.sip_port, frozenset({LOOPBACK}), ports, most
            )
            await made.endpoint.start()
            async with await asterisk.listen(service, LOOPBACK, made.agi_port):
                ready.set()
                await over.wait()
            await made.endpoint.stop()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)


def free_port() -> int:
    """A port nobody uses, for UDP and TCP."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind((LOOPBACK, 0))
        return int(udp.getsockname()[1])


@dataclass
class Asterisk:
    """The other side of FastAGI, line for line as a real Asterisk was seen to speak."""

    port: int
    number: str
    played: list[Path] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)

    def call(self, presses: Callable[[], str | None]) -> None:
        """One call: ``presses`` is asked for keys whenever a key is waited for; None hangs up, ""
        waits in vain.
        """
        with (
            socket.create_connection((LOOPBACK, self.port), timeout=20) as line,
            line.makefile("rw", newline="\n") as text,
        ):
            text.write(
                f"agi_network: yes\nagi_network_script: guichet\nagi_request: agi://{LOOPBACK}/guichet\nagi_channel: PJSIP/x-1\n"
                f"agi_callerid: {self.number}\nagi_uniqueid: 1.1\nagi_extension: 100\n\n"
            )
            text.flush()
            left: list[str] = []
            for said in text:
                answer = self._answer(said.rstrip("\n"), left, presses)
                if answer is None:
                    return
                text.write(answer + "\n")
                text.flush()

    def _answer(self, said: str, left: list[str], presses: Callable[[], str | None]) -> str | None:
        stream = re.fullmatch(r'STREAM FILE "([^"]+)" "([^"]*)"', said)
        if stream:
            file = Path(stream[1] + ".ul")
            assert file.stat().st_size > 0, "Asterisk must be able to read it"
            self.played.append(file)
            return f"200 result=0 endpos={file.stat().st_size}"
        if said.startswith("WAIT FOR DIGIT"):
            if not left:
                keys = presses()
                if keys is None:
                    return None
                left += keys
            return f"200 result={ord(left.pop(0)) if left else 0}"
        variable = re.fullmatch(r'SET VARIABLE (\w+) "([^"]*)"', said)
        if variable:
            self.variables[variable[1]] = variable[2]
            return "200 result=1"
        return "510 Invalid or unknown command"


class Ear:
    """Finds phrases in a recording by normalised cross-correlation: 1.0 is bit for bit."""

    def __init__(self, recording: Path) -> None:
        with wave.open(str(recording)) as file:
            assert file.getframerate() == 8_000
            self.heard = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)

    def find(self, mulaw: bytes, since: float = 0.0) -> tuple[float, float]:
        """How alike a place is to the first second of a phrase, and at which second it is.

        The first place that is alike, not the likeliest: a phrase may be said twice. Without one,
        the likeliest.
        """
        heard = self.heard[int(since * 8_000) :]
        wanted = _LINEAR[np.frombuffer(mulaw[:8_000], "u1")]
        size = len(heard) + len(wanted)
        spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(wanted, size))
        likeness = np.fft.irfft(spectrum, size)[: len(heard) - len(wanted) + 1]
        energy = np.concatenate([[0.0], np.cumsum(heard**2)])
        there = energy[len(wanted) :] - energy[: -len(wanted)]
        found: Any = likeness / np.sqrt(np.maximum(there, 1.0) * (wanted**2).sum())
        alike = found > LIKE
        at = int(alike.argmax() if alike.any() else found.argmax())
        return float(found[at]), since + at / 8_000
