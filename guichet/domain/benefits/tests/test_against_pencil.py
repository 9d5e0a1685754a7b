"""Rights and amounts from made-up histories agree with a reading day by day, in exact fractions."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.domain.benefits.contributed import PERIOD
from guichet.domain.benefits.old_age import ANSWER, Records
from guichet.law.tests import benefit_oracle as oracle
from guichet.lib.months import PARTS

Pieces = list[tuple[date, int, Fraction]]  # since, wage, months
PERSON = 1000000008
CEILING = 4_500_000  # halalas
LAW_2001, BY_DAYS = date(2001, 4, 1), date(2022, 2, 1)
SOME = settings(max_examples=60, deadline=None)


@dataclass(frozen=True)
class Life:
    """Somebody's birth and law, what they worked, and when they ask."""

    born: date
    cohort: str
    periods: list[tuple[date, date | None, int]]
    on: date


births = st.one_of(
    st.sampled_from([date(1960, 2, 29), date(1972, 2, 29), date(1975, 1, 31)]),
    st.dates(date(1950, 1, 1), date(2000, 12, 31)),
)
edges = [date(2024, 7, 3), date(2026, 11, 1), date(2026, 11, 30), date(2027, 2, 28)]
wages = st.one_of(
    st.sampled_from([150_000, 1_000_000, CEILING, CEILING + 1]), st.integers(150_000, 6_000_000)
)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    periods: list[tuple[date, date | None, int]] = []
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.dates(date(1985, 1, 1), date(2026, 10, 31)))
        if draw(st.booleans()):
            start = start.replace(day=1)
        length = draw(st.one_of(st.integers(0, 60), st.integers(300, 12_000)))
        end: date | None = min(start + timedelta(length), date(2026, 11, 20))
        if draw(st.booleans()) and end:
            end = end.replace(day=calendar.monthrange(end.year, end.month)[1])
        if draw(st.integers(0, 5)) == 0:
            end = None
        periods.append((start, end, draw(wages)))
    born = draw(births)
    # The days on which somebody comes of an age, and the days around them, are asked for by name.
    ages = [oracle.later(born, months) for months in (660, 780, 781)]
    near = [day + timedelta(by) for day in ages for by in (-1, 0, 1) if day >= date(2026, 11, 22)]
    on = draw(
        st.one_of(
            st.sampled_from([*edges[1:], *near]), st.dates(date(2026, 11, 22), date(2050, 12, 31))
        )
    )
    return Life(born, draw(st.sampled_from(["m33", "m273"])), periods, on)


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def counted(start: date, end: date) -> tuple[date, date]:
    """Days that count: before the rule of days a joining month is whole, a leaving one nothing."""
    first, last = start, end
    if start < BY_DAYS:
        first = start.replace(day=1)
    if end < BY_DAYS:
        whole = end == month_end(end) or start.replace(day=1) == end.replace(day=1)
        last = month_end(end) if whole else end.replace(day=1) - timedelta(1)
    return first, last


def pieces(periods: list[tuple[date, date, int]], days_of_a_month: int | None) -> Pieces:
    held = []
    for start, end, wage in periods:
        sides = [(start, end)]
        if days_of_a_month and start < LAW_2001 <= end:  # two laws, two divisors
            sides = [(start, LAW_2001 - timedelta(1)), (LAW_2001, end)]
        held += [(*counted(*side), wage) for side in sides]
    turns = sorted(
        {d for start, end, _ in held for d in (start, end + timedelta(1)) if start <= end}
    )
    found: Pieces = []
    for since, following in pairwise(turns):
        running = [wage for start, end, wage in held if start <= since <= end]
        if running:
            months = months_of(since, following - timedelta(1), days_of_a_month)
            found.append((since, min(sum(running), CEILING), months))
    return found


def months_of(since: date, until: date, days_of_a_month: int | None) -> Fraction:
    months, day = Fraction(0), since
    while day <= until:
        last = min(month_end(day), until)
        length = month_end(day).day
        if day.day == 1 and last == month_end(day):
            months += 1
        else:
            days, of = (last - day).days + 1, days_of_a_month or length
            months += Fraction(min(days, of), of)
        day = last + timedelta(1)
    return months


def mean(found: list[tuple[int, Fraction]], asked: int) -> Fraction:
    left, total = Fraction(asked), Fraction(0)
    for wage, months in found:
        taken = min(left, months)
        total, left = total + wage * taken, left - taken
    return total / (asked - left)


def by_thirteen_days(months: Fraction) -> int:
    whole = int(months)
    return whole + (months - whole >= Fraction(13, 30))


def age_in_months(born: date, on: date) -> int:
    months = 0
    while oracle.later(born, months + 1) <= on:
        months += 1
    return months


def with_a_pencil(life: Life) -> dict[str, Any] | None:
    """Way, months and amount; None: nothing counts."""
    last = life.on - timedelta(1)
    ended = [(s, min(e or last, last), w) for s, e, w in life.periods if s <= min(e or last, last)]
    new = life.cohort == "m273"
    of = None if new else 30
    found = pieces(ended, of)
    if not found:
        return None
    then = date(2024, 7, 2)
    before = pieces([(s, min(e, then), w) for s, e, w in ended if s <= then], of)
    age = oracle.normal_age(
        {
            "born": life.born,
            "on": life.on,
            "cohort": life.cohort,
            "months_on_reference": sum((m for *_, m in before), Fraction(0)),
        }
    )
    told = m273(life, found) if new else m33(life, found, age)
    return {"reached": age["reached"], **told}


def m33(life: Life, found: Pieces, age: dict[str, Any]) -> dict[str, Any]:
    old = by_thirteen_days(sum((m for d, _, m in found if d < LAW_2001), Fraction(0)))
    since = by_thirteen_days(sum((m for d, _, m in found if d >= LAW_2001), Fraction(0)))
    back = [(wage, months) for _, wage, months in reversed(found)]
    reached, before = Fraction(0), None
    for wage, months in back:
        reached += months
        if before is None and reached >= 60:
            before = wage
    facts = {
        "on": life.on,
        "wage_sum": mean(back, 24),
        "wage_months": 1,
        "wage_5y_before": before,
        "growth_limited": False,
        "earlier_months": None,
        "months": Fraction(since),
        "months_before_2001": Fraction(old),
        "months_above_limit": 0,
        "dependants": 0,
    }
    way = "early" if old + since >= age["months_early"] else None
    if life.on >= age["reached"] and old + since >= 120:
        way = "normal"
    amount = oracle.old_age_m33(facts)["pension"]
    return {"way": way, "months": Fraction(old + since), "monthly": amount if way else None}


def m273(life: Life, found: Pieces) -> dict[str, Any]:
    best = sorted(((wage, months) for _, wage, months in found), reverse=True)
    facts = {
        "wage_sum": mean(best, 180),
        "wage_months": 1,
        "months": sum((m for *_, m in found), Fraction(0)),
        "age_months": age_in_months(life.born, life.on),
        "deferred_months": None,
    }
    said = oracle.old_age_m273(facts)
    way = ("normal" if facts["age_months"] >= 780 else "early") if said["entitled"] else None
    return {"way": way, "months": facts["months"], "monthly": said["pension"] if way else None}


def by_the_rules(life: Life) -> dict[str, Any] | None:
    person = {
        "person": [PERSON],
        "person_id": [1],
        "born": [life.born],
        "sex": ["f"],
        "cohort": [life.cohort],
        "died_on": pl.Series([None], dtype=pl.Date),
    }
    history = pl.DataFrame([(PERSON, *p) for p in life.periods], schema=PERIOD, orient="row")
    records = Records(pl.DataFrame(person), history, date(2026, 11, 22))
    told = records.on(life.on).answers.select(*ANSWER).row(0, named=True)
    return told if told["months"] is not None else None


@SOME
@given(lives())
def test_rights_and_amounts_are_what_a_pencil_finds(life: Life) -> None:
    mine, told = with_a_pencil(life), by_the_rules(life)
    assert (mine is None) == (told is None), life
    if mine and told:
        told["months"] = Fraction(told["months"], PARTS)
        assert {name: told[name] for name in mine} == mine, life
