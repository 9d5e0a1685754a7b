"""``guichet doctor`` tells of work that goes on by itself: what waits, what failed and why, what
grows, what nobody does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from guichet.config import runner_checks
from guichet.config.diagnosis import DiagnosisLine, Level
from guichet.domain.payments.presenting import settled_days
from guichet.engine import periodic, store
from guichet.engine.tests.test_jobs import begun

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_queue() -> None:
    """The queue's tables are not emptied between tests."""
    store.execute("DELETE FROM procrastinate_jobs")
    store.execute("DELETE FROM procrastinate_workers")


def told(part: Callable[[], Iterator[DiagnosisLine]]) -> tuple[Level, str]:
    """The worst level of a part, and all it says."""
    lines = list(part())
    order = [Level.OK, Level.ATTENTION, Level.FAULT]
    return max((line.level for line in lines), key=order.index), "\n".join(
        line.found for line in lines
    )


def test_a_job_left_by_a_killed_worker_is_counted_by_kind() -> None:
    assert told(runner_checks._queue)[0] is Level.OK
    begun("documents.compose")
    level, said = told(runner_checks._queue)
    assert level is Level.ATTENTION and "1 documents.compose left by a worker that is gone" in said


def test_the_tables_of_the_queue_tell_their_size_growth_and_rule() -> None:
    begun()
    level, said = told(runner_checks._tables)
    assert (
        level is Level.OK
        and said.startswith("1 jobs, 2 events")
        and "1 jobs in the last 24 hours" in said
    )
    assert "done ones are kept 7 days, failed ones 90" in said


def test_no_round_ever_begun_says_that_the_wrong_worker_was_started() -> None:
    level, said = told(runner_checks._rounds)
    assert level is Level.ATTENTION and "guichet worker" in said


def test_rounds_that_go_on_are_well_and_one_that_nobody_does_is_a_fault() -> None:
    periodic.enter(timezone.now())
    assert told(runner_checks._rounds)[0] is Level.OK
    store.execute(
        "UPDATE engine_round SET due_at = now() - interval '2 hours' WHERE name = 'payments.end-of-day'"
    )
    level, said = told(runner_checks._rounds)
    assert level is Level.FAULT and said.startswith("payments.end-of-day is due since")


def test_a_round_that_fails_says_why_and_when_it_is_tried_again() -> None:
    periodic.enter(timezone.now())
    store.execute(
        "UPDATE engine_round SET failures = 3, fault = 'OSError: gone' WHERE name = 'certificates.refresh'"
    )
    level, said = told(runner_checks._rounds)
    assert level is Level.ATTENTION and said.startswith(
        "certificates.refresh failed 3 times, again at"
    )
    assert said.endswith("OSError: gone")


def test_days_not_agreed_about_are_a_fault_when_there_are_several(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    today = timezone.now().date()
    days = [today - timedelta(days=n) for n in (3, 2, 1)]
    monkeypatch.setattr(settled_days, "open_days", lambda now: days[2:])
    assert told(runner_checks._settled_days)[0] is Level.OK
    monkeypatch.setattr(settled_days, "open_days", lambda now: days)
    level, said = told(runner_checks._settled_days)
    assert (
        level is Level.FAULT
        and f"3 days are not agreed about with the consolidator, from {days[0]} on" in said
    )
