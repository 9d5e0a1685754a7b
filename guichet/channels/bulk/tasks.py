"""Jobs. A big file is worked a chunk at a time and goes back to the end of the queue, so it never
holds up a small one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from guichet.channels.bulk import file_check, file_run, files, retention
from guichet.channels.bulk.models import File, State
from guichet.engine import periodic, store

QUEUE = "bulk"
LANES = 2  # jobs at one file at once; more would let one client fill the workers
_RETRY = RetryStrategy(max_attempts=6, exponential_wait=3)
_SMALL = 5_000  # rows; such files go first
_QUIET = timedelta(seconds=60)
_BEFORE = f"%(now)s - interval '{_QUIET.seconds} seconds'"
_UNFINISHED = ", ".join(f"'{state}'" for state in State.UNFINISHED)
# Unfinished files without a job. One whose worker died has its job still, which the engine takes up
# (`jobs.take_up`).
_FORGOTTEN = f"""
    SELECT f.id FROM bulk_file f WHERE f.state IN ({_UNFINISHED}) AND f.moved_at < %(before)s
    AND NOT EXISTS (
        SELECT FROM procrastinate_jobs j
        WHERE j.queue_name = '{QUEUE}' AND j.status IN ('todo', 'doing')
            AND j.args->>'file' = f.id::text
    )
"""


@app.task(queue=QUEUE, name="bulk.check", retry=_RETRY)
def check_file(file: str) -> None:
    """Check a file as a whole."""
    found = files.find(file)
    if found is not None:
        file_check.check_file(found, timezone.now())


@app.task(queue=QUEUE, name="bulk.work", retry=_RETRY)
def work_file(file: str) -> None:
    """Work one chunk of a file, then queue up again for the next."""
    found = files.find(file)
    if found is None:
        return
    opening = found.state == State.CONFIRMED
    if file_run.step(found, timezone.now()):
        for _ in range(LANES if opening else 1):
            defer_work(found)


def defer_check(file: File) -> None:
    """Queue the check of a file, in the caller's ``atomic``."""
    check_file.configure(priority=1).defer(file=str(file.pk))


def defer_work(file: File) -> None:
    """Queue the next piece of work of a confirmed file, in the caller's ``atomic``."""
    small = (file.rows or 0) <= _SMALL
    work_file.configure(priority=1 if small else 0).defer(file=str(file.pk))


@periodic.every(
    "bulk.sweep",
    seconds=60,
    queue=QUEUE,
    due=f"EXISTS ({_FORGOTTEN.replace('%(before)s', _BEFORE)})",
    takes_up="every unfinished file that no job is at is queued again",
)
def sweep(now: datetime) -> None:
    """Queue again files that have lost their jobs."""
    queue_forgotten(now)


@periodic.every(
    "bulk.drop",
    seconds=3_600,
    queue=QUEUE,
    due=retention.due(),
    takes_up="every file that nobody confirmed in time, or that came to nothing, however long ago",
)
def drop_files(now: datetime) -> None:
    """Drop the bytes of files of which nothing came."""
    retention.drop(now)


def queue_forgotten(now: datetime) -> int:
    """Queue unfinished files that no job is at; how many."""
    forgotten = list(File.objects.raw(_FORGOTTEN, {"before": now - _QUIET}))
    for file in forgotten:
        with store.atomic():
            if file.state in (State.UPLOADED, State.CHECKING):
                defer_check(file)
            else:
                defer_work(file)
    return len(forgotten)
