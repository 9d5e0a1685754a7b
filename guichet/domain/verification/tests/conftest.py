"""The sandbox public bodies as a process, and a public body that answers what a test tells it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from guichet.domain.verification import commands
from guichet.domain.verification.backends import http as connector
from guichet.engine.actor import Actor
from guichet.engine.context import Context

NOON = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def context() -> Context:
    """An asking at noon in Riyadh."""
    return Context(actor=Actor(id=1), channel="web", now=NOON)


@pytest.fixture(autouse=True)
def a_fresh_start() -> Iterator[None]:
    """Each test begins with sources nobody knows to be down, and leaves no connection open."""
    commands.breaker_of.cache_clear()
    connector.PATIENCE.forget()
    yield
    connector.close()


@dataclass
class Sandbox:
    """The demonstration's public bodies, with switches for outages."""

    url: str

    @contextmanager
    def switched(self, body: str, **how: object) -> Iterator[None]:
        """Misbehave for a while."""
        normal = {"latency_ms": 0, "outage": False, "error_rate": 0.0, "mode": "normal"}
        self._put(body, how)
        try:
            yield
        finally:
            self._put(body, normal)

    def _put(self, body: str, how: dict[str, object]) -> None:
        httpx.put(f"{self.url}/control", json={body: how}).raise_for_status()


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[Sandbox]:
    """One process for all tests, on a free port."""
    command = [sys.executable, "-m", "demo.public_bodies", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        yield Sandbox("http" + said.partition("http")[2].strip().rstrip("/"))
        process.terminate()


@pytest.fixture
def sandbox(sandbox_process: Sandbox, settings: Any) -> Sandbox:
    """The sandbox, where the settings point."""
    settings.CIVIL_REGISTRY_URL = f"{sandbox_process.url}/civil/v1"
    settings.COMMERCIAL_REGISTRY_URL = f"{sandbox_process.url}/commerce/v1"
    settings.JUSTICE_REGISTRY_URL = f"{sandbox_process.url}/justice/v1"
    settings.EDUCATION_REGISTRY_URL = f"{sandbox_process.url}/education/v1"
    settings.HEALTH_REGISTRY_URL = f"{sandbox_process.url}/health/v1"
    settings.JOB_SEEKERS_REGISTER_URL = f"{sandbox_process.url}/labour/v1"
    settings.BANKS_URL = f"{sandbox_process.url}/bank/v1"
    return sandbox_process


Rows = Callable[[list[str]], Any]


@dataclass
class Puppet:
    """A public body whose answers a test writes.

    ``says`` maps the numbers asked to the rows, or to the raw bytes of an answer.
    """

    says: Rows
    asked: list[list[str]] = field(default_factory=list)
    drop_first: int = 0  # connections to close without a word
    drops: bool = False  # send a byte every tenth of a second

    def body(self, numbers: list[str]) -> bytes:
        """The answer."""
        self.asked.append(numbers)
        rows = self.says(numbers)
        if isinstance(rows, bytes):
            return rows
        return json.dumps({"asked_at": NOON.isoformat(), "persons": rows}).encode()

    def portions(self, content: bytes) -> Iterator[bytes]:
        """The answer as it goes out."""
        if not self.drops:
            yield content
            return
        for place in range(len(content)):
            time.sleep(0.1)
            yield content[place : place + 1]


def person(number: str | int | None, **other: object) -> dict[str, object]:
    """A row of the civil registry."""
    row = {
        "number": number if number is None else str(number),
        "status": "alive",
        "name_ar": "سلمى الحربي",
        "name_latin": "Salma Al-Harbi",
        "sex": "f",
        "nationality": "SA",
        "birth_date": "1994-05-01",
    }
    return {**row, **other}


@pytest.fixture
def puppet(settings: Any) -> Iterator[Puppet]:
    """A civil registry that tells the truth until a test says otherwise."""
    played = Puppet(lambda numbers: [person(number) for number in numbers])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # noqa: N802 - the name http.server looks for
            question = self.rfile.read(int(self.headers["Content-Length"]))
            if played.drop_first:
                played.drop_first -= 1
                self.close_connection = True
                return
            content = played.body(json.loads(question)["numbers"])
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            for part in played.portions(content):
                self.wfile.write(part)

        def log_message(self, *args: object) -> None:
            """Nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A caller who has heard enough is no fault."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.CIVIL_REGISTRY_URL = f"http://127.0.0.1:{server.server_address[1]}/v1"
    yield played
    server.shutdown()
    server.server_close()
    thread.join()
