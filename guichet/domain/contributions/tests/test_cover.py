"""Who is covered by which branch, and who cannot be billed at all."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from guichet.domain.contributions import assessment
from guichet.domain.contributions.tests.world import (
    MARCH,
    engage,
    enter,
    establish,
    leave,
    lines,
    run,
)
from guichet.law import country

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_transfer_after_the_age_of_entry_keeps_the_worker_covered() -> None:
    first, second = establish(1000000008, 1000000016)
    person = enter(1000000024, born=date(1963, 1, 1))
    before = engage(person, first, 8000, 2000, started_on=date(2005, 1, 1))
    leave(before, date(2026, 2, 28), today=date(2026, 2, 28))
    after = engage(person, second, 8000, 2000, started_on=MARCH, today=MARCH)
    entrant = engage(
        enter(1000000032, born=date(1963, 1, 1)), second, 8000, 2000, started_on=MARCH, today=MARCH
    )
    run(MARCH)
    # Over 60 Hijri and never insured before: occupational hazards only.
    assert lines(second, MARCH) == [(MARCH, after, 215000), (MARCH, entrant, 20000)]


def test_one_impossible_fact_holds_up_only_its_own_establishment() -> None:
    first, second = establish(1000000008, 1000000016)
    old = date(2024, 5, 1)
    good = engage(enter(1000000024), first, 8000, 2000)
    # Nobody is under the new law before it began.
    engage(enter(1000000032, "m273"), second, 8000, 2000)
    result = run(old)
    assert [number for number, _ in result.faults] == [second]
    assert "m273 has no contributions in 2024-05" in result.faults[0][1]
    assert lines(first, old) == [(old, good, 215000)] and lines(second, old) == []


def test_a_gulf_national_without_known_home_rates_is_billed_for_hazards() -> None:
    (firm,) = establish(1000000008)
    guest = engage(enter(1000000016, "gcc"), firm, 8000, 2000)
    result = run(MARCH)
    assert result.faults == ()
    assert lines(firm, MARCH) == [(MARCH, guest, 20000)]


def test_home_rates_of_a_gulf_national_extend_his_own_insurance() -> None:
    row = {"month": MARCH, "engagement": 1, "establishment": 2, "person": 3, "cohort": "gcc"}
    row |= {"basic": 1000000, "housing": 0, "annuities_covered": True, "saned_covered": False}
    row |= {"home_employer_ppm": 115_000, "home_employee_ppm": 105_000}
    facts = pl.DataFrame([row])
    due = assessment.truth(facts, facts.clear(), country.parameters()).row(0, named=True)
    # 22% at home: the employer pays at most the 9% he pays for Saudis, the worker the rest.
    assert (due["annuities_employer"], due["annuities_employee"]) == (90000, 130000)
    assert (due["saned_employee"], due["hazards_employer"]) == (0, 20000)
