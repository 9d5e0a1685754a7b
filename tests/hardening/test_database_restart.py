"""The database goes away under everything and comes back: web, workers, bank line, texts and
telephone each serve again.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import psycopg
import pytest

from guichet.channels.bank.tests.acquirer import INQUIRY, Line
from guichet.channels.bank.tests.test_host import ROOT, SHIPPED, free_port
from guichet.channels.voice.tests.exchange import Asterisk
from guichet.config import embedded
from guichet.domain.payments.references import reference_of

_READY_WITHIN_S, _BACK_WITHIN_S, _AWAY_S = 240, 90, 6
_HANDSET = "+966500000099"
PORTS = (
    "GUICHET_CONSOLIDATOR_PORT",
    "GUICHET_IDENTITY_PORT",
    "GUICHET_PROVIDER_PORT",
    "GUICHET_SAMPLE_PAYROLL_PORT",
    "GUICHET_SANDBOX_SMPP_PORT",
    "GUICHET_HANDSETS_PORT",
    "GUICHET_PHONE_PORT",
    "GUICHET_AGI_PORT",
    "GUICHET_SIP_PORT",
    "GUICHET_BODIES_PORT",
    "GUICHET_WEB_PORT",
    "BANK",
)


@dataclass
class Institution:
    """``guichet run`` on an embedded PostgreSQL of its own, and what each of its processes can be
    asked.
    """

    folder: Path
    ports: dict[str, int]
    process: subprocess.Popen[bytes]

    @property
    def uri(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder / 'postgres'}"

    def value(self, query: str, *given: object) -> Any:
        with psycopg.connect(self.uri, autocommit=True) as connection:
            row = connection.execute(query, given).fetchone()
        return row[0] if row else None

    def web(self) -> bool:
        """A token is looked up: it is not known, which only the database can tell."""
        asked = Request(
            f"http://127.0.0.1:{self.ports['GUICHET_WEB_PORT']}/api/v1/transactions/2",
            headers={"Authorization": "Bearer gk_unknown"},
        )
        try:
            urlopen(asked, timeout=10)
        except HTTPError as error:
            return error.code == 401
        return False

    def workers(self, since: float) -> bool:
        """Both show that they live, and one does what is due."""
        alive = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > to_timestamp(%s)"
        if self.value(alive, since) < 2:
            return False
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(
                "UPDATE engine_round SET due_at = now() WHERE name = 'certificates.refresh' AND due_at > now()"
            )
        done = "SELECT count(*) FROM engine_round WHERE name = 'certificates.refresh' AND done_at > to_timestamp(%s)"
        return bool(self.value(done, since))

    def bank(self) -> bool:
        """A reference is inquired about: what is owed, or that nothing is, which only the books can
        tell.
        """
        number = self.value("SELECT min(number) FROM registry_establishment")

        async def ask() -> str:
            line = Line(self.ports["BANK"])
            try:
                asked = line.message("0200", **{"3": INQUIRY, "48": reference_of(number)})
                return str((await asyncio.wait_for(line.ask(asked), 10))["39"])
            finally:
                await line.close()

        return asyncio.run(ask()) in ("00", "76")

    def texts(self) -> bool:
        """A handset sends a text and gets an answer."""
        page = f"http://127.0.0.1:{self.ports['GUICHET_HANDSETS_PORT']}"

        def inbox() -> list[dict[str, Any]]:
            with urlopen(
                f"{page}/inbox.json?{urlencode({'number': _HANDSET})}", timeout=10
            ) as answer:
                return [
                    text
                    for text in json.loads(answer.read())
                    if not text["out"] and "Not sent" not in text["words"]
                ]

        before = len(inbox())
        urlopen(
            f"{page}/text", urlencode({"number": _HANDSET, "words": "HELP"}).encode(), timeout=10
        ).close()
        return within(15, lambda: len(inbox()) > before)

    def asterisk(self) -> bool:
        """A call is answered, a language chosen, and the next question asked."""
        asked: list[int] = []

        def presses() -> str | None:
            asked.append(1)
            return "2" if len(asked) == 1 else None

        Asterisk(self.ports["GUICHET_AGI_PORT"], _HANDSET).call(presses)
        return len(asked) == 2

    def sip(self, since: float) -> bool:
        """A call is answered, and the web processes know of it."""
        port, here = self.ports["GUICHET_SIP_PORT"], free_port()
        offer = (
            f"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {free_port()} RTP/AVP 0 101\r\n"
            "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
        )
        head = (
            f"INVITE sip:guichet@127.0.0.1:{port} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{here};branch=z9hG4bK{here}\r\n"
            f"Max-Forwards: 70\r\nFrom: <sip:{_HANDSET}@127.0.0.1>;tag={here}\r\nTo: <sip:guichet@127.0.0.1>\r\n"
            f"Call-ID: {here}@127.0.0.1\r\nCSeq: 1 INVITE\r\nContact: <sip:x@127.0.0.1:{here}>\r\n"
            f"Content-Type: application/sdp\r\nContent-Length: {len(offer)}\r\n\r\n"
        )
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.bind(("127.0.0.1", here))
            line.settimeout(10)
            line.sendto((head + offer).encode(), ("127.0.0.1", port))
            answers = ""
            with suppress(TimeoutError):
                while "SIP/2.0 200" not in answers:
                    answers += line.recv(65_536).decode()
        begun = "SELECT count(*) FROM voice_call WHERE started_at > to_timestamp(%s)"
        return "SIP/2.0 200" in answers and within(5, lambda: self.value(begun, since) > 0)

    def parts(self, since: float) -> dict[str, Callable[[], bool]]:
        """Every kind of process, and whether it serves with what was asked after a moment."""
        return {
            "web": self.web,
            "workers": lambda: self.workers(since),
            "bank line": self.bank,
            "texts": self.texts,
            "telephone, Asterisk": self.asterisk,
            "telephone, SIP": lambda: self.sip(since),
        }

    def silent(self, since: float, seconds: float) -> list[str]:
        """The parts that do not serve within so many seconds."""
        return [name for name, serves in self.parts(since).items() if not within(seconds, serves)]


def within(seconds: float, so: Callable[[], bool]) -> bool:
    """Whether it comes to be so in time; what fails is asked again."""
    until = time.monotonic() + seconds
    while True:
        with suppress(OSError, TimeoutError, psycopg.Error, asyncio.IncompleteReadError):
            if so():
                return True
        if time.monotonic() > until:
            return False
        time.sleep(0.5)


@pytest.fixture
def institution(tmp_path: Path) -> Iterator[Institution]:
    # Not below the tests' own folder: a server started by root runs as somebody else, who may not
    # enter that.
    with TemporaryDirectory(prefix="guichet-") as folder:
        yield from running(
            tmp_path, Path(folder) / "state", "--establishments", "20", "--workers", "200"
        )


def running(tmp_path: Path, state: Path, *seeded: str) -> Iterator[Institution]:
    """``guichet run`` on ports of its own, with so many people (none said: as many as ``make run``
    has).
    """
    ports = {name: free_port() for name in PORTS}
    profiles = tmp_path / "profiles"
    profiles.mkdir()
    profile = (SHIPPED / "demo-atm.yaml").read_text("utf-8").replace("8310", str(ports["BANK"]))
    (profiles / "demo-atm.yaml").write_text(profile, "utf-8")
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GUICHET_", "DATABASE_URL"))
    }
    environment = (
        ours
        | {name: str(port) for name, port in ports.items()}
        | {
            "GUICHET_STATE": str(state),
            "GUICHET_BANK_PROFILES": str(profiles),
            "PYTHONPATH": str(ROOT),
        }
    )
    guichet = [sys.executable, "-m", "guichet.config.cli"]
    if seeded:
        seed = [*guichet, "seed", *seeded]
        subprocess.run(seed, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    web, bodies = str(ports["GUICHET_WEB_PORT"]), str(ports["GUICHET_BODIES_PORT"])
    log = (tmp_path / "run.log").open("wb")
    process = subprocess.Popen(
        [*guichet, "run", "--port", web, "--bodies-port", bodies],
        env=environment,
        cwd=ROOT,
        stdout=log,
        stderr=log,
    )
    try:
        yield Institution(state, ports, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        log.close()
        subprocess.run(
            [*guichet, "stop"], env=environment, cwd=ROOT, check=False, stdout=subprocess.DEVNULL
        )


@pytest.mark.slow
def test_every_process_serves_again_after_the_database_was_away(
    institution: Institution, tmp_path: Path
) -> None:
    said = tmp_path / "run.log"
    assert institution.silent(0, _READY_WITHIN_S) == [], said.read_text("utf-8")
    place = institution.folder / "postgres"
    embedded.stop(place)
    time.sleep(_AWAY_S)
    # By a process of its own: the library remembers a server that it has seen, and would not start
    # it again.
    again = f"from pathlib import Path; from guichet.config import embedded; embedded.start(Path({str(place)!r}))"
    subprocess.run([sys.executable, "-c", again], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    assert institution.silent(time.time(), _BACK_WITHIN_S) == [], said.read_text("utf-8")
