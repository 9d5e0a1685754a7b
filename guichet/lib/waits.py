"""Waits that are kept as a moment to come, and counts that are kept with when they began.

A clock that once ran ahead leaves moments behind which no wait of ours reaches: read as they stand,
they bar people until that day. So a moment further off than its longest wait counts as run out, and
so does a count that begins in the future. Clocks of one institution differ by less than ``AHEAD``.
"""

from __future__ import annotations

from datetime import datetime, timedelta

AHEAD = timedelta(minutes=1)


def is_over(until: datetime | None, now: datetime, longest: timedelta) -> bool:
    """Whether a wait until then, which can have been ``longest`` at most, is over; None: there was
    none.
    """
    return until is None or until <= now or until > now + longest + AHEAD


def is_ahead(moment: datetime, now: datetime) -> bool:
    """Whether what is said to have happened then was written by a clock that ran ahead."""
    return moment > now + AHEAD


def count_is_over(began: str) -> str:
    """SQL: whether a count that began in this column is over; of ``now`` and ``window``, named by
    the caller.
    """
    return f"({began} <= %(now)s - %(window)s OR {began} > %(now)s + interval '{AHEAD.seconds} seconds')"


def sql_is_over(until: str, longest: str) -> str:
    """SQL: whether the wait until this column, which can have been ``longest`` (an interval) at
    most, is over.
    """
    return (
        f"({until} IS NULL OR {until} <= %(now)s"
        f" OR {until} > %(now)s + {longest} + interval '{AHEAD.seconds} seconds')"
    )
