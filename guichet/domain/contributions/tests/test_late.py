"""A change made while its month ran, committed after the month was billed: it comes with the next
bill.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Event, Thread

import polars as pl
import pytest
from django.db import connection

from guichet.domain.contributions.tests.world import (
    APRIL,
    MARCH,
    MAY,
    engage,
    enter,
    establish,
    leave,
    lines,
    pay,
    run,
)
from guichet.domain.registry import bill_facts as register
from guichet.domain.registry import commands as registry
from guichet.engine import store

pytestmark = pytest.mark.django_db(transaction=True)

IN_MARCH = date(2026, 3, 31)


def cancel_end(engagement: int) -> None:
    """The engagement goes on after all."""
    row = {"engagement_id": engagement, "field": "ended_on", "old": date(2026, 3, 12), "new": None}
    schema = {"engagement_id": pl.Int64, "field": pl.String, "old": pl.Date, "new": pl.Date}
    correction = pl.DataFrame([row], schema=schema).with_columns(transaction=pl.lit(1))
    registry.correct_engagements(corrections=correction, today=IN_MARCH)


def test_what_was_written_in_a_month_already_billed_comes_as_a_difference() -> None:
    (firm,) = establish(1000000008)
    raised, gone, back, same = (
        engage(enter(n), firm, 8000, 2000) for n in (1000000016, 1000000024, 1000000032, 1000000040)
    )
    leave(back, date(2026, 3, 12), today=date(2026, 3, 20))
    run(MARCH)
    pay(raised, MARCH, 12000, 3000, today=IN_MARCH)
    leave(gone, date(2026, 3, 12), today=IN_MARCH)
    cancel_end(back)
    joined = engage(enter(1000000057), firm, 8000, 2000, started_on=MARCH, today=IN_MARCH)
    pay(same, APRIL, 9000, 2000, today=IN_MARCH)
    assert register.backdated_after(0).filter(pl.col("month") >= MARCH).is_empty()

    run(APRIL)

    assert lines(firm, APRIL)[:4] == [
        (MARCH, raised, 107500),
        (MARCH, gone, 83226 - 215000),
        (MARCH, back, 215000 - 83226),
        (MARCH, joined, 215000),
    ]
    assert [line[:2] for line in lines(firm, APRIL)[4:]] == [
        (APRIL, engagement) for engagement in (raised, back, same, joined)
    ]
    assert run(MAY).adjustments == 0


def test_a_change_still_open_while_its_month_is_billed_is_not_lost() -> None:
    (firm,) = establish(1000000008)
    raised = engage(enter(1000000016), firm, 8000, 2000)
    with _HeldOpen(lambda: pay(raised, MARCH, 12000, 3000, today=IN_MARCH)) as commit:
        # Others write and commit meanwhile, so that the open one is not the latest.
        engage(enter(1000000024), firm, 8000, 2000, started_on=APRIL, today=date(2026, 4, 1))
        run(MARCH)
        commit()
    assert lines(firm, MARCH) == [(MARCH, raised, 215000)]
    run(APRIL)
    assert lines(firm, APRIL)[0] == (MARCH, raised, 107500)


class _HeldOpen:
    """A change written by another session, committed when asked."""

    def __init__(self, change: Callable[[], None]) -> None:
        self.change, self.written, self.go = change, Event(), Event()
        self.thread = Thread(target=self._work)

    def _work(self) -> None:
        try:
            with store.atomic():
                self.change()
                self.written.set()
                assert self.go.wait(30)
        finally:
            connection.close()

    def __enter__(self) -> Callable[[], None]:
        self.thread.start()
        assert self.written.wait(30)
        return self._commit

    def _commit(self) -> None:
        self.go.set()
        self.thread.join(30)
        assert not self.thread.is_alive()

    def __exit__(self, *_: object) -> None:
        self._commit()
