"""Normal ages agree with an independent reading of the law, in both calendars."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from guichet.law.sa.benefits import BENEFITS
from guichet.law.tests import benefit_oracle as oracle
from guichet.law.tests.made_up_people import SOME, Row, agree, days, months, new_days, rows_of

births = st.one_of(
    st.dates(date(1930, 1, 1), date(2005, 12, 31)),
    st.sampled_from(
        [
            date(1976, 1, 3),
            date(1976, 1, 4),
            date(1976, 2, 29),
            date(1975, 12, 31),
            date(1994, 7, 3),
            date(1994, 7, 4),
            date(1995, 7, 3),
            date(1995, 8, 31),
        ]
    ),
)


@SOME
@given(rows_of(0, on=days, born=births, cohort=st.just("m33"), months_on_reference=months))
def test_normal_ages_under_m33(rows: list[Row]) -> None:
    agree("old_age_right", oracle.normal_age, rows)


@SOME
@given(rows_of(0, on=new_days, born=births, cohort=st.just("m273"), months_on_reference=months))
def test_normal_ages_under_m273(rows: list[Row]) -> None:
    agree("old_age_right", oracle.normal_age, rows)


def test_every_birthday_on_a_thirtieth_that_is_missing_is_reached_on_the_twenty_ninth() -> None:
    """All days of 1964 to 1999; the description counts the ones whose month lacks a 30th sixty
    years on: 101.
    """
    first, last = date(1964, 1, 1), date(1999, 12, 31)
    births = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    frame = pl.DataFrame({"born": births}).with_columns(
        pl.lit(date(2024, 1, 1)).alias("on"), pl.lit("m33").alias("cohort")
    )
    got = BENEFITS.award("old_age_right", frame)["reached"].to_list()
    wanted = [oracle.hijri_birthday(born, 60) for born in births]
    assert got == wanted
    shortened = sum(
        oracle.Gregorian.fromdate(born).to_hijri().day == 30
        and oracle.Gregorian.fromdate(reached).to_hijri().day == 29
        for born, reached in zip(births, wanted, strict=True)
    )
    assert shortened == 101
