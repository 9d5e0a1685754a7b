"""What ``guichet doctor`` says of work that goes on by itself: workers, the queue, its tables,
rounds, days to be agreed about.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from guichet.config.diagnosis import DiagnosisLine, Level

_WORKER_SILENT_S = 60
_JOB_WAITS_S = 600
_LATE = timedelta(minutes=15)  # a round that was due so long ago: no worker looks
_MANY_JOBS, _MANY_BYTES = 5_000_000, 10 << 30
_DAYS_OPEN = 2  # in a row: more than one bad night


def _workers() -> Iterator[DiagnosisLine]:
    from guichet.engine import store

    alive = int(
        store.value(
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %(silent)s)",
            silent=_WORKER_SILENT_S,
        )
    )
    level = Level.OK if alive else Level.ATTENTION
    yield DiagnosisLine(
        level,
        "workers",
        f"{alive} alive" if alive else "none alive: files, notices and seals wait (guichet worker)",
    )


def _queue() -> Iterator[DiagnosisLine]:
    from guichet.engine import jobs, store

    waiting, overdue, failed = (
        int(
            store.value(
                f"SELECT count(*) FROM procrastinate_jobs WHERE {which}", seconds=_JOB_WAITS_S
            )
        )
        for which in (
            "status = 'todo'",
            "status = 'todo' AND coalesce(scheduled_at, now())"
            " < now() - make_interval(secs => %(seconds)s)",
            "status = 'failed'",
        )
    )
    level = Level.ATTENTION if overdue or failed else Level.OK
    yield DiagnosisLine(level, "queue", f"{waiting} jobs wait, {overdue} for long, {failed} failed")
    for kind, count in jobs.left_behind():
        yield DiagnosisLine(
            Level.ATTENTION,
            "queue",
            f"{count} {kind} left by a worker that is gone; taken up while workers live",
        )


def _tables() -> Iterator[DiagnosisLine]:
    from django.conf import settings

    from guichet.engine import jobs

    found = jobs.size()
    large = found.jobs > _MANY_JOBS or found.bytes > _MANY_BYTES
    kept = f"done ones are kept {settings.KEEP_JOBS_DAYS} days, failed ones {settings.KEEP_FAILED_JOBS_DAYS}"
    said = (
        f"{found.jobs:,} jobs, {found.events:,} events, {found.bytes / 2**20:,.0f} MiB;"
        f" {found.jobs_of_a_day:,} jobs in the last 24 hours; {kept}"
    )
    yield DiagnosisLine(Level.ATTENTION if large else Level.OK, "queue tables", said)


def _rounds() -> Iterator[DiagnosisLine]:
    from django.utils import timezone

    from guichet.engine import periodic

    now, fine = timezone.now(), 0
    found = periodic.standing()
    if not found:
        yield DiagnosisLine(
            Level.ATTENTION,
            "rounds",
            "none has ever begun: no `guichet worker` was here (not `procrastinate worker`)",
        )
        return
    for one in found:
        if one.failures:
            said = f"{one.round.name} failed {one.failures} times, again at {one.due_at:%Y-%m-%d %H:%M}: {one.fault}"
            yield DiagnosisLine(Level.ATTENTION, "rounds", said)
        elif one.round.due == "true" and one.waits(now) > _LATE:
            said = f"{one.round.name} is due since {one.due_at:%Y-%m-%d %H:%M} and nobody did it: start guichet worker"
            yield DiagnosisLine(Level.FAULT, "rounds", said)
        else:
            fine += 1
    if fine == len(found):
        yield DiagnosisLine(Level.OK, "rounds", f"{fine} kinds of work go on by themselves")


def _settled_days() -> Iterator[DiagnosisLine]:
    from django.utils import timezone

    from guichet.domain.payments.presenting import settled_days

    days = settled_days.open_days(timezone.now())
    if len(days) > _DAYS_OPEN:
        said = f"{len(days)} days are not agreed about with the consolidator, from {days[0]} on; see rounds, payments.end-of-day"
        yield DiagnosisLine(Level.FAULT, "settlement", said)
    else:
        yield DiagnosisLine(
            Level.OK,
            "settlement",
            f"{len(days)} days still to be agreed about with the consolidator",
        )


PARTS = (_workers, _queue, _tables, _rounds, _settled_days)
