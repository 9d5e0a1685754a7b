"""The second country: its cases hold, and its shares agree with a second writing of them, row by
row.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as some

from guichet.law import load, xx
from guichet.law.cases import judge
from guichet.law.plain_contributions import SHARES

COUNTRY = load("xx")
CLASSES = (
    (0, 150),
    (200, 250),
    (300, 350),
    (400, 500),
    (600, 750),
    (900, 1000),
    (1200, 1500),
    (2000, 2500),
)
CLASSES = (*CLASSES, (3000, 3500), (4000, 4500), (5000, 5000))
CEILINGS = {"settled": 5000, "newer": 3500, "guest": 3500}


def test_its_cases_hold() -> None:
    report = judge(Path(xx.__file__).parent / "cases", country="xx")
    assert [str(found) for found in report.differences] == [] and report.unsupported == []
    assert len(report.passed) == 59


def mils(amount: Decimal) -> int:
    return int((amount * 1000).quantize(Decimal(1), ROUND_HALF_UP))


def shares(wage: int, cohort: str, month: date, days: int, whole: int) -> dict[str, int]:
    """As a clerk would reckon: class, ceiling, rates, days."""
    base = min(
        max(base for low, base in CLASSES if max(wage, 150_000) >= low * 1000), CEILINGS[cohort]
    )
    cut = date(2026, 3, 1) <= month < date(2026, 6, 1)
    rates = dict(zip(SHARES, ("0.01", "0.0425") if cut else ("0.055", "0.085"), strict=False))
    rates |= {"saned_employee": "0.0075", "saned_employer": "0.0075"}
    if cohort == "guest":
        rates = dict.fromkeys(rates, "0")
    rates["hazards_employer"] = "0.0125"
    return {name: mils(base * Decimal(rate) * days / whole) for name, rate in rates.items()}


@given(
    wage=some.integers(0, 10_000_000),
    cohort=some.sampled_from(tuple(CEILINGS)),
    month=some.integers(1, 11),
    joined=some.integers(1, 28),
)
def test_each_share_is_that_of_the_second_writing(
    wage: int, cohort: str, month: int, joined: int
) -> None:
    first = date(2026, month, 1)
    whole = (date(2026, month + 1, 1) - first).days
    row = {
        "month": [first],
        "cohort": [cohort],
        "basic": [wage],
        "started_on": [first.replace(day=joined)],
    }
    found = COUNTRY.contributions.assess(pl.DataFrame(row)).row(0, named=True)
    wanted = shares(wage, cohort, first, whole - joined + 1, whole)
    assert {name: found[name] for name in SHARES} == wanted
    assert found["total"] == found["employee"] + found["employer"] == sum(wanted.values())


@given(wages=some.lists(some.integers(1_000, 9_000_000), min_size=2, max_size=5))
def test_one_ceiling_holds_over_all_employers(wages: list[int]) -> None:
    rows = pl.DataFrame({"basic": wages}).with_columns(
        month=pl.lit(date(2026, 2, 1)),
        cohort=pl.lit("settled"),
        person=pl.lit(1),
        started_on=pl.lit(None, pl.Date),
        ended_on=pl.lit(None, pl.Date),
    )
    alone = COUNTRY.contributions.assess(rows)["wage"].sum()
    joint = COUNTRY.contributions.assess(COUNTRY.contributions.with_joint_wage(rows))["wage"]
    assert joint.sum() == min(alone, 5_000_000) or joint.sum() == 5_000_000
    assert joint.min() > 0


def test_numbers_of_persons_differ_in_every_serial() -> None:
    persons = COUNTRY.locale.persons
    made = pl.select(n=persons.made(pl.lit(0), pl.int_range(1000))).to_series()
    assert made.n_unique() == 1000 and all(persons.valid(str(n)) for n in made)
    judged = made.to_frame().select(
        right=persons.right(pl.col("n")), slip=persons.right(pl.col("n") + 1)
    )
    assert judged["right"].all() and not judged["slip"].any()
    assert not persons.valid("10000000000") and not persons.valid("")


def test_accounts_have_no_neighbours() -> None:
    accounts = COUNTRY.locale.accounts
    right = accounts.checked("8000000000001234")
    assert accounts.valid(right) and pl.select(accounts.ok(pl.lit(right))).item()
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    assert not accounts.valid(wrong) and not pl.select(accounts.ok(pl.lit(wrong))).item()
