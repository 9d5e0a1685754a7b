"""Who gathers, releases, sends or books payouts waits for whoever was first: there are few, and
each sees all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from guichet.engine import store

_ALL, _FILES = 0x706F, 0x7070  # an advisory lock of the books of payouts, a class of them for files


def everything() -> None:
    """Hold the books of payouts until this ``atomic`` ends."""
    store.value("SELECT count(pg_advisory_xact_lock(%(lock)s))", lock=_ALL)


@contextmanager
def file(batch: int) -> Iterator[bool]:
    """Hold the file of a batch, over several ``atomic``; False if somebody else does. It dies with
    its holder.
    """
    lock = {"a": _FILES, "b": batch % 2**31}
    if not store.value("SELECT pg_try_advisory_lock(%(a)s, %(b)s)", **lock):
        yield False
        return
    try:
        yield True
    finally:
        store.value("SELECT pg_advisory_unlock(%(a)s, %(b)s)", **lock)
