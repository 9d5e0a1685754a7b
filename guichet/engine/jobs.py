"""The queue over years: jobs of workers that died are taken up, whatever their kind; done ones are
forgotten by a rule.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from guichet.engine import store

log = logging.getLogger(__name__)

SILENT = timedelta(seconds=45)  # without a sign of life: the worker is gone
MOST_ATTEMPTS = 25  # a job that was begun so often ends its worker each time, or never will do
_AT_ONCE, _AT_MOST = 5_000, 100  # jobs of one DELETE, and DELETEs of one round
_DONE, _FAILED = ("succeeded", "cancelled", "aborted"), ("failed",)

_LEFT = f"""
    FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
    WHERE j.status = 'doing'
        AND (w.id IS NULL OR w.last_heartbeat < now() - interval '{SILENT.seconds} seconds')
"""
LEFT_BEHIND = f"SELECT EXISTS (SELECT {_LEFT})"
_LOWEST = """
    SELECT j.id, max(e.at) FROM (
        SELECT id FROM procrastinate_jobs WHERE status = ANY(%(states)s::procrastinate_job_status[])
        ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
    ) j LEFT JOIN procrastinate_events e ON e.job_id = j.id GROUP BY j.id
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much the queue's tables hold."""

    jobs: int
    events: int
    bytes: int
    jobs_of_a_day: int  # queued in the last 24 hours


def take_up() -> int:
    """Queue again the jobs of workers that are gone, or end them where a successor waits; how many
    there were.
    """
    taken = 0
    for number, name, lock, attempts in store.rows(
        f"SELECT j.id, j.task_name, j.queueing_lock, j.attempts {_LEFT} ORDER BY j.id"
    ):
        with store.atomic():
            waits = lock and store.value(
                "SELECT true FROM procrastinate_jobs WHERE queueing_lock = %(lock)s AND status = 'todo'",
                lock=lock,
            )
            if waits:
                _end(number, "aborted")
            elif attempts >= MOST_ATTEMPTS:
                log.error("job %s (%s) was begun %s times and never ended", number, name, attempts)
                _end(number, "failed")
            else:
                log.warning("job %s (%s) is taken up: its worker is gone", number, name)
                store.value(
                    "SELECT procrastinate_retry_job_v2(%(id)s, NULL, NULL, NULL, NULL)", id=number
                )
        taken += 1
    return taken


def _end(number: int, status: str) -> None:
    store.value(
        "SELECT procrastinate_finish_job_v1(%(id)s, %(status)s::procrastinate_job_status, false)",
        id=number,
        status=status,
    )


def left_behind() -> list[tuple[str, int]]:
    """The jobs of workers that are gone, by kind: its name and how many."""
    return [
        (str(n), int(c))
        for n, c in store.rows(f"SELECT j.task_name, count(*) {_LEFT} GROUP BY 1 ORDER BY 1")
    ]


def forget(now: datetime, done_days: int, failed_days: int) -> int:
    """Drop done jobs and failed ones that ended so many days ago, with their events; how many jobs
    there were.
    """
    return _forget(_DONE, now - timedelta(days=done_days)) + _forget(
        _FAILED, now - timedelta(days=failed_days)
    )


def _forget(states: Sequence[str], before: datetime) -> int:
    """From the lowest number on, as jobs are queued in the order of time; as soon as few are old
    enough, the rest waits.
    """
    dropped = 0
    for _ in range(_AT_MOST):
        with store.atomic():
            lowest = store.rows(_LOWEST, states=list(states), most=_AT_ONCE)
            old = [number for number, ended in lowest if ended is None or ended < before]
            # Their events go with them, and what remembers the hour of a periodic job lets go of
            # it.
            dropped += store.execute(
                "DELETE FROM procrastinate_jobs WHERE id = ANY(%(ids)s::bigint[])", ids=old
            )
        if len(old) < _AT_ONCE:
            break
    return dropped


def size() -> Size:
    """How much the queue's tables hold, and how fast they grow."""
    (found,) = store.rows(
        "SELECT (SELECT count(*) FROM procrastinate_jobs), (SELECT count(*) FROM procrastinate_events),"
        " pg_total_relation_size('procrastinate_jobs') + pg_total_relation_size('procrastinate_events'),"
        " (SELECT count(*) FROM procrastinate_events WHERE type = 'deferred' AND at > now() - interval '1 day')"
    )
    return Size(*map(int, found))
