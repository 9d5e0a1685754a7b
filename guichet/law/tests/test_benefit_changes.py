"""What becomes of rights later, worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from guichet.law.sa.benefits import BENEFITS

D = date
CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    # 60 Hijri years after 1 January 1965 is 20 March 2023; the higher of average and last wage is
    # 10,000.
    (
        "return_to_work_m33",
        {
            "on": D(2023, 3, 20),
            "born": D(1965, 1, 1),
            "pension": 600_000,
            "average": 900_000,
            "last_wage": 1_000_000,
            "new_wage": 700_000,
        },
        {"paid": 300_000},
    ),
    (
        "return_to_work_m33",
        {
            "on": D(2023, 3, 19),
            "born": D(1965, 1, 1),
            "pension": 600_000,
            "average": 900_000,
            "last_wage": 1_000_000,
            "new_wage": 700_000,
        },
        {"paid": 0},
    ),
    (
        "return_to_work_m33",
        {
            "on": D(2023, 3, 19),
            "born": D(1985, 1, 1),
            "pension": 200_000,
            "average": 900_000,
            "last_wage": 1_000_000,
            "new_wage": 700_000,
            "disability_pension": True,
        },
        {"paid": 200_000},
    ),
    (
        "return_to_work_m273",
        {"on": D(2026, 1, 1), "pension": 600_001, "new_wage": 1_000_000, "mean_wage": 1_000_000},
        {"paid": 300_001},
    ),
    (
        "return_to_work_m273",
        {"on": D(2026, 1, 1), "pension": 600_000, "new_wage": 999_999, "mean_wage": 1_000_000},
        {"paid": 450_000},
    ),
    (
        "return_to_work_m273",
        {"on": D(2026, 1, 1), "pension": 600_000, "new_wage": 500_000, "mean_wage": 1_000_000},
        {"paid": 600_000},
    ),
    (
        "two_pensions",
        {"on": D(2026, 1, 1), "cohort": "m33", "first": 200_000, "second": 150_000},
        {"paid": 300_000},
    ),
    (
        "two_pensions",
        {"on": D(2026, 1, 1), "cohort": "m33", "first": 350_000, "second": 150_000},
        {"paid": 350_000},
    ),
    (
        "two_pensions",
        {"on": D(2026, 1, 1), "cohort": "m33", "first": 100_000, "second": 50_000},
        {"paid": 150_000},
    ),
    (
        "two_pensions",
        {"on": D(2026, 1, 1), "cohort": "m273", "first": 350_000, "second": 150_000, "adds": True},
        {"paid": 500_000},
    ),
    # 30% and 40% make 70% of the higher mean, 5,000; 108,000 paid before come back in 36 parts of
    # 3,000.
    (
        "injury_again",
        {
            "on": D(2026, 1, 1),
            "wage_sum": 400_000,
            "wage_months": 1,
            "degree": 400_000,
            "earlier_degree": 300_000,
            "earlier_wage_sum": 500_000,
            "earlier_wage_months": 1,
            "lump_paid": 10_800_000,
        },
        {"degree_together": 700_000, "annuity": 350_000, "withheld": 300_000},
    ),
    (
        "injury_again",
        {
            "on": D(2026, 1, 1),
            "wage_sum": 400_000,
            "wage_months": 1,
            "degree": 100_000,
            "earlier_degree": 300_000,
        },
        {"entitled": False, "annuity": 0, "withheld": 0},
    ),
    (
        "injury_again",
        {
            "on": D(2026, 1, 1),
            "wage_sum": 400_000,
            "wage_months": 1,
            "degree": 900_000,
            "earlier_degree": 300_000,
        },
        {"degree_together": 1_000_000, "annuity": 400_000},
    ),
    # A claim before the right begins is paid from its beginning; six years late, from a year before
    # the claim, or the claim's month.
    (
        "claim",
        {"on": D(2026, 1, 10), "cohort": "m33", "entitled_from": D(2026, 3, 1)},
        {"late": False, "owed_from": D(2026, 3, 1)},
    ),
    (
        "claim",
        {"on": D(2026, 1, 10), "cohort": "m33", "entitled_from": D(2021, 3, 1)},
        {"late": False, "owed_from": D(2021, 3, 1)},
    ),
    (
        "claim",
        {"on": D(2026, 1, 10), "cohort": "m33", "entitled_from": D(2020, 1, 1)},
        {"late": True, "owed_from": D(2025, 1, 1)},
    ),
    (
        "claim",
        {"on": D(2030, 1, 10), "cohort": "m273", "entitled_from": D(2024, 8, 1)},
        {"late": True, "owed_from": D(2030, 1, 1)},
    ),
    (
        "claim",
        {"on": D(2026, 1, 10), "cohort": "m33", "entitled_from": D(2020, 1, 1), "excused": True},
        {"late": False, "owed_from": D(2020, 1, 1)},
    ),
    (
        "claim",
        {"on": D(2026, 1, 10), "cohort": "m33", "entitled_from": D(2025, 1, 9), "daily": True},
        {"late": True},
    ),
    (
        "helper_final",
        {"on": D(2026, 1, 1), "cohort": "m273", "born": D(1956, 1, 2)},
        {"final_on": D(2026, 1, 2), "final": False},
    ),
    (
        "helper_final",
        {"on": D(2026, 1, 1), "cohort": "m33", "born": D(1960, 1, 1)},
        {"final": True},
    ),
    ("wage_support", {"on": D(2020, 5, 1), "wage": 1_000_001}, {"amount": 600_001}),
    ("wage_support", {"on": D(2020, 6, 30), "wage": 2_000_000}, {"amount": 900_000}),
    ("wage_support", {"on": D(2020, 7, 1), "wage": 2_000_000}, {"amount": 0}),
    ("wage_support", {"on": D(2020, 3, 31), "wage": 2_000_000}, {"amount": 0}),
    # A son born on 10 January 2005 is 21 Gregorian on 10 January 2026, and Hijri half a year
    # before.
    (
        "survivor_member",
        {"on": D(2026, 1, 31), "cohort": "m273", "relation": "son", "born": D(2005, 1, 10)},
        {"entitled": True, "until": D(2026, 1, 31)},
    ),
    (
        "survivor_member",
        {"on": D(2026, 2, 1), "cohort": "m273", "relation": "daughter", "born": D(2005, 1, 10)},
        {"entitled": False},
    ),
    (
        "survivor_member",
        {
            "on": D(2026, 2, 1),
            "cohort": "m273",
            "relation": "daughter",
            "born": D(2005, 1, 10),
            "student": True,
        },
        {"entitled": True, "until": D(2029, 1, 31)},
    ),
    (
        "survivor_member",
        {"on": D(2026, 1, 31), "cohort": "m33", "relation": "son", "born": D(2005, 1, 10)},
        {"entitled": False},
    ),
    (
        "survivor_member",
        {
            "on": D(2026, 1, 31),
            "cohort": "m33",
            "relation": "son",
            "born": D(1995, 1, 10),
            "disabled": True,
        },
        {"entitled": True, "until": None},
    ),
    (
        "survivor_member",
        {"on": D(2026, 1, 31), "cohort": "m33", "relation": "daughter", "born": D(1990, 1, 10)},
        {"entitled": True, "until": None},
    ),
    (
        "survivor_member",
        {
            "on": D(2026, 1, 31),
            "cohort": "m33",
            "relation": "daughter",
            "born": D(1990, 1, 10),
            "married": True,
        },
        {"entitled": False},
    ),
    (
        "survivor_member",
        {
            "on": D(2026, 1, 31),
            "cohort": "m273",
            "relation": "widower",
            "born": D(1990, 1, 10),
            "working": True,
        },
        {"entitled": True},
    ),
    (
        "survivor_member",
        {
            "on": D(2026, 1, 31),
            "cohort": "m33",
            "relation": "widower",
            "born": D(1990, 1, 10),
            "working": True,
        },
        {"entitled": False},
    ),
    (
        "survivor_member",
        {"on": D(2026, 1, 31), "cohort": "m33", "relation": "widower", "born": D(1960, 1, 10)},
        {"entitled": True},
    ),
    (
        "survivor_member",
        {"on": D(2026, 1, 31), "cohort": "m33", "relation": "mother", "born": D(1960, 1, 10)},
        {"entitled": False},
    ),
    (
        "survivor_member",
        {
            "on": D(2026, 1, 31),
            "cohort": "m33",
            "relation": "mother",
            "born": D(1960, 1, 10),
            "dependent": True,
        },
        {"entitled": True},
    ),
    (
        "survivor_member",
        {
            "on": D(2026, 1, 31),
            "cohort": "m273",
            "relation": "brother",
            "born": D(2015, 1, 10),
            "dependent": True,
        },
        {"entitled": False},
    ),
    # Who began to pay voluntarily after fifty needs 24 months in a row for a disability, and twelve
    # for a death.
    (
        "disability_m33",
        {
            "on": D(2026, 1, 1),
            "months": 0,
            "wage_sum": 700_000,
            "wage_months": 1,
            "consecutive_months": 23 * 18_879_000,
            "voluntary_after_50": True,
        },
        {"entitled": False, "monthly": 0},
    ),
    (
        "disability_m33",
        {
            "on": D(2026, 1, 1),
            "months": 0,
            "wage_sum": 700_000,
            "wage_months": 1,
            "consecutive_months": 24 * 18_879_000,
            "voluntary_after_50": True,
        },
        {"entitled": True, "monthly": 350_000},
    ),
    (
        "death_in_service_m33",
        {
            "on": D(2026, 1, 1),
            "months": 0,
            "members": 1,
            "wage_sum": 700_000,
            "wage_months": 1,
            "consecutive_months": 11 * 18_879_000,
            "voluntary_after_50": True,
        },
        {"entitled": False, "total": 0},
    ),
]


@pytest.mark.parametrize(("kind", "row", "wanted"), CASES)
def test_worked_by_hand(kind: str, row: dict[str, Any], wanted: dict[str, Any]) -> None:
    types = {name: found.type for name, found in BENEFITS.kind(kind).needs.items() if name in row}
    (got,) = BENEFITS.award(kind, pl.DataFrame([row], schema=types)).rows(named=True)
    assert {name: got[name] for name in wanted} == wanted
    assert BENEFITS.explain(kind, got).steps


def test_every_kind_tells_only_parameters_and_columns_there_are() -> None:
    known = set(BENEFITS.numbers().keys())
    for kind in BENEFITS.kinds.values():
        assert kind.tells, kind.name
        assert {key for tell in kind.tells for key in tell.parameters} <= known, kind.name
    assert set(BENEFITS.by_law.values()) == set(BENEFITS.kinds)
