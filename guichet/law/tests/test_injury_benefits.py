"""Benefits of work injuries agree with an independent reading of the law."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.law.sa.benefits import BENEFITS
from guichet.law.sa.benefits.injuries import lines_of
from guichet.law.tests import injury_oracle as oracle
from guichet.law.tests.made_up_people import SOME, Row, agree, days, people, rows_of, wages

degrees = st.one_of(st.sampled_from([0, 499_999, 500_000, 1_000_000]), st.integers(0, 1_000_000))


@SOME
@given(rows_of(3, on=days, degree=degrees, helper_needed=st.booleans()))
def test_injury_annuities(rows: list[Row]) -> None:
    agree("injury_annuity", oracle.annuity, rows)


@SOME
@given(rows_of(3, on=days, degree=degrees, age_months=st.integers(180, 1100)))
def test_injury_lump_sums(rows: list[Row]) -> None:
    agree("injury_lump_sum", oracle.injury_lump, rows)


@SOME
@given(rows_of(3, on=days, degree=degrees))
def test_lump_sums_of_who_is_not_saudi(rows: list[Row]) -> None:
    agree("injury_lump_sum_nonsaudi", oracle.foreign_lump, rows)


@SOME
@given(rows_of(3, on=days, members=people.map(lambda n: n + 1)))
def test_deaths_by_work_of_who_is_not_saudi(rows: list[Row]) -> None:
    agree("injury_death_nonsaudi", oracle.foreign_death, rows)


@SOME
@given(days, st.integers(0, 200), wages, st.booleans())
def test_daily_allowances_are_cut_at_the_ends_of_months(
    start: date, length: int, wage: int, treatment: bool
) -> None:
    until = date.fromordinal(start.toordinal() + length)
    spell = pl.DataFrame([{"on": start, "until": until, "wage": wage, "treatment": treatment}])
    lines = BENEFITS.award("injury_allowance", lines_of(spell))
    assert lines["amount"].to_list() == oracle.allowance(start, until, wage, treatment=treatment)


@pytest.mark.parametrize(
    ("told_on", "late", "paid_from"),
    [
        (date(2026, 3, 10), False, date(2026, 3, 11)),
        (date(2026, 3, 17), False, date(2026, 3, 11)),  # the seventh day after
        (date(2026, 3, 18), True, date(2026, 3, 18)),
    ],
)
def test_days_before_a_late_notice_are_lost(told_on: date, late: bool, paid_from: date) -> None:
    """Told within 7 days, the allowance counts from the day after the injury; told later, from the
    notice (OH1, OH8). The employer reports within 3 days of being told.
    """
    rows = pl.DataFrame([{"on": date(2026, 3, 10), "told_on": told_on}])
    found = BENEFITS.award("injury_notice", rows).row(0, named=True)
    assert (found["late"], found["paid_from"]) == (late, paid_from)
    assert found["told_by"] == date(2026, 3, 17)
    assert (found["employer_by"] - told_on).days == 3
