"""Members of a survivor's family, and disability with its death in service, worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guichet.law.tests.worked_by_hand import Case, check

D = date
CASES: list[Case] = [
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
    check(kind, row, wanted)
