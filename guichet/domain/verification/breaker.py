"""A short memory of failure, so that a source that is down is not asked again at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

MEMORY_S = 3.0


class Breaker:
    """One per address and process; safe between threads.

    The clock is its own, not the asking's ``now``: that stands still during a long file, and lies
    before a time-out that has just run out, so that a memory counted from it would last for ever
    or not at all.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, memory_s: float = MEMORY_S
    ) -> None:
        self._clock = clock
        self._memory = memory_s
        self._silent_until: float | None = None
        self._lock = Lock()

    def lets_through(self) -> bool:
        """Whether to ask.

        When the memory of a failure is over one asks, and the others wait for what it finds.
        """
        with self._lock:
            if self._silent_until is None:
                return True
            if self._clock() < self._silent_until:
                return False
            self._silent_until = self._clock() + self._memory
            return True

    def failed(self) -> None:
        """The source gave no usable answer."""
        with self._lock:
            self._silent_until = self._clock() + self._memory

    def answered(self) -> None:
        """The source is well."""
        with self._lock:
            self._silent_until = None
