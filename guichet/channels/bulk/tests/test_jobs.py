"""Real workers in processes of their own: killed in mid-file, sharing a file, taking turns."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo

import guichet
from guichet.channels.bulk import file_check, file_run, tasks
from guichet.channels.bulk.models import File, State
from guichet.channels.bulk.tests.conftest import Institution
from guichet.engine import bulk_run, jobs, store
from guichet.engine.ids import transaction_id

pytestmark = pytest.mark.django_db(transaction=True)
_PATIENCE = 60  # seconds, on a machine that is shared


class Workers:
    """Starts workers on the test's own database and ends those it started."""

    def __init__(self, keys: Path) -> None:
        told = connection.settings_dict
        uri = make_conninfo(
            dbname=told["NAME"],
            host=told["HOST"],
            port=told["PORT"] or None,
            user=told["USER"] or None,
            password=told["PASSWORD"] or None,
        )
        self.env = os.environ | {"DATABASE_URL": uri, "GUICHET_SIGNING_KEYS": str(keys)}
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        """A worker of the bulk queue."""
        root = Path(guichet.__file__).parents[1]
        command = [sys.executable, "-m", "guichet.config.worker", tasks.QUEUE]
        worker = subprocess.Popen(
            command, cwd=root, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.started.append(worker)
        return worker

    def end(self) -> None:
        """End what is still running."""
        for worker in self.started:
            if worker.poll() is None:
                worker.kill()
            worker.wait()


@pytest.fixture
def crew(institution: Institution, signing_keys: Path) -> Iterator[Workers]:
    """See :class:`Workers`."""
    made = Workers(signing_keys)
    yield made
    made.end()


def queued(institution: Institution, count: int, start: int, chunk_rows: int) -> File:
    """A confirmed file of wages, opened in small chunks, with its jobs in the queue."""
    file = institution.send(institution.wages(count, start=start))
    now = timezone.now()
    file_check.check_file(file, now)
    file_run.confirm(file, file.as_checked, now)
    file_run.begin(file, now, chunk_rows=chunk_rows)
    for _ in range(tasks.LANES):
        tasks.defer_work(file)
    return file


def until(what: Any) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + _PATIENCE
    while not what():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def chunks_done(file: File) -> int:
    """How many chunks of a file are done."""
    assert file.submission is not None
    return bulk_run.progress(file.submission).chunks_done


def finished(file: File) -> bool:
    """Whether a file has come to its end."""
    file.refresh_from_db()
    return file.state == State.DONE


def forget_heartbeats() -> None:
    """Make every worker look silent for two minutes."""
    store.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")


def assert_each_row_once(file: File, rows: int, wages_before: int) -> None:
    """No row lost, none doubled: neither in the register of transactions nor in the registry."""
    assert file.submission is not None
    first = transaction_id(file.submission)
    told = "SELECT count(*), count(DISTINCT row), count(DISTINCT id), min(row), max(row)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{told} FROM engine_transaction WHERE id >= %s AND id < %s",
            [first, transaction_id(file.submission + 1)],
        )
        assert cursor.fetchone() == (rows, rows, rows, 2, rows + 1)
    assert store.value("SELECT count(*) FROM registry_wage") == wages_before + rows
    progress = file_run.progress_of(file)
    assert progress.finished and progress.counts == {"accepted": rows}


@pytest.mark.slow
def test_a_worker_killed_in_mid_file_loses_and_doubles_nothing(
    institution: Institution, crew: Workers
) -> None:
    before = int(store.value("SELECT count(*) FROM registry_wage"))
    file = queued(institution, 400, 0, chunk_rows=15)
    for _ in range(2):
        done = chunks_done(file)
        worker = crew.start()
        until(lambda done=done: chunks_done(file) >= done + 2)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        assert not finished(file), "the file is too small for this test"
        forget_heartbeats()
        assert tasks.queue_forgotten(timezone.now() + timedelta(minutes=2)) == 0, (
            "its job is there, and is taken up"
        )
        # Killed within a chunk, its job is taken up; between two, the next is queued already.
        left = int(store.value("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"))
        assert jobs.take_up() == left <= 1
    crew.start()
    until(lambda: finished(file))
    assert_each_row_once(file, 400, before)


@pytest.mark.slow
def test_two_workers_share_a_file(institution: Institution, crew: Workers) -> None:
    before = int(store.value("SELECT count(*) FROM registry_wage"))
    file = queued(institution, 200, 0, chunk_rows=20)
    crew.start(), crew.start()
    until(lambda: finished(file))
    assert_each_row_once(file, 200, before)


@pytest.mark.slow
def test_a_small_file_is_not_held_up_by_a_big_one_before_it(
    institution: Institution, crew: Workers
) -> None:
    # Of one priority, so that only the turns are shown.
    big = queued(institution, 300, 0, chunk_rows=15)
    small = queued(institution, 30, 1_000, chunk_rows=15)
    crew.start()
    until(lambda: finished(big) and finished(small))
    assert small.moved_at < big.moved_at
    chunks = "SELECT count(*) FROM engine_chunk WHERE submission_id = %(s)s AND done_at < %(at)s"
    assert store.value(chunks, s=big.submission, at=small.moved_at) < 10


def test_files_nobody_is_at_are_queued_again_and_others_left_alone(
    institution: Institution,
) -> None:
    waiting = institution.send(institution.wages(3))
    at_work = institution.send(institution.wages(4))
    tasks.defer_check(at_work)
    assert tasks.queue_forgotten(timezone.now()) == 0, "a file that has just moved is left its time"
    assert tasks.queue_forgotten(timezone.now() + timedelta(minutes=2)) == 1
    assert tasks.queue_forgotten(timezone.now() + timedelta(minutes=2)) == 0
    queue = "SELECT count(*) FROM procrastinate_jobs WHERE args->>'file' = %(id)s"
    assert store.value(queue, id=str(waiting.pk)) == 1


def test_a_job_goes_back_to_the_queue_after_each_chunk(institution: Institution) -> None:
    file = institution.send(institution.wages(10))
    tasks.check_file(file=str(file.pk))
    file.refresh_from_db()
    file_run.confirm(file, file.as_checked, timezone.now())
    tasks.work_file(file=str(file.pk))
    queue = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'bulk.work' AND args->>'file' = %(id)s"
    assert store.value(queue, id=str(file.pk)) == tasks.LANES
    tasks.work_file(file=str(file.pk))
    assert finished(file)
    tasks.work_file(file=str(file.pk))
    assert store.value(queue, id=str(file.pk)) == tasks.LANES, "a finished file is not queued again"
