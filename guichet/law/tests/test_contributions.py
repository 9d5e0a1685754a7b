"""The contribution rules against the independent oracle, thousands of rows at a time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from time import perf_counter

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from guichet.law import sa
from guichet.law.parameters import load
from guichet.law.sa.contributions import (
    AMOUNTS,
    ContributionError,
    assess,
    late_penalty,
    preview,
    with_joint_wage,
)
from guichet.law.tests import made_up, oracle

SEEDS = st.integers(0, 2**32 - 1)
MARCH = date(2026, 3, 1)


def difference(rows: list[dict], got: pl.DataFrame, wages: list | None = None) -> str | None:
    """The first row on which rules and oracle part, in words."""
    for at, (row, found) in enumerate(zip(rows, got.rows(named=True), strict=True)):
        wanted = oracle.contributions(row, wages[at] if wages else None)
        wrong = {n: (wanted[n], found[n]) for n in AMOUNTS if wanted[n] != found[n]}
        if wrong:
            return f"{row}: expected and got {wrong}"
    return None


@settings(max_examples=8, deadline=None, phases=[Phase.generate])
@given(SEEDS)
def test_thousands_of_rows_agree_with_the_oracle(seed: int) -> None:
    random = Random(seed)
    rows = [made_up.engagement_month(random) for _ in range(3000)]
    assert difference(rows, assess(made_up.frame(rows))) is None


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(2001, 4, 1), date(2029, 12, 31)),
    st.sampled_from(["m33", "m33_transitional", "other"]),
    st.integers(0, 5_000_000),
    st.integers(0, 500_000),
    st.none() | st.integers(-40, 40),
    st.none() | st.integers(-40, 40),
)
def test_one_worker_agrees_with_the_oracle(
    day: date, cohort: str, basic: int, housing: int, joined: int | None, stayed: int | None
) -> None:
    started = None if joined is None else day + timedelta(joined)
    ended = None if stayed is None else (started or day) + timedelta(abs(stayed))
    row = {"month": day.replace(day=1), "cohort": cohort, "basic": basic, "housing": housing}
    row |= {"started_on": started, "ended_on": ended}
    assert difference([row], assess(made_up.frame([row]))) is None


@settings(max_examples=6, deadline=None, phases=[Phase.generate])
@given(SEEDS)
def test_several_employers_agree_with_the_oracle(seed: int) -> None:
    random = Random(seed)
    people = []
    for number in range(400):
        first = made_up.engagement_month(random) | {"cohort": random.choice(["m33", "other"])}
        first |= {"home_employer_ppm": None, "home_employee_ppm": None}
        for _ in range(random.randint(1, 4)):
            own = made_up.engagement_month(random)
            kept = {key: own[key] for key in ("basic", "housing", "commission", "housing_in_kind")}
            if random.random() < 0.3:  # one employer of several may have gone before the month
                kept["ended_on"] = first["month"] - timedelta(1)
                kept["started_on"] = None
            people.append(first | kept | {"person": number})
    random.shuffle(people)
    for row in people:
        del row["joint_wage"]
    schema = {k: v for k, v in made_up.SCHEMA.items() if k != "joint_wage"}
    frame = pl.DataFrame(people, schema_overrides=schema, infer_schema_length=None)
    got = assess(with_joint_wage(frame))
    wages: dict[int, Decimal] = {}
    for number in {row["person"] for row in people}:
        places = [at for at, row in enumerate(people) if row["person"] == number]
        bases = oracle.joint_wages([people[at] for at in places])
        wages |= dict(zip(places, bases, strict=True))
    assert difference(people, got, [wages[at] for at in range(len(people))]) is None


@settings(max_examples=10, deadline=None, phases=[Phase.generate])
@given(SEEDS)
def test_late_penalties_agree_with_the_oracle(seed: int) -> None:
    random = Random(seed)
    holidays = [date(2026, 4, day) for day in random.sample(range(8, 18), 5)]
    rows = []
    for _ in range(500):
        cohort = random.choice(made_up.COHORTS)
        month = random.choice([made_up.month_for(random, cohort), MARCH])
        paid = month + timedelta(random.choice([random.randint(0, 120), random.randint(0, 4000)]))
        unpaid = random.randint(0, 100_000_000)
        rows.append((month, cohort, unpaid, paid))
    frame = pl.DataFrame(rows, schema=["month", "cohort", "unpaid", "paid_on"], orient="row")
    got = late_penalty(frame, holidays=holidays)
    wanted = [oracle.penalty(*row, holidays) for row in rows]
    assert got.select("due_on", "late_months", "penalty").rows() == wanted


CHANGED = [
    ("rates", 'value: "0.06"', 'value: "0.061"'),
    ("rates", 'value: "0.075"', 'value: "0.076"'),
    ("rates", 'value: "0.095"', 'value: "0.096"'),
    ("rates", 'value: "0.11"', 'value: "0.111"'),
    ("rates", 'value: "0.02"', 'value: "0.0201"'),
    ("rates", 'value: "0.0075"', 'value: "0.0076"'),
    ("rates", "from: 2003-04-01", "from: 2003-05-01"),
    ("rates", "from: 2014-09-01", "from: 2014-10-01"),
    ("rates", "from: 2022-01-01", "from: 2022-02-01"),
    ("rates", "from: 2025-07-01", "from: 2025-08-01"),
    ("wage", 'value: "45000"', 'value: "45000.01"'),
    ("wage", 'value: "400"', 'value: "400.01"'),
    ("wage", 'value: "1500"', 'value: "1500.01"'),
    ("wage", 'value: "240"', 'value: "241"'),
    ("proration", "from: 2022-02-01", "from: 2022-01-01"),
    ("gcc", "from: 2006-01-01", "from: 2006-02-01"),
]


@pytest.mark.parametrize(("chapter", "old", "new"), CHANGED)
def test_the_oracle_notices_any_changed_number(
    tmp_path: Path, chapter: str, old: str, new: str
) -> None:
    for file in (Path(sa.__file__).parent / "parameters").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        if file.stem == chapter:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    random = Random(1)
    rows = [made_up.engagement_month(random) for _ in range(3000)]
    assert difference(rows, assess(made_up.frame(rows), parameters=load(tmp_path))) is not None


def test_order_and_other_columns_are_kept() -> None:
    months = [date(2028, 7, 1), date(2024, 8, 1), date(2026, 3, 15)] * 50
    frame = pl.DataFrame({"row": range(150), "month": months}).with_columns(
        cohort=pl.lit("m273"), basic=pl.lit(1_000_000, dtype=pl.Int64), housing=pl.lit(None)
    )
    done = assess(frame)
    assert done["row"].to_list() == list(range(150))
    assert done.columns == [*frame.columns, *AMOUNTS]
    assert done["annuities_employee"].to_list()[:3] == [110_000, 90_000, 95_000]
    assert all(done.schema[name] == pl.Int64 for name in AMOUNTS)


def test_an_empty_frame_stays_empty() -> None:
    frame = pl.DataFrame(schema={"month": pl.Date, "cohort": pl.String, "basic": pl.Int64})
    assert assess(frame).columns == ["month", "cohort", "basic", *AMOUNTS]


def test_a_huge_wage_does_not_overflow() -> None:
    done = preview(10**15, month=MARCH, cohort="m33", joint_wage=4 * 10**15)
    assert done["wage"] == 4_500_000 // 4


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"basic": None}, "row 0: basic is missing"),
        ({"basic": -1}, "row 0: basic is negative"),
        ({"housing": -1}, "row 0: housing is negative"),
        ({"cohort": "m44"}, "no cohort 'm44'"),
        ({"cohort": "gcc"}, "home rates are missing"),
        ({"cohort": "m273", "month": date(2024, 6, 1)}, "m273 has no contributions in 2024-06"),
        ({"month": date(2001, 3, 1)}, "m33 has no contributions in 2001-03"),
        ({"hazards_multiplier": 2001}, "above the legal maximum"),
        ({"hazards_multiplier": 999}, "below 1000"),
        ({"wage_unit": "week"}, "wage_unit"),
    ],
)
def test_what_cannot_be_assessed_is_said(change: dict, sentence: str) -> None:
    row = {"month": MARCH, "cohort": "m33", "basic": 1_000_000, "housing": 0, **change}
    schema = {"month": pl.Date, "basic": pl.Int64}
    with pytest.raises(ContributionError, match=sentence):
        assess(pl.DataFrame([row], schema_overrides=schema))


def test_two_hundred_thousand_rows_are_quick() -> None:
    frame = pl.DataFrame({"basic": pl.int_range(200_000, eager=True, dtype=pl.Int64)})
    frame = frame.with_columns(month=pl.lit(MARCH), cohort=pl.lit("m33"), housing=pl.lit(0))
    began = perf_counter()
    assess(frame)
    assert perf_counter() - began < 3  # about 0.1 s; generous for a busy machine
