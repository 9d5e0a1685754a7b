"""What becomes of rights later, worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guichet.law.sa.benefits import BENEFITS
from guichet.law.tests.worked_by_hand import Case, check

D = date
CASES: list[Case] = [
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
]


@pytest.mark.parametrize(("kind", "row", "wanted"), CASES)
def test_worked_by_hand(kind: str, row: dict[str, Any], wanted: dict[str, Any]) -> None:
    check(kind, row, wanted)


def test_every_kind_tells_only_parameters_and_columns_there_are() -> None:
    known = set(BENEFITS.numbers().keys())
    for kind in BENEFITS.kinds.values():
        assert kind.tells, kind.name
        assert {key for tell in kind.tells for key in tell.parameters} <= known, kind.name
    assert set(BENEFITS.by_law.values()) == set(BENEFITS.kinds)
