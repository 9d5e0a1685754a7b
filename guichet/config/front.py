"""The web processes' front: whole requests go to the application, and slow clients wait by
themselves (ADR 54).

A gunicorn worker (``--worker-class guichet.config.front.Buffering``) whose connections waitress's
loop keeps. A thread is taken by a request that has arrived whole and given back when the answer is
in a buffer, so who sends or reads slowly, or says nothing, costs a socket and no thread. Head,
body, connections and patience have limits.
"""

from __future__ import annotations

import copy
import os
import resource
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer, UnixWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import RequestEntityTooLarge

HEAD_BYTES = 32_768
BODY_BYTES = 34_000_000  # a form with its papers, a call with its rows
FILE_BYTES = 101_000_000  # a file of rows and what its form adds
FILES = "/files/"
MOST_CONNECTIONS = 4_000  # of a process
IDLE_S = 60  # without a byte in or out
GRACE_S, BYTES_A_SECOND = 30.0, 1_000.0  # a request must have come by then, or go on at that rate
_AT_A_TURN = 128
_IN_MEMORY = 65_536  # of a body; what is longer waits on disk
_OUT_IN_MEMORY = 262_144
_UNBOUNDED = 1 << 40


class Request(HTTPRequestParser):
    """A request as it comes in; one that is too large goes on without its body, so that a channel
    says so in words.
    """

    adj: Any
    error: Any

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.began = time.time()

    def parse_header(self, header_plus: bytes) -> None:
        """Its head; what is not sent to the files' page may be no larger than a form."""
        super().parse_header(header_plus)
        if not self.path.startswith(FILES):
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = BODY_BYTES

    def received(self, data: bytes) -> int:
        """Take in more of it; how many bytes of ``data`` were its."""
        taken = super().received(data)
        if self.completed and isinstance(self.error, RequestEntityTooLarge):
            length = max(self.content_length, self.body_bytes_received)
            self.error, self.expect_continue = None, False
            self.headers |= {"CONTENT_LENGTH": str(length), "CONNECTION": "close"}
            self.close()
            self.body_rcv = None
        return int(taken)

    def is_late(self, now: float) -> bool:
        """Whether it comes so slowly that it is not waited for."""
        came = self.header_bytes_received + self.body_bytes_received
        return now - self.began > GRACE_S + came / BYTES_A_SECOND


class Connection(HTTPChannel):
    """A client's connection."""

    parser_class = Request


class _Limits:
    """Who must go: late and idle ones, and where there is little room those that are idle
    longest.
    """

    channel_class = Connection
    adj: Adjustments
    active_channels: dict[int, HTTPChannel]
    _map: dict[int, Any]

    def maintenance(self, now: float) -> None:
        """Every few seconds, by waitress's loop."""
        for channel in self._waiting():
            late = channel.request is not None and channel.request.is_late(now)
            if late or now - channel.last_activity > IDLE_S:
                channel.will_close = True

    def readable(self) -> bool:
        """Whether another connection is taken."""
        self._make_room()
        return bool(super().readable())  # type: ignore[misc]

    def handle_accept(self) -> None:
        """Take all who have come: one a turn of the loop would be slow where there are
        thousands.
        """
        for _ in range(_AT_A_TURN):
            before = len(self._map)
            super().handle_accept()  # type: ignore[misc]
            if len(self._map) == before:
                return

    def _make_room(self) -> None:
        most = self.adj.connection_limit * 9 // 10
        if len(self._map) < most:
            return
        idlest = sorted(self._waiting(), key=lambda channel: channel.last_activity)
        for channel in idlest[: most // 10 + 1]:
            channel.will_close = True

    def _waiting(self) -> Iterator[HTTPChannel]:
        return (c for c in self.active_channels.values() if not c.requests and not c.will_close)


class _Tcp(_Limits, TcpWSGIServer):
    pass


class _Unix(_Limits, UnixWSGIServer):
    pass


class Buffering(Worker):
    """A gunicorn worker that receives and sends by itself and works requests in its threads."""

    def run(self) -> None:
        """Serve until told to stop; then finish what has begun."""
        dispatcher = ThreadedTaskDispatcher()
        places: dict[int, Any] = {}
        dispatcher.queue_logger.setLevel("ERROR")  # that a request waits for a thread is no news
        dispatcher.set_thread_count(self.cfg.threads)
        servers = _servers(self.wsgi, [place.sock for place in self.sockets], places, dispatcher)
        self._serve(places, lambda: self.alive and self.ppid == os.getppid())
        for server in servers:
            server.accepting = False
        until = time.monotonic() + self.cfg.graceful_timeout
        self._serve(places, lambda: _at_work(servers) and time.monotonic() < until)
        dispatcher.shutdown(timeout=1)

    def _serve(self, places: dict[int, Any], go_on: Callable[[], bool]) -> None:
        while go_on():
            self.notify()
            wasyncore.loop(timeout=1, use_poll=True, map=places, count=1)


def _servers(
    application: Any, sockets: list[socket.socket], places: dict[int, Any], dispatcher: Any
) -> list[Any]:
    limits = Adjustments(
        sockets=sockets,
        connection_limit=_connections(),
        cleanup_interval=5,
        asyncore_use_poll=True,
        max_request_header_size=HEAD_BYTES,
        max_request_body_size=FILE_BYTES,
        inbuf_overflow=_IN_MEMORY,
        outbuf_overflow=_OUT_IN_MEMORY,
        outbuf_high_watermark=_UNBOUNDED,
        log_socket_errors=False,
        # whom to believe the application knows (TRUSTED_PROXIES)
        clear_untrusted_proxy_headers=False,
        ident="Guichet",
    )
    made = []
    for place in sockets:
        kind = _Unix if place.family == socket.AF_UNIX else _Tcp
        told = (place.family, place.type, place.proto, place.getsockname())
        made.append(
            kind(
                application,
                places,
                True,
                place,
                dispatcher=dispatcher,
                adj=limits,
                bind_socket=False,
                sockinfo=told,
            )
        )
    return made


def _connections() -> int:
    """As many as are allowed and this process may have open, with a share left for files and the
    database.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS * 2
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    return MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else min(MOST_CONNECTIONS, soft // 2)


def _at_work(servers: list[Any]) -> bool:
    return any(
        channel.requests or channel.total_outbufs_len
        for server in servers
        for channel in server.active_channels.values()
    )
