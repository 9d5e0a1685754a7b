"""Months worked within the window, and the mean wage: against days counted with a pencil."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as some

from guichet.law import load
from guichet.lib.months import PARTS

BENEFITS = load("sa").benefits
ON = date(2026, 11, 22)
Period = tuple[date, date, int]
PERIODS = some.lists(
    some.tuples(some.integers(0, 1_700), some.integers(0, 900), some.integers(1, 9_000)),
    min_size=1,
    max_size=4,
)


def lives(spans: list[tuple[int, int, int]]) -> list[Period]:
    """From 1 March 2022, so that the day rule holds for all of it, to before the claim."""
    began, last = date(2022, 3, 1), ON - timedelta(days=1)
    found = []
    for after, lasts, wage in spans:
        first = min(began + timedelta(days=after), last)
        found.append((first, min(first + timedelta(days=lasts), last), wage * 100))
    return found


def by_day(periods: list[Period]) -> dict[date, int]:
    """What somebody earned a month, day by day."""
    wages: dict[date, int] = {}
    for first, last, wage in periods:
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            wages[day] = wages.get(day, 0) + wage
    return wages


def share(day: date) -> Fraction:
    return Fraction(1, calendar.monthrange(day.year, day.month)[1])


def months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def history(kind: str, periods: list[Period]) -> pl.DataFrame:
    rows = pl.DataFrame(
        [(1, *period) for period in periods],
        schema={"person": pl.Int64, "started_on": pl.Date, "ended_on": pl.Date, "wage": pl.Int64},
        orient="row",
    )
    return BENEFITS.history(kind, rows)


@given(spans=PERIODS, claim=some.integers(1, 6))
def test_months_of_the_window_are_its_days(spans: list[tuple[int, int, int]], claim: int) -> None:
    periods = lives(spans)
    rows = history("unemployment_right", periods).with_columns(claim=pl.lit(claim))
    found = BENEFITS.facts("unemployment_right", rows, ON).row(0, named=True)
    left = max(last for _, last, _ in periods)
    begins = months_before(left, 48 if claim >= 4 else 36)
    months = sum((share(day) for day in by_day(periods) if day > begins), Fraction(0))
    assert Fraction(found["months"], PARTS) == months
    assert found["left_on"] == left and found["days_since_leaving"] == (ON - left).days


@given(spans=PERIODS, cohort=some.sampled_from(["m33", "m33_transitional", "m273"]))
def test_the_mean_is_of_the_last_two_years_worked(
    spans: list[tuple[int, int, int]], cohort: str
) -> None:
    periods = lives(spans)
    kind = BENEFITS.of("unemployment", cohort)
    assert kind is not None
    found = BENEFITS.facts(kind.name, history(kind.name, periods), ON).row(0, named=True)
    left, paid = Fraction(24), Fraction(0)
    months = Fraction(0)
    for day, wage in sorted(by_day(periods).items(), reverse=True):
        part = min(share(day), left)
        left, months, paid = left - part, months + part, paid + part * wage
    # Within a stretch of one wage the parts of months are taken from its end, as days are.
    assert Fraction(found["wage_months"], PARTS) == months
    assert Fraction(found["wage_sum"], PARTS) == paid


@pytest.mark.parametrize(
    ("cohort", "name"),
    [
        ("m33", "unemployment_m18"),
        ("m33_transitional", "unemployment_m18"),
        ("m273", "unemployment_m273"),
        ("other", None),
        ("gcc", None),
    ],
)
def test_each_law_has_its_own_and_guests_have_none(cohort: str, name: str | None) -> None:
    kind = BENEFITS.of("unemployment", cohort)
    assert (kind and kind.name) == name


def test_the_leap_day_is_a_day_of_its_month() -> None:
    rows = history("unemployment_right", [(date(2028, 2, 29), date(2028, 2, 29), 1)])
    assert Fraction(rows["parts"].item(), PARTS) == Fraction(1, 29)


def test_the_window_of_a_leaving_on_the_leap_day_begins_after_the_28th() -> None:
    periods = [(date(2025, 2, 28), date(2025, 3, 1), 1), (date(2028, 2, 29), date(2028, 2, 29), 1)]
    rows = history("unemployment_right", periods).with_columns(claim=pl.lit(1))
    found = BENEFITS.facts("unemployment_right", rows, date(2028, 3, 1)).row(0, named=True)
    # 36 months before 29 February 2028 is 28 February 2025: that day is out, 1 March is in.
    assert Fraction(found["months"], PARTS) == Fraction(1, 31) + Fraction(1, 29)
