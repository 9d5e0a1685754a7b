"""A page beside clients who are slow, silent or take nothing: how long it is waited for."""

from __future__ import annotations

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench.browser import Browser
from tests.bench.figures import Figure
from tests.bench.running import WEB, running

WITHIN_S, PAGES = 1.0, 20
SLOW, IDLE = 8, 2_000
_HOST = "Host: localhost\r\n"
_SETTLE_S = 1.0
# What each says, and how much it takes at once (0: as usual).
KINDS = {
    f"{SLOW} who send a body a byte at a time": (
        SLOW,
        f"POST /sign-in/ HTTP/1.1\r\n{_HOST}Content-Length: 9000\r\n\r\nu",
        0,
    ),
    f"{SLOW} who read nothing of a large answer": (
        SLOW,
        f"GET /api/v1/openapi.json HTTP/1.1\r\n{_HOST}\r\n",
        4096,
    ),
    f"{IDLE:,} who say nothing": (IDLE, "", 0),
    f"{IDLE:,} who have said half a head": (IDLE, "GET / HTTP/1.1\r\nHo", 0),
}


def measure(rows: int | None) -> Iterator[Figure]:
    """The slowest of some pages, alone and beside each kind."""
    del rows
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < IDLE + 200:
        raise RuntimeError(f"{IDLE} connections need more open files than {most} (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with running() as guichet:
        for _ in range(
            4 * WEB
        ):  # the first of each process compiles templates and writes the description
            Browser(guichet.port).get("/api/v1/openapi.json")
            Browser(guichet.port).get("/sign-in/")
        yield _figure("alone", _slowest(guichet.port))
        for beside, (count, said, window) in KINDS.items():
            with ExitStack() as stack:
                held = [_connected(stack, guichet.port, said, window) for _ in range(count)]
                time.sleep(_SETTLE_S)
                yield _figure(f"beside {beside}", _slowest(guichet.port, held))


def _figure(beside: str, seconds: float) -> Figure:
    return Figure(
        "front",
        f"front: the slowest of {PAGES} pages {beside}, {WEB} web processes",
        1,
        seconds,
        reach=f"{WITHIN_S:.0f} s",
        reached=seconds <= WITHIN_S,
    )


def _slowest(port: int, dripping: list[socket.socket] | None = None) -> float:
    worst = 0.0
    for number in range(PAGES):
        for client in (dripping or [])[:SLOW] if number % 5 == 4 else ():
            client.send(b"x")
        started = time.perf_counter()
        answer, _ = Browser(port).get("/sign-in/")
        worst = max(worst, time.perf_counter() - started)
        if answer.status != 200:
            raise RuntimeError(f"the page was answered with {answer.status}")
    return worst


def _connected(stack: ExitStack, port: int, said: str, window: int) -> socket.socket:
    client = stack.enter_context(socket.socket())
    if window:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    client.connect(("127.0.0.1", port))
    client.sendall(said.encode())
    return client
