"""What the product does by itself, again and again: each round says what is due by the state of
things, never by a minute.

A round has a row (`engine_round`) that says from when on it is due again. Every worker looks at all
of them in one short question; a round that is due and whose condition holds is claimed and queued
in one commit. So a worker that was away at the hour of a round finds it due when it comes back, and
an institution where nothing happens queues nothing. A round that fails comes again by its state,
after a pause that grows: its job is never tried again, for a job with a lock in the queue cannot be
(it would stay *doing* beside its successor).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from guichet.engine import store
from guichet.engine.context import HOME
from guichet.lib import waits

log = logging.getLogger(__name__)
Work = Callable[[datetime], object]
DAY = timedelta(days=1)
_LEASE = timedelta(
    hours=1
)  # of a round that is claimed and not done: whoever claimed it may have died
_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=15)
_SAID = 300  # characters of a fault that are kept
# Due, or put off for longer than this round ever is: by a clock that ran ahead, which also did it
# in the future.
_DUE_NOW = waits.sql_is_over("due_at", "%(longest)s::interval")
_DUE = f"""
    SELECT r.name FROM (
        SELECT name, due_at, CASE WHEN done_at <= %(now)s + interval '{waits.AHEAD.seconds} seconds'
            THEN done_at END AS done_at
        FROM engine_round
    ) r JOIN unnest(%(names)s::text[], %(longest)s::interval[]) asked(name, longest) USING (name)
    WHERE {waits.sql_is_over("r.due_at", "asked.longest")} AND CASE r.name {{conditions}} END
    ORDER BY r.due_at, r.name
"""


@dataclass(frozen=True, slots=True)
class Round:
    """Something done again and again.

    Args:
        name: of its job, and of the lock that keeps it in the queue once.
        work: what is done, given the moment.
        every: how long after it was last claimed it is due again; a day for a round with an hour.
        at: the hour of the institution's day from which on it is due; None: by ``every`` alone.
        takes_up: how what was missed while no worker was there is taken up, in a sentence.
        due: SQL that is true while there is something to do; it may name ``%(now)s``, and
            ``r.done_at`` of the round itself.
        applies: whether this installation does it at all, and whether there is something to do that
            the database does not know of (a folder); asked without the database.
        queue: of its job.
    """

    name: str
    work: Work
    every: timedelta
    at: time | None
    takes_up: str
    due: str
    applies: Callable[[], bool]
    queue: str

    def again(self, now: datetime) -> datetime:
        """When it is due after it was done at ``now``."""
        if self.at is None:
            return now + self.every
        local = now.astimezone(HOME)
        today = datetime.combine(local.date(), self.at, HOME)
        return today if today > local else datetime.combine(local.date() + DAY, self.at, HOME)

    @property
    def longest(self) -> timedelta:
        """How far off its next time can be at most."""
        return max(self.every, _LONGEST_PAUSE)

    def first(self, now: datetime) -> datetime:
        """When it is due in an installation that has never done it."""
        return now if self.at is None else self.again(now)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a round stands."""

    round: Round
    due_at: datetime
    done_at: datetime | None
    failures: int  # one after another
    fault: str

    def waits(self, now: datetime) -> timedelta:
        """For how long it is due already."""
        return max(now - self.due_at, timedelta())


ROUNDS: dict[str, Round] = {}


def every(
    name: str,
    *,
    seconds: float = 0,
    at: time | None = None,
    takes_up: str,
    due: str = "true",
    applies: Callable[[], bool] = lambda: True,
    queue: str = "default",
) -> Callable[[Work], Work]:
    """Declare a round; either so many ``seconds`` after the last, or each day from an hour ``at``
    the institution.

    See `Round`. ``takes_up`` has no default: whoever adds a round thinks of the day on which no
    worker was there.

    Raises:
        TypeError: neither seconds nor an hour are given, or both.
    """
    if (at is None) == (seconds <= 0):
        raise TypeError(f"{name}: either seconds or an hour")

    def declare(work: Work) -> Work:
        span = timedelta(seconds=seconds) if at is None else DAY
        ROUNDS[name] = Round(name, work, span, at, takes_up, due, applies, queue)

        @app.task(name=name, queue=queue, queueing_lock=name, pass_context=False)
        def job(**_: Any) -> None:  # jobs of an older release carry a timestamp
            do(name)

        return work

    return declare


def look(now: datetime) -> list[str]:
    """Queue the rounds that are due; their names."""
    return [name for name in _due(now) if _claim(ROUNDS[name], now)]


def _due(now: datetime) -> list[str]:
    asked = [one for one in ROUNDS.values() if _applies(one)]
    if not asked:
        return []
    # A CASE asks only the conditions of rounds whose time has come.
    conditions = " ".join(f"WHEN '{one.name}' THEN ({one.due})" for one in asked)
    names, longest = [one.name for one in asked], [one.longest for one in asked]
    found = store.rows(_DUE.format(conditions=conditions), names=names, longest=longest, now=now)
    return [str(name) for (name,) in found]


def _applies(one: Round) -> bool:
    """A round of which that cannot be said (its folder is away) is done: it fails by itself, and
    holds up no other.
    """
    try:
        return one.applies()
    except Exception as error:  # noqa: BLE001 - its work meets the same and writes it down
        log.warning(
            "whether %s applies cannot be said: %s: %s", one.name, type(error).__name__, error
        )
        return True


def _claim(one: Round, now: datetime) -> bool:
    with store.atomic():
        claimed = store.execute(
            f"UPDATE engine_round SET due_at = %(again)s WHERE name = %(name)s AND {_DUE_NOW}",
            name=one.name,
            longest=one.longest,
            again=now + min(one.every, _LEASE),
            now=now,
        )
        return bool(claimed) and _queue(one)


def _queue(one: Round) -> bool:
    """Whether it was queued: one that waits already will do."""
    if store.value(
        "SELECT true FROM procrastinate_jobs WHERE queueing_lock = %(name)s AND status = 'todo'",
        name=one.name,
    ):
        return False
    # The lock keeps one that works longer than its lease from running twice at once.
    app.configure_task(one.name, queue=one.queue, lock=one.name, queueing_lock=one.name).defer()
    return True


def enter(now: datetime) -> None:
    """Give every round its row; done by each worker that starts."""
    for one in ROUNDS.values():
        store.execute(
            "INSERT INTO engine_round (name, due_at, failures, fault) VALUES (%(name)s, %(due)s, 0, '')"
            " ON CONFLICT DO NOTHING",
            name=one.name,
            due=one.first(now),
        )


def do(name: str) -> None:
    """Do a round and write down how it ended; one that failed is due again after a pause.

    Raises:
        Exception: whatever the round raised, once it is written down.
    """
    one, now = ROUNDS[name], timezone.now()
    try:
        one.work(now)
    except Exception as error:
        _failed(one, f"{type(error).__name__}: {error}"[:_SAID])
        raise
    store.execute(
        "UPDATE engine_round SET done_at = %(now)s, failures = 0, fault = '',"
        " due_at = CASE WHEN %(daily)s THEN %(again)s ELSE due_at END WHERE name = %(name)s",
        name=name,
        now=timezone.now(),
        daily=one.at is not None,
        again=one.again(now),
    )


def _failed(one: Round, fault: str) -> None:
    store.execute(
        "UPDATE engine_round SET failures = failures + 1, fault = %(fault)s, due_at ="
        " %(now)s + least(%(pause)s * power(2, least(failures, 12)), %(longest)s) WHERE name = %(name)s",
        name=one.name,
        fault=fault,
        now=timezone.now(),
        pause=min(one.every, _PAUSE),
        longest=_LONGEST_PAUSE,
    )


def standing() -> list[Standing]:
    """Every round that this installation does, as it stands."""
    rows = store.rows(
        "SELECT name, due_at, done_at, failures, fault FROM engine_round ORDER BY name"
    )
    return [
        Standing(ROUNDS[name], *rest)
        for name, *rest in rows
        if name in ROUNDS and _applies(ROUNDS[name])
    ]
