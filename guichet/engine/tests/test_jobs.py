"""The queue over years: what killed workers left is taken up whatever its kind, and what is done is
forgotten by a rule.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from procrastinate.contrib.django import app

from guichet.engine import jobs, store

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def empty_queue() -> None:
    """The queue's tables are not emptied between tests."""
    store.execute("DELETE FROM procrastinate_jobs")
    store.execute("DELETE FROM procrastinate_workers")


def queue(task: str = "documents.compose", *, lock: str | None = None) -> int:
    """A job in the queue; its number."""
    return app.configure_task(task, queueing_lock=lock, allow_unknown=False).defer(transactions=[])


def begun(task: str = "documents.compose", *, lock: str | None = None, silent_s: int = 60) -> int:
    """A job that a worker, silent for so long, is at; its number."""
    number = queue(task, lock=lock)
    worker = store.value("SELECT worker_id FROM procrastinate_register_worker_v1()")
    store.execute(
        "UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %(s)s) WHERE id = %(w)s",
        s=silent_s,
        w=worker,
    )
    store.execute(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %(w)s WHERE id = %(n)s",
        w=worker,
        n=number,
    )
    return number


def status(number: int) -> str:
    return str(
        store.value("SELECT status::text FROM procrastinate_jobs WHERE id = %(n)s", n=number)
    )


def ended(days_ago: int, how: str = "succeeded") -> int:
    """A job that ended so long ago; its number."""
    number = queue()
    for state in ("doing", how):
        store.execute(
            "UPDATE procrastinate_jobs SET status = %(s)s::procrastinate_job_status WHERE id = %(n)s",
            s=state,
            n=number,
        )
    store.execute(
        "UPDATE procrastinate_events SET at = at - make_interval(days => %(d)s) WHERE job_id = %(n)s",
        d=days_ago,
        n=number,
    )
    return number


@pytest.mark.parametrize("task", ["documents.compose", "bulk.work", "engine.seal"])
def test_a_job_of_a_killed_worker_is_taken_up_whatever_its_kind(task: str) -> None:
    number = begun(task)
    assert store.value(jobs.LEFT_BEHIND) and jobs.left_behind() == [(task, 1)]
    assert jobs.take_up() == 1
    assert status(number) == "todo" and not store.value(jobs.LEFT_BEHIND)


def test_a_job_whose_worker_was_struck_off_is_taken_up() -> None:
    number = begun()
    store.execute(
        "DELETE FROM procrastinate_workers"
    )  # as each worker that starts does with silent ones
    assert jobs.take_up() == 1 and status(number) == "todo"


def test_a_job_whose_worker_lives_is_left_alone() -> None:
    number = begun(silent_s=20)
    assert not store.value(jobs.LEFT_BEHIND) and jobs.take_up() == 0 and status(number) == "doing"


def test_a_job_whose_successor_waits_is_ended_and_does_not_stand_in_the_way() -> None:
    first = begun("engine.seal", lock="engine.seal")
    second, other = queue("engine.seal", lock="engine.seal"), begun()
    assert jobs.take_up() == 2
    assert (status(first), status(second), status(other)) == ("aborted", "todo", "todo")


def test_a_job_that_kills_each_worker_fails_in_the_end_and_is_counted() -> None:
    number = begun()
    store.execute("UPDATE procrastinate_jobs SET attempts = %(n)s", n=jobs.MOST_ATTEMPTS)
    jobs.take_up()
    assert status(number) == "failed"


def test_done_jobs_go_after_a_week_with_their_events_and_failed_ones_later() -> None:
    gone = [ended(8), ended(8, "aborted"), ended(91, "failed")]
    stay = [ended(6), ended(8, "failed"), queue(), begun()]
    assert jobs.forget(NOW, 7, 90) == 3
    assert {status(n) for n in gone} == {"None"} and "None" not in {status(n) for n in stay}
    assert (
        store.value("SELECT count(*) FROM procrastinate_events WHERE job_id = ANY(%(g)s)", g=gone)
        == 0
    )
    assert jobs.forget(NOW, 7, 90) == 0


def test_a_full_table_is_emptied_in_bounded_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_AT_ONCE", 3)
    monkeypatch.setattr(jobs, "_AT_MOST", 2)
    for _ in range(8):
        ended(8)
    assert [jobs.forget(NOW, 7, 90) for _ in range(3)] == [6, 2, 0]


def test_the_tables_say_how_large_they_are_and_how_fast_they_grow() -> None:
    ended(3), queue()
    found = jobs.size()
    assert (found.jobs, found.events, found.jobs_of_a_day) == (2, 4, 1) and found.bytes > 0
