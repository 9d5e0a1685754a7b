"""Jobs. A big file is worked a chunk at a time and goes back to the end of the queue, so it never holds up a small one."""

from __future__ import annotations

from datetime import datetime, timedelta

from asgiref.sync import sync_to_async
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from guichet.channels.bulk import checking, files, working
from guichet.channels.bulk.models import File, State
from guichet.engine import store

QUEUE = "bulk"
LANES = 2  # jobs at one file at once; more would let one client fill the workers
_RETRY = RetryStrategy(max_attempts=6, exponential_wait=3)
_SMALL = 5_000  # rows; such files go first
_QUIET = timedelta(seconds=60)
_SILENT = 45  # seconds without a heartbeat: the worker is gone
# Unfinished files that nobody is at: their job was lost, or its worker died.
_FORGOTTEN = """
    SELECT f.id FROM bulk_file f WHERE f.state = ANY(%(states)s) AND f.moved_at < %(before)s
    AND NOT EXISTS (
        SELECT FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
        WHERE j.queue_name = %(queue)s AND j.args->>'file' = f.id::text
        AND (j.status = 'todo' OR j.status = 'doing' AND w.last_heartbeat > now() - make_interval(secs => %(silent)s))
    )
"""


@app.task(queue=QUEUE, name="bulk.check", retry=_RETRY)
def check_file(file: str) -> None:
    """Check a file as a whole."""
    found = files.find(file)
    if found is not None:
        checking.check_file(found, timezone.now())


@app.task(queue=QUEUE, name="bulk.work", retry=_RETRY)
def work_file(file: str) -> None:
    """Work one chunk of a file, then queue up again for the next."""
    found = files.find(file)
    if found is None:
        return
    opening = found.state == State.CONFIRMED
    if working.step(found, timezone.now()):
        for _ in range(LANES if opening else 1):
            defer_work(found)


def defer_check(file: File) -> None:
    """Queue the check of a file, in the caller's ``atomic``."""
    check_file.configure(priority=1).defer(file=str(file.pk))


def defer_work(file: File) -> None:
    """Queue the next piece of work of a confirmed file, in the caller's ``atomic``."""
    small = (file.rows or 0) <= _SMALL
    work_file.configure(priority=1 if small else 0).defer(file=str(file.pk))


@app.periodic(cron="* * * * *")
@app.task(queue=QUEUE, name="bulk.sweep", queueing_lock="bulk.sweep")
async def sweep(timestamp: int) -> None:
    """Take up again what a killed worker left: its jobs, and files that have lost theirs."""
    for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=_SILENT):
        await app.job_manager.retry_job(job)
    await sync_to_async(queue_forgotten)(timezone.now())


def queue_forgotten(now: datetime) -> int:
    """Queue unfinished files that no job is at; how many."""
    found = File.objects.raw(
        _FORGOTTEN,
        {"states": list(State.UNFINISHED), "before": now - _QUIET, "queue": QUEUE, "silent": _SILENT},
    )
    forgotten = list(found)
    for file in forgotten:
        with store.atomic():
            if file.state in (State.UPLOADED, State.CHECKING):
                defer_check(file)
            else:
                defer_work(file)
    return len(forgotten)
