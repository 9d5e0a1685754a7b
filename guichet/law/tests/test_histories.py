"""Facts of an award from histories agree with a reading month by month."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.law.awards import BenefitError
from guichet.law.sa.benefits import BENEFITS
from guichet.lib.months import PARTS, add_months

ON = date(2026, 1, 1)
SOME = settings(max_examples=40, deadline=None)
PERIODS = {"person": pl.Int64, "started_on": pl.Date, "ended_on": pl.Date, "wage": pl.Int64}
HISTORY = {"person": pl.Int64, "month": pl.Date, "wage": pl.Int64, "parts": pl.Int64}
# Some stretches are parts of months, some many years; some people have hundreds of short ones.
lengths = st.one_of(
    st.integers(1, 31).map(lambda n: Fraction(n, 31)), st.integers(1, 5), st.integers(6, 90)
)
person = st.one_of(
    st.lists(st.tuples(st.integers(0, 4_500_000), lengths), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 4_500_000), st.just(1)), min_size=60, max_size=100),
)


def history(people: list[list[tuple[int, Any]]]) -> pl.DataFrame:
    rows = []
    for number, told in enumerate(people):
        month = date(1990, 1, 1)
        for wage, length in told:
            rows.append((number, month, wage, int(length * PARTS)))
            month = add_months(month, max(int(length), 1))
    return pl.DataFrame(rows, schema=HISTORY, orient="row")


def mean_of(pieces: list[tuple[int, Fraction]], asked: int) -> Fraction:
    left, total, held = Fraction(asked), Fraction(0), Fraction(0)
    for wage, length in pieces:
        taken = min(left, length)
        total, held, left = total + wage * taken, held + taken, left - taken
    return total / held


@SOME
@given(st.lists(person, min_size=1, max_size=6))
def test_the_mean_of_the_last_and_of_the_best_months(people: list[list[tuple[int, Any]]]) -> None:
    frame = history(people)
    old, new = BENEFITS.facts("old_age_m33", frame, ON), BENEFITS.facts("old_age_m273", frame, ON)
    for number, told in enumerate(people):
        pieces = [(wage, Fraction(length)) for wage, length in told]
        row, best = old.row(number, named=True), new.row(number, named=True)
        assert Fraction(row["wage_sum"], row["wage_months"]) == mean_of(pieces[::-1], 24)
        assert Fraction(best["wage_sum"], best["wage_months"]) == mean_of(
            sorted(pieces, reverse=True), 180
        )
        assert best["months"] == int(sum(length for _, length in pieces) * PARTS)
        reached, before = Fraction(0), None
        for wage, length in pieces[::-1]:
            reached += length
            if before is None and reached >= 60:
                before = wage
        assert row["wage_5y_before"] == before


def test_months_of_the_former_law_are_apart_and_days_make_months_by_thirteen() -> None:
    frame = pl.DataFrame(
        [
            (1, date(2000, 4, 1), 500_000, 12 * PARTS),
            (1, date(2001, 4, 1), 500_000, 12 * PARTS + 43 * (PARTS // 30)),
            (2, date(2020, 1, 1), 500_000, 42 * (PARTS // 30)),
        ],
        schema=HISTORY,
        orient="row",
    )
    facts = BENEFITS.facts("old_age_m33", frame, ON)
    assert facts["months_before_2001"].to_list() == [12 * PARTS, 0]
    assert facts["months"].to_list() == [14 * PARTS, PARTS]


def by_day(periods: list[tuple[date, date, int]], day: date) -> int:
    return sum(wage for start, end, wage in periods if start <= day <= end)


@SOME
@given(
    st.lists(
        st.builds(
            lambda start, length, wage: (start, start + timedelta(length), wage),
            st.dates(date(2022, 2, 1), date(2024, 12, 31)),
            st.integers(0, 400),
            st.integers(1, 9),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_stretches_add_up_what_ran_at_the_same_time(periods: list[tuple[date, date, int]]) -> None:
    frame = pl.DataFrame([(1, *period) for period in periods], schema=PERIODS, orient="row")
    got = BENEFITS.history("old_age_m273", frame)
    first, last = min(p[0] for p in periods), max(p[1] for p in periods)
    wanted, parts, day = Fraction(0), Fraction(0), first
    while day <= last:
        share = Fraction(1, calendar.monthrange(day.year, day.month)[1])
        if any(start <= day <= end for start, end, _ in periods):
            parts += share
        wanted += by_day(periods, day) * share
        day += timedelta(1)
    assert got["parts"].sum() == int(parts * PARTS)
    assert (got["wage"] * got["parts"]).sum() == int(wanted * PARTS)


@pytest.mark.parametrize(
    ("start", "end", "law", "months"),
    [
        (
            date(2022, 1, 20),
            date(2022, 3, 31),
            "m33",
            Fraction(3),
        ),  # a joining month of the old rule is whole
        (date(2020, 1, 1), date(2022, 1, 12), "m33", Fraction(24)),  # and a leaving month nothing
        (date(2022, 1, 5), date(2022, 1, 20), "m33", Fraction(1)),  # but for who joined in it
        (date(2022, 2, 20), date(2022, 3, 31), "m33", 1 + Fraction(9, 30)),
        (date(2024, 7, 15), date(2024, 8, 31), "m273", 1 + Fraction(17, 31)),
        (date(2025, 2, 1), date(2025, 2, 28), "m273", Fraction(1)),
    ],
)
def test_part_months(start: date, end: date, law: str, months: Fraction) -> None:
    frame = pl.DataFrame([(1, start, end, 5)], schema=PERIODS, orient="row")
    assert Fraction(BENEFITS.history(f"old_age_{law}", frame)["parts"].sum(), PARTS) == months


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([(1, ON, 5, 1), (2, ON, 5, 1), (1, ON, 5, 1)], "not together"),
        ([(1, ON, 5, 1), (1, date(2020, 1, 1), 5, 1)], "not in the order"),
        ([(1, ON, -5, 1)], "nobody meant"),
        ([(1, ON, None, 1)], "no empty cells"),
    ],
)
def test_a_history_out_of_order_is_refused(rows: list[tuple], sentence: str) -> None:
    with pytest.raises(BenefitError, match=sentence):
        BENEFITS.facts("old_age_m33", pl.DataFrame(rows, schema=HISTORY, orient="row"), ON)
