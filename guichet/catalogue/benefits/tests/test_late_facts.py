"""A death that comes to be on record late ends what was paid by months with its own month (AN33;
M/273 53); what the family shares is as it was.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from guichet.catalogue.benefits.tests.mothers import Client, Registry, mother, registry
from guichet.catalogue.benefits.tests.test_claim_disability import set_person
from guichet.catalogue.benefits.tests.test_declare_work_again import (
    FULL,
    OLD,
    ONE,
    at,
    paid,
    retired,
)
from guichet.domain.benefits import commands, late_facts, queries
from guichet.domain.benefits.deceased import whole
from guichet.engine import store

__all__ = ["mother", "registry"]
pytestmark = pytest.mark.django_db


def test_a_pension_ends_with_the_month_of_the_death(db: None) -> None:
    retired(OLD)
    store.execute("UPDATE registry_person SET died_on = '2027-02-03'")
    assert late_facts.follow(at(2027, 5)) == 1 and late_facts.follow(at(2027, 5)) == 0
    assert paid() == [(FULL, date(2026, 12, 1), date(2027, 2, 1))]
    found = whole(ONE, date(2027, 2, 3), date(2027, 5, 10))
    assert (found.why, found.pension) == (None, FULL)


def test_a_pension_that_had_not_begun_never_does(db: None) -> None:
    retired(OLD)
    store.execute("UPDATE registry_person SET died_on = '2026-11-25'")
    assert late_facts.follow(at(2027, 5)) == 1 and paid() == []


def test_what_ends_by_itself_does_not_stop_the_others(db: None) -> None:
    retired(OLD)
    row = {"person": ONE, "kind": "disability", "monthly": 1, "paid_from": date(2026, 12, 1)}
    rest = {"paid_till": date(2027, 12, 1), "award": "D", "owed_from": date(2026, 12, 1)}
    commands.enter(pl.DataFrame([row | rest], schema=queries.PENSION), at(2026, 12))
    store.execute("UPDATE registry_person SET died_on = '2027-02-03'")
    assert late_facts.follow(at(2027, 5)) == 1
    assert (FULL, date(2026, 12, 1), date(2027, 2, 1)) in paid()


def test_months_after_a_birth_end_with_the_death(mother: Client, registry: Registry) -> None:
    """September to November were awarded; the fixture holds the award against what is paid."""
    mother.asks()
    set_person(died_on=date(2026, 10, 10))
    assert late_facts.follow(mother.context.now) == 1
    till = store.value("SELECT paid_till FROM benefits_pension WHERE kind = 'maternity'")
    assert till == date(2026, 10, 1)
