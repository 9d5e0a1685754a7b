"""Rounds are due by the state of things: whoever was away finds them due, and where nothing happens
nothing is queued.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from procrastinate.contrib.django import app

from guichet.engine import periodic, store

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)  # noon at the institution
NAME = "tests.round"


@pytest.fixture(autouse=True)
def empty_queue() -> None:
    """The queue's tables are not emptied between tests."""
    store.execute("DELETE FROM procrastinate_jobs")
    store.execute("DELETE FROM procrastinate_workers")


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No rounds but those that the test declares."""
    monkeypatch.setattr(periodic, "ROUNDS", {})
    yield
    app.tasks.pop(NAME, None)


def declare(work: periodic.Work, **said: object) -> periodic.Round:
    periodic.every(NAME, takes_up="whatever is there", **said)(work)  # type: ignore[arg-type]
    return periodic.ROUNDS[NAME]


def queued() -> int:
    return int(
        store.value("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %(n)s", n=NAME)
    )


def finish() -> None:
    store.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    store.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")


def fails(now: datetime) -> None:
    raise RuntimeError("the other side is down")


def test_a_round_is_queued_once_however_many_workers_look(only: None) -> None:
    declare(lambda now: None, seconds=10)
    periodic.enter(NOW)
    assert periodic.look(NOW) == [NAME]
    assert periodic.look(NOW) == []
    assert periodic.look(NOW + timedelta(seconds=11)) == [] and queued() == 1, "one waits already"
    finish()
    assert periodic.look(NOW + timedelta(seconds=22)) == [NAME]


def test_where_its_condition_does_not_hold_nothing_is_queued_nor_written(only: None) -> None:
    declare(
        lambda now: None, seconds=10, due="EXISTS (SELECT FROM engine_event WHERE at <= %(now)s)"
    )
    periodic.enter(NOW)
    before = store.value("SELECT xmin::text FROM engine_round")
    assert [periodic.look(NOW + timedelta(seconds=s)) for s in range(0, 60, 5)] == [[]] * 12
    assert queued() == 0 and store.value("SELECT xmin::text FROM engine_round") == before
    store.execute("INSERT INTO engine_event (name, body, at) VALUES ('x', '{}', %(now)s)", now=NOW)
    assert periodic.look(NOW) == [NAME]


def test_what_does_not_apply_here_is_not_asked_for(only: None) -> None:
    declare(lambda now: None, seconds=10, applies=lambda: False, due="no_such_function()")
    periodic.enter(NOW)
    assert periodic.look(NOW) == [] and periodic.standing() == []


def test_a_daily_round_is_due_from_its_hour_on_and_stays_due_while_nobody_does_it(
    only: None,
) -> None:
    one = declare(lambda now: None, at=time(5, 10))
    periodic.enter(NOW)
    tomorrow = datetime(2026, 11, 30, 2, 10, tzinfo=UTC)
    assert periodic.look(NOW) == periodic.look(tomorrow - timedelta(seconds=1)) == []
    # No worker for three days: whatever minute one comes back, it is due.
    back = tomorrow + timedelta(days=3, hours=7, minutes=13)
    assert periodic.look(back) == [NAME]
    assert one.again(back) == tomorrow + timedelta(days=4)


def test_a_daily_round_whose_worker_was_killed_is_due_again_within_the_hour(only: None) -> None:
    declare(lambda now: None, at=time(5, 10))
    periodic.enter(NOW)
    hour = NOW + timedelta(days=1)
    assert periodic.look(hour) == [NAME]
    store.execute("UPDATE procrastinate_jobs SET status = 'doing'")  # and it never ends
    assert periodic.look(hour + timedelta(minutes=50)) == []
    assert periodic.look(hour + timedelta(minutes=61)) == [NAME]


def test_a_round_that_is_done_is_written_down_and_due_the_next_day(only: None) -> None:
    seen: list[datetime] = []
    one = declare(seen.append, at=time(5, 10))
    periodic.enter(datetime.now(UTC))
    periodic.do(NAME)
    (standing,) = periodic.standing()
    assert standing.failures == 0 and standing.done_at is not None and len(seen) == 1
    assert standing.due_at == one.again(seen[0])


def test_a_round_that_fails_comes_again_after_a_pause_that_grows_and_says_why(only: None) -> None:
    declare(fails, at=time(5, 10))
    periodic.enter(NOW)
    pauses = []
    for _ in range(8):
        with pytest.raises(RuntimeError):
            periodic.do(NAME)
        (standing,) = periodic.standing()
        pauses.append(round((standing.due_at - datetime.now(UTC)).total_seconds(), -1))
    assert standing.failures == 8 and standing.fault == "RuntimeError: the other side is down"
    assert pauses == [30, 60, 120, 240, 480, 900, 900, 900]


def test_a_job_of_an_older_release_carries_a_timestamp_and_is_done_all_the_same(only: None) -> None:
    seen: list[datetime] = []
    declare(seen.append, seconds=10)
    periodic.enter(NOW)
    app.tasks[NAME].func(timestamp=1_764_400_000)
    assert len(seen) == 1


def test_a_round_without_a_time_or_with_two_is_refused() -> None:
    for said in ({}, {"seconds": 5, "at": time(1)}):
        with pytest.raises(TypeError):
            declare(lambda now: None, **said)


def test_a_round_put_off_by_a_clock_that_ran_ahead_comes_all_the_same(only: None) -> None:
    declare(
        lambda now: None,
        seconds=10,
        due="coalesce(r.done_at, '-infinity') < %(now)s - interval '1 hour'",
    )
    periodic.enter(NOW + timedelta(days=400))
    store.execute("UPDATE engine_round SET done_at = due_at")
    assert periodic.look(NOW) == [NAME], "neither its time nor when it was done is of this year"
    finish()
    assert periodic.look(NOW) == [], "and it is put off as ever"


def test_a_daily_round_is_not_taken_for_put_off_by_its_own_day(only: None) -> None:
    declare(lambda now: None, at=time(12))
    periodic.enter(NOW)
    assert periodic.look(NOW) == periodic.look(NOW + timedelta(hours=1)) == []


def test_a_round_that_cannot_say_whether_it_applies_holds_up_no_other(only: None) -> None:
    def away() -> bool:
        raise OSError("stale file handle")

    periodic.every("tests.away", seconds=10, takes_up="all", applies=away)(fails)
    declare(lambda now: None, seconds=10)
    periodic.enter(NOW)
    assert periodic.look(NOW) == ["tests.away", NAME]
    with pytest.raises(RuntimeError):
        periodic.do("tests.away")
    standing = {one.round.name: one.failures for one in periodic.standing()}
    assert standing == {"tests.away": 1, NAME: 0}, "and it is said which one it is"
    app.tasks.pop("tests.away")
