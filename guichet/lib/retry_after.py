"""``Retry-After`` heeded: who said when to come again is left alone until then, by this process."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from threading import Lock
from urllib.parse import urlsplit

LONGEST_S = 3_600.0  # whoever asks for more is asked after an hour whether it is meant
_SAYING = frozenset({429, 503})


def seconds_of(header: str | None, now: float) -> float:
    """How long a ``Retry-After`` asks to be left alone, at most `LONGEST_S`; 0 without a readable
    one.

    Args:
        header: seconds, or a date (RFC 9110, 10.2.3).
        now: seconds since 1970.
    """
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_S)
    try:
        return min(max(parsedate_to_datetime(text).timestamp() - now, 0.0), LONGEST_S)
    except (TypeError, ValueError, OverflowError):
        return 0.0


class Patience:
    """Until when each of those we call is not to be called; safe to share among threads.

    Args:
        by_path: each path of a host is one of its own: one gateway may stand before several bodies,
            of which one rests.
    """

    def __init__(self, clock: Callable[[], float] = time.time, *, by_path: bool = False) -> None:
        self._clock, self._by_path = clock, by_path
        self._until: dict[str, float] = {}
        self._lock = Lock()

    def heed(self, url: str, status: int, header: str | None) -> None:
        """Note what an answer said about coming again; 429 and 503 are those that say it."""
        wait = seconds_of(header, self._clock()) if status in _SAYING else 0.0
        if wait:
            with self._lock:
                self._until[self._address(url)] = self._clock() + wait

    def left(self, url: str) -> float:
        """Seconds until it may be called again; 0: now. A clock that was set back by more than an
        hour forgets.
        """
        address = self._address(url)
        with self._lock:
            wait = self._until.get(address, 0.0) - self._clock()
            if not 0 < wait <= LONGEST_S:
                self._until.pop(address, None)
                return 0.0
        return wait

    def forget(self) -> None:
        """Call everybody again, whatever they said."""
        with self._lock:
            self._until.clear()

    def _address(self, url: str) -> str:
        parts = urlsplit(url)
        return f"{parts.netloc}{parts.path}" if self._by_path else parts.netloc
