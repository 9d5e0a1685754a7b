"""A name server on loopback: says 127.0.0.1 for every name but those it says nothing about."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SILENT = b"silent"
_HEAD = struct.Struct("!6H")
_A, _ANSWERED = 1, 0x8180


@contextmanager
def naming() -> Iterator[str]:
    """Its address, with the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(0.2)
        stopped = threading.Event()
        thread = threading.Thread(target=_serve, args=(server, stopped))
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}"
        finally:
            stopped.set()
            thread.join()


def _serve(server: socket.socket, stopped: threading.Event) -> None:
    while not stopped.is_set():
        try:
            asked, whom = server.recvfrom(4096)
        except TimeoutError:
            continue
        if SILENT in asked:
            continue
        number, *_ = _HEAD.unpack_from(asked)
        end = asked.index(b"\0", _HEAD.size) + 5  # the name, its kind and class
        question = asked[_HEAD.size : end]
        (kind,) = struct.unpack("!H", question[-4:-2])
        answer = b""
        if kind == _A:
            answer = struct.pack("!HHHIH4s", 0xC00C, _A, 1, 60, 4, bytes((127, 0, 0, 1)))
        head = _HEAD.pack(number, _ANSWERED, 1, bool(answer), 0, 0)
        server.sendto(head + question + answer, whom)
