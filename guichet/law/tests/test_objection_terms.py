"""By when objections are decided and until when they are made, by hand from the law."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guichet.law import sa, xx
from guichet.law.awards import one
from guichet.law.objection_terms import NAME
from guichet.law.sa.benefits import BENEFITS as SAUDI
from guichet.law.xx.benefits import BENEFITS as INVENTED


def terms(on: date, cohort: str) -> dict[str, Any]:
    return one(SAUDI.kind(NAME), {"on": on, "cohort": cohort}, sa.parameters())


@pytest.mark.parametrize(
    ("on", "by"),
    [
        # Sunday to Thursday: 22 November is a Sunday, four weeks are 20 days, and one more.
        (date(2026, 11, 22), date(2026, 12, 21)),
        # Told on a Friday: as of the Thursday before it.
        (date(2026, 11, 20), date(2026, 12, 20)),
    ],
)
def test_a_board_of_m33_is_objected_to_within_21_working_days(on: date, by: date) -> None:
    assert terms(on, "m33")["board_by"] == by


def test_a_board_of_m273_is_objected_to_within_thirty_days() -> None:
    assert terms(date(2026, 11, 22), "m273")["board_by"] == date(2026, 12, 22)
    assert terms(date(2024, 7, 2), "m273")["board_by"] is None  # that law was not in force


def test_silence_is_a_refusal_in_both_countries_and_only_one_pauses_recovery() -> None:
    on = date(2026, 11, 22)
    saudi = terms(on, "m33")
    invented = one(INVENTED.kind(NAME), {"on": on, "cohort": "settled"}, xx.parameters())
    assert (saudi["silence_accepts"], invented["silence_accepts"]) == (False, False)
    assert (saudi["pauses_recovery"], invented["pauses_recovery"]) == (True, False)
    assert (saudi["decides_within_days"], invented["decides_within_days"]) == (30, 20)
    assert (saudi["board_people"], invented["board_people"]) == (3, 2)
    assert invented["board_by"] == date(2026, 12, 22)
