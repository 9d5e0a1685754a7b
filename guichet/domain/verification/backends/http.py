"""JSON over HTTP to a public body, within a bounded time and over connections that are kept.

The contract: ``POST <url> {"numbers": ["1000000008", ...]}`` answers 200 with a JSON object. A
question changes nothing at the other side, so it may be put again when the connection broke.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

import httpx

from guichet.domain.identity.backends.http import trusted
from guichet.engine.check import SourceDown
from guichet.lib.retry_after import Patience

CONNECT_S = 1.0
READ_S = 5.0
# What a big question may take beyond a small one.
READ_S_PER_NUMBER = 1 / 500
# Ten times what a generous row takes; a body that sends more is not answering our question.
BYTES_PER_NUMBER = 8_192
BYTES_AT_LEAST = 65_536
_THREADS = 16
PATIENCE = Patience(by_path=True)


def budget_s(numbers: int) -> float:
    """The longest that a question about so many numbers may take, everything included."""
    return CONNECT_S + _read_s(numbers)


def _read_s(numbers: int) -> float:
    return READ_S + numbers * READ_S_PER_NUMBER


def submit(url: str, numbers: Sequence[int]) -> Future[bytes]:
    """Put the question from a thread; its result is the body of the answer, or SourceDown.

    A thread, so that whoever waits is free after ``budget_s`` whatever the other side does.
    """
    return _here().threads.submit(ask, url, numbers)


def ask(url: str, numbers: Sequence[int]) -> bytes:
    """The body of the answer.

    Raises:
        SourceDown: no complete answer 200 of a sane size came in time.
    """
    question = json.dumps({"numbers": [f"{number:010d}" for number in numbers]}).encode()
    return inquire(url, question, len(numbers))


def inquire(url: str, question: bytes, subjects: int) -> bytes:
    """The body of the answer to a question about so many subjects, whatever its form.

    Raises:
        SourceDown: as `ask`.
    """
    if PATIENCE.left(url):
        raise SourceDown(f"{url}: asked us to come later")
    deadline = time.monotonic() + budget_s(subjects)
    try:
        try:
            return _post(url, question, subjects, deadline)
        except (httpx.NetworkError, httpx.RemoteProtocolError):
            # A kept connection may have been closed from the other side just now.
            return _post(url, question, subjects, deadline)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceDown(f"{url}: {type(error).__name__}") from error


def close() -> None:
    """Close the connections that this process keeps; the next question opens new ones."""
    with _lock:
        while _owned:
            own = _owned.pop()
            own.client.close()
            own.threads.shutdown(wait=False)


def _post(url: str, question: bytes, numbers: int, deadline: float) -> bytes:
    limit = max(BYTES_AT_LEAST, BYTES_PER_NUMBER * numbers)
    left = max(deadline - time.monotonic(), 0.001)
    brief = min(CONNECT_S, left)
    timeout = httpx.Timeout(min(_read_s(numbers), left), connect=brief, pool=brief)
    with _here().client.stream("POST", url, content=question, timeout=timeout) as response:
        PATIENCE.heed(url, response.status_code, response.headers.get("Retry-After"))
        if response.status_code != httpx.codes.OK:
            raise SourceDown(f"{url}: HTTP {response.status_code}")
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > limit:
                raise SourceDown(f"{url}: more than {limit:,} bytes")
            # A drop at a time never runs into the read time-out, which begins anew with each.
            if time.monotonic() > deadline:
                raise SourceDown(f"{url}: not complete in time")
            parts.append(part)
    return b"".join(parts)


class _Own:
    """The connections and threads of one process: neither survives a fork."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self.threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="verification")
        self.client = httpx.Client(
            verify=trusted(),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
            limits=httpx.Limits(max_connections=_THREADS, max_keepalive_connections=_THREADS),
        )


_owned: list[_Own] = []
_lock = Lock()


def _here() -> _Own:
    """What this process owns, made when first needed."""
    with _lock:
        if not _owned or _owned[0].process != os.getpid():
            _owned[:] = [_Own()]
        return _owned[0]
