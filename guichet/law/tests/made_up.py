"""Made-up engagement months, crowded around the places where the law changes its mind."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from random import Random
from typing import Any

import polars as pl

from guichet.law.tests.oracle import BEGINNING

COHORTS = list(BEGINNING)
EDGES = [
    *(date(2001, 4, 1), date(2002, 3, 1), date(2002, 4, 1), date(2003, 3, 1), date(2003, 4, 1)),
    *(date(2005, 12, 1), date(2006, 1, 1), date(2014, 8, 1), date(2014, 9, 1)),
    *(date(2021, 12, 1), date(2022, 1, 1), date(2022, 2, 1), date(2024, 2, 1)),
    *(date(year, month, 1) for year in range(2024, 2029) for month in (6, 7)),
]
WAGES = [0, 30_000, 40_000, 39_999, 120_000, 149_999, 150_000, 151_000, 346_667, 999_999]
WAGES += [1_000_000, 4_499_999, 4_500_000, 4_500_001, 9_000_000, 123_456_789]
SCHEMA = {
    "month": pl.Date,
    "started_on": pl.Date,
    "ended_on": pl.Date,
    "joint_wage": pl.Int64,
    "home_employer_ppm": pl.Int64,
    "home_employee_ppm": pl.Int64,
}


def month_for(random: Random, cohort: str) -> date:
    first = BEGINNING[cohort]
    while True:
        any_month = date(random.randint(first.year, 2029), random.randint(1, 12), 1)
        month = random.choice([any_month, random.choice(EDGES)])
        if month >= first:
            return month


def service(random: Random, month: date) -> tuple[date | None, date | None]:
    """Joining and leaving days: before, inside, at the rims of and after the month."""
    length = calendar.monthrange(month.year, month.month)[1]

    def some_day() -> date | None:
        inside = month + timedelta(random.randrange(length))
        rim = random.choice([month, month + timedelta(length - 1), month - timedelta(1)])
        far = month + timedelta(random.randint(-900, 60))
        return random.choice([None, inside, inside, rim, far])

    started, ended = some_day(), some_day()
    if started and ended and ended < started:
        started, ended = ended, started
    return started, ended


def engagement_month(random: Random) -> dict[str, Any]:
    cohort = random.choice(COHORTS)
    month = month_for(random, cohort)
    started, ended = service(random, month)
    gcc = cohort == "gcc"
    joint = random.choice([None, None, None, random.randint(0, 20_000_000)])
    return {
        "month": month,
        "cohort": cohort,
        "basic": random.choice([random.choice(WAGES), random.randint(0, 6_000_000)]),
        "housing": random.choice([0, random.randint(0, 1_500_000)]),
        "commission": random.choice([0, 0, random.randint(0, 500_000)]),
        "housing_in_kind": random.random() < 0.2,
        "wage_unit": random.choice(["month"] * 6 + ["day", "hour"]),
        "started_on": started,
        "ended_on": ended,
        "hazards_multiplier": random.choice([1000, 1000, 1000, 1500, 2000, 1333]),
        "joint_wage": joint,
        "government": random.random() < 0.1,
        "annuities_covered": random.random() < 0.9,
        "saned_covered": random.random() < 0.9,
        "home_employer_ppm": random.choice([60_000, 115_000, 125_000, 90_000]) if gcc else None,
        "home_employee_ppm": random.choice([50_000, 105_000, 70_000]) if gcc else None,
    }


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema_overrides=SCHEMA, infer_schema_length=None)
