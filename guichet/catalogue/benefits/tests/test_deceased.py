"""What a family shares of somebody who drew a benefit, or died before the law of today."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from guichet.catalogue.benefits.tests.test_survivors import (
    LATE,
    NOW,
    WIDOW,
    _late,
    asks,
    context_of,
    registry,
    shares,
)
from guichet.domain.benefits import commands, deceased, queries

__all__ = ["_late", "registry"]
pytestmark = pytest.mark.django_db


def test_a_line_that_begins_after_the_death_ends_before_it_begins(registry: Any) -> None:
    """A recalculation between death and claim has split the pension into two lines."""
    row = {"person": LATE, "kind": "old-age", "monthly": 600_000, "owed_from": date(2026, 9, 1)}
    lines = [
        row | {"paid_from": date(2026, 1, 1), "paid_till": date(2026, 10, 1), "award": "P"},
        row | {"paid_from": date(2026, 11, 1), "paid_till": None, "award": "P2"},
    ]
    commands.enter(pl.DataFrame(lines, schema=queries.PENSION), NOW)
    asks(context_of(WIDOW), WIDOW)
    assert queries.history_of(LATE)["paid_till"].to_list()[1] == date(2026, 9, 1)


def test_months_without_work_are_not_inherited(registry: Any) -> None:
    """The family shares what was contributed, or nothing; never the benefit of the last month."""
    row = {
        "person": LATE,
        "kind": "unemployment",
        "monthly": 999_900,
        "paid_from": date(2026, 9, 1),
        "paid_till": date(2026, 9, 1),
        "award": "U",
        "owed_from": date(2026, 9, 1),
    }
    commands.enter(pl.DataFrame([row], schema=queries.PENSION), NOW)
    asks(context_of(WIDOW), WIDOW)
    assert sum(shares(date(2026, 10, 1)).values()) == 500_000


@pytest.mark.parametrize("died", ["2023-06-05", "2024-06-29"])
def test_a_death_before_the_law_of_today_is_worked_by_its_own(registry: Any, died: str) -> None:
    day = date.fromisoformat(died)
    whole = deceased.whole(LATE, day, NOW.date())
    assert whole.why in (None, deceased.TOO_SHORT, deceased.NO_PERIODS)


def test_a_death_before_any_law_on_record_is_no_crash(registry: Any) -> None:
    assert deceased.whole(LATE, date(1990, 1, 1), NOW.date()).why is not None
