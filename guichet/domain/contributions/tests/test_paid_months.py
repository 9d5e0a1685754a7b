"""Which person's month is paid follows from the ledger and the lines, and nobody loses a paid month
to a colleague.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as some

from guichet.domain.contributions.paid_months import (
    paid_months,
    person_months,
    standing_parts,
    states_of_stretches,
)
from guichet.domain.contributions.statements import periods_of
from guichet.domain.contributions.tests.world import (
    APRIL,
    MARCH,
    MAY,
    at,
    engage,
    enter,
    establish,
    leave,
    pay,
    run,
)
from guichet.domain.payments.tests.world import notice, receive, reverse

pytestmark = pytest.mark.django_db

SAUDI, NEW, FOREIGN = 1000000016, 1000000024, 2000000006
LATE = date(2026, 8, 1)
WHOLE = 215000  # 21.5% of 10,000; by M/273 from July 2025 on 22.5% of it
NEWER = 225000
SMALL = 7500


@pytest.fixture
def firm(db: None) -> int:
    """Three workers billed for March: one of the old law, one of the new, and a foreigner."""
    (number,) = establish(1000000008)
    engage(enter(SAUDI), number, 8000, 2000)
    engage(enter(NEW, "m273"), number, 8000, 2000)
    engage(enter(FOREIGN, "other"), number, 3750)
    run(MARCH)
    return number


def months(*persons: int, today: date = LATE) -> list[tuple[int, date, int, int, str]]:
    found = person_months(pl.Series(persons), today)
    return found.select("person", "month", "due", "paid", "state").rows()


def put(firm: int, amount: int, key: str = "1") -> None:
    assert receive(
        notice(firm, amount, key, paid_at=at(date(2026, 4, 10))), now=at(date(2026, 4, 10))
    ) == ["accepted"]


def test_what_is_not_paid_is_not_due_until_its_day_has_passed(firm: int) -> None:
    assert months(SAUDI, today=date(2026, 4, 15)) == [(SAUDI, MARCH, WHOLE, 0, "not-due")]
    assert months(SAUDI, today=date(2026, 4, 16)) == [(SAUDI, MARCH, WHOLE, 0, "unpaid")]


def test_a_month_paid_whole_is_paid_for_everybody(firm: int) -> None:
    put(firm, WHOLE + NEWER + SMALL)
    assert {state for *_, state in months(SAUDI, NEW, FOREIGN)} == {"paid"}


def test_a_part_goes_first_to_those_whose_rights_hang_on_it(firm: int) -> None:
    put(firm, NEWER)
    assert months(SAUDI, NEW, FOREIGN) == [
        (SAUDI, MARCH, WHOLE, 0, "unpaid"),
        (NEW, MARCH, NEWER, NEWER, "paid"),
        (FOREIGN, MARCH, SMALL, 0, "unpaid"),
    ]
    put(firm, 1000, "2")
    assert months(SAUDI) == [(SAUDI, MARCH, WHOLE, 1000, "partly")]
    hangs = person_months(pl.Series([SAUDI, NEW]), LATE)
    assert hangs.select("person", "hangs").rows() == [(SAUDI, False), (NEW, True)]


def test_a_colleague_entered_late_takes_nothing_from_a_month_that_was_paid(firm: int) -> None:
    put(firm, WHOLE + NEWER + SMALL)
    engage(enter(1000000032, "m273"), firm, 8000, 2000, started_on=MARCH, today=date(2026, 5, 1))
    run(APRIL)
    assert {
        (person, state)
        for person, month, *_, state in months(SAUDI, NEW, FOREIGN)
        if month == MARCH
    } == {
        (SAUDI, "paid"),
        (NEW, "paid"),
        (FOREIGN, "paid"),
    }
    assert (1000000032, MARCH, NEWER, 0, "unpaid") in months(1000000032)


def test_a_raise_told_late_is_the_persons_own_to_wait_for(firm: int) -> None:
    put(firm, WHOLE + NEWER + SMALL)
    engagement = person_months(pl.Series([NEW]), LATE)["engagement"][0]
    pay(engagement, MARCH, 16000, 4000, today=date(2026, 5, 1))
    run(APRIL)
    assert months(NEW)[0] == (NEW, MARCH, 2 * NEWER, NEWER, "partly")
    assert months(SAUDI)[0][-1] == months(FOREIGN)[0][-1] == "paid"


def test_what_a_later_bill_gave_back_pays_nobody_twice(firm: int) -> None:
    put(firm, WHOLE + NEWER + SMALL)
    engagement = person_months(pl.Series([SAUDI]), LATE)["engagement"][0]
    leave(engagement, date(2026, 2, 28), today=date(2026, 5, 1))
    run(APRIL)
    # What was the leaver's lies on April now, and March is paid for the others.
    assert months(SAUDI) == []
    assert [m[2:] for m in months(NEW, FOREIGN) if m[1] == MARCH] == [
        (NEWER, NEWER, "paid"),
        (SMALL, SMALL, "paid"),
    ]
    assert (NEW, APRIL, NEWER, WHOLE, "partly") in months(NEW)


def test_a_payment_taken_back_takes_the_months_with_it(firm: int) -> None:
    put(firm, WHOLE + NEWER + SMALL)
    reverse("1")
    assert {m[-1] for m in months(SAUDI, NEW, FOREIGN)} == {"unpaid"}


def test_the_establishment_sees_the_same_of_its_bill(firm: int) -> None:
    put(firm, NEWER + 1)
    people = person_months(pl.Series([SAUDI, NEW, FOREIGN]), LATE)
    theirs = paid_months(people.select("establishment", "month", "engagement"), LATE)
    assert theirs.equals(people.select(theirs.columns).sort("establishment", "month", "engagement"))
    assert theirs["paid"].sum() == NEWER + 1


def test_a_period_is_paid_when_every_month_of_it_is(firm: int) -> None:
    put(firm, WHOLE + NEWER + SMALL)
    run(APRIL)
    numbers = pl.Series([SAUDI])
    for today, state in ((date(2026, 5, 15), "paid"), (LATE, "partly")):
        stretches = states_of_stretches(periods_of(numbers, today), person_months(numbers, today))
        assert stretches["state"].to_list() == [state]
    nothing = states_of_stretches(periods_of(numbers, LATE), person_months(numbers.clear(), LATE))
    assert nothing["state"].to_list() == [None]


lines = some.lists(
    some.tuples(
        some.integers(1, 3), some.sampled_from([MARCH, APRIL, MAY]), some.integers(-300, 500)
    ),
    max_size=8,
    unique_by=lambda line: line[:2],
)


@given(lines)
def test_lines_as_they_stand_sum_to_what_is_owed_and_none_is_below_nothing(
    rows: list[tuple[int, date, int]],
) -> None:
    frame = pl.DataFrame(
        [(1, MARCH, *row) for row in rows],
        schema={
            "establishment": pl.Int64,
            "month": pl.Date,
            "engagement": pl.Int64,
            "billed_in": pl.Date,
            "total": pl.Int64,
        },
        orient="row",
    )
    sums = frame.group_by("engagement").agg(pl.col("total").sum())
    parts = standing_parts(frame)
    assert parts.filter(pl.col("amount") <= 0).is_empty()
    found = dict(parts.group_by("engagement").agg(pl.col("amount").sum()).iter_rows())
    assert found == {e: total for e, total in sums.iter_rows() if total > 0}
