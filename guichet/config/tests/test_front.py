"""The front, as a process of its own: nobody who is slow, silent or too large keeps the others
waiting.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection

import pytest
from waitress.adjustments import Adjustments

from guichet.config import children, front
from guichet.config.tests import echo
from tests.architecture.repository import ROOT

THREADS = 2
HOST = "Host: localhost\r\n"


def started(stack: ExitStack) -> tuple[int, subprocess.Popen[bytes]]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "guichet.config.tests.echo:application",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
        "--worker-class",
        "guichet.config.front.Buffering",
        "--threads",
        str(THREADS),
        "--log-level",
        "error",
    ]
    process = stack.enter_context(
        subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
    )
    stack.callback(process.terminate)
    for _ in range(200):
        try:
            assert page(port) == "0 of "
            return port, process
        except ConnectionError:
            time.sleep(0.05)
    pytest.fail("the front does not listen")


@pytest.fixture
def port() -> Iterator[int]:
    with ExitStack() as stack:
        yield started(stack)[0]


def page(port: int, path: str = "/", body: bytes | None = None) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST" if body is not None else "GET", path, body)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def connected(stack: ExitStack, port: int, said: str, *, window: int = 0) -> socket.socket:
    client = stack.enter_context(socket.socket())
    if window:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    client.settimeout(10)
    client.connect(("127.0.0.1", port))
    client.sendall(said.encode())
    return client


def read_to_the_end(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(65_536), b""))


@pytest.mark.parametrize(
    ("said", "window"),
    [
        ("", 0),
        (f"GET / HTTP/1.1\r\n{HOST[:9]}", 0),
        (f"POST / HTTP/1.1\r\n{HOST}Content-Length: 900\r\n\r\nx", 0),
        (f"POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n5\r\nab", 0),
        (f"GET /large HTTP/1.1\r\n{HOST}\r\n", 4096),
    ],
    ids=["silent", "half a head", "half a body", "half a chunk", "reads nothing"],
)
def test_others_are_served_beside_many_who_are_slow(port: int, said: str, window: int) -> None:
    with ExitStack() as stack:
        slow = [connected(stack, port, said, window=window) for _ in range(20 * THREADS)]
        assert page(port, body=b"three") == "5 of 5"
        assert len(slow) == 20 * THREADS


def test_who_was_slow_is_answered_all_the_same(port: int) -> None:
    with ExitStack() as stack:
        sender = connected(
            stack,
            port,
            f"POST / HTTP/1.1\r\n{HOST}Connection: close\r\nContent-Length: 4\r\n\r\nab",
        )
        reader = connected(stack, port, f"GET /large HTTP/1.0\r\n{HOST}\r\n", window=4096)
        assert page(port) == "0 of "
        sender.sendall(b"cd")
        assert b"4 of 4" in read_to_the_end(sender)
        assert read_to_the_end(reader).endswith(b"x" * echo.LARGE)


def test_a_head_beyond_the_limit_is_refused(port: int) -> None:
    with ExitStack() as stack:
        client = connected(
            stack, port, f"GET / HTTP/1.1\r\n{HOST}X: {'x' * front.HEAD_BYTES}\r\n\r\n"
        )
        assert b" 431 " in client.recv(4096).splitlines()[0]


def test_a_body_beyond_the_limit_reaches_the_application_as_its_length_only(port: int) -> None:
    most = front.BODY_BYTES
    with ExitStack() as stack:
        for path, length, said in (
            ("/", most + 1, f"0 of {most + 1}"),
            ("/files/", front.FILE_BYTES + 1, f"0 of {front.FILE_BYTES + 1}"),
        ):
            client = connected(
                stack,
                port,
                f"POST {path} HTTP/1.1\r\n{HOST}Content-Length: {length}\r\n\r\nbeginning",
            )
            assert said.encode() in read_to_the_end(client)


def test_who_stops_it_lets_what_has_begun_be_finished() -> None:
    with ExitStack() as stack:
        port, process = started(stack)
        client = connected(stack, port, f"GET /slow HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n")
        time.sleep(0.3)  # it is being worked on
        process.terminate()
        assert b"0 of " in read_to_the_end(client)
        assert process.wait(20) == 0


def test_a_request_may_take_its_time_in_proportion_to_what_came() -> None:
    request = front.Request(Adjustments())
    for part in (
        b"POST /files/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n",
        b"x" * 600_000,
    ):
        request.received(part)
    assert not request.is_late(request.began + front.GRACE_S + 500)
    assert request.is_late(request.began + front.GRACE_S + 700)
    dripping = front.Request(Adjustments())
    dripping.received(b"GET / HTTP/1.1\r\nHost")
    assert not dripping.is_late(dripping.began + front.GRACE_S)
    assert dripping.is_late(dripping.began + front.GRACE_S + 1)
    for one in (request, dripping):
        one.close()


def test_at_the_limit_who_is_idle_longest_makes_room() -> None:
    class Idle:
        def __init__(self, since: float) -> None:
            self.requests, self.will_close, self.last_activity, self.request = (
                [],
                False,
                since,
                None,
            )

    class Full(front._Limits):
        def __init__(self) -> None:
            self.adj = Adjustments(connection_limit=100)
            self.active_channels = {n: Idle(float(n)) for n in range(95)}  # type: ignore[misc]
            self._map = dict(self.active_channels)

    full = Full()
    front._Limits._make_room(full)
    closed = [n for n, channel in full.active_channels.items() if channel.will_close]
    assert closed == list(range(10))


def test_guichet_run_serves_through_it() -> None:
    (web, *_) = children.of(children.Options(), [], with_roles=False)
    assert "guichet.config.front.Buffering" in web.command
