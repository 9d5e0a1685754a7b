"""Whose proof of life is overdue is known by the law's term, and nothing stops because of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest
from click.testing import CliRunner
from django.db import DatabaseError, IntegrityError, transaction

from guichet.domain.benefits import commands, confirmations, queries
from guichet.domain.benefits.commandline import group
from guichet.domain.benefits.tests.test_benefits import NOVEMBER, NOW, enter, pension
from guichet.domain.identity.staff import GATHER
from guichet.domain.identity.tests.staffing import member
from guichet.domain.registry import person_changes
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.law import country

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
ONE, TWO, THREE, NEW = 1_000_000_024, 1_000_000_032, 1_000_000_040, 1_000_000_057


def confirm(person: int, day: date) -> None:
    row = {"person": person, "confirmed_on": day, "by_agent": False, "transaction": 1}
    confirmations.confirm(
        pl.DataFrame([row], schema=confirmations.CONFIRMED),
        datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
    )


def overdue(on: date = TODAY) -> list[int]:
    found = confirmations.unconfirmed(on)["person"].to_list()
    assert confirmations.count_unconfirmed(on) == len(found)
    return found


@pytest.fixture(autouse=True)
def _people(db: None) -> None:
    seeds.people(ONE, TWO, THREE)
    enter(
        pension(ONE, paid_from=date(2024, 3, 1)),
        pension(TWO, paid_from=date(2023, 3, 1)),
        pension(THREE, paid_from=date(2026, 1, 1)),
    )


def test_the_longest_overdue_come_first_and_a_recent_award_is_not_among_them() -> None:
    assert overdue() == [TWO, ONE]
    first = confirmations.unconfirmed(TODAY, limit=1).row(0, named=True)
    assert first == {
        "person": TWO,
        "awarded_on": date(2023, 3, 1),
        "confirmed_on": None,
        "due_on": date(2024, 3, 1),
    }


def test_a_confirmation_holds_to_the_same_day_a_year_on() -> None:
    confirm(ONE, TODAY)
    confirm(TWO, TODAY)
    assert overdue() == []
    assert confirmations.confirmed_till(TODAY) == date(2027, 11, 22)
    assert ONE not in overdue(date(2027, 11, 22))
    assert ONE in overdue(date(2027, 11, 23))


def test_an_older_confirmation_does_not_hide_that_it_is_overdue() -> None:
    confirm(TWO, date(2025, 11, 21))
    assert overdue() == [ONE, TWO]
    assert confirmations.unconfirmed(TODAY)["confirmed_on"].to_list() == [None, date(2025, 11, 21)]


def test_whose_pension_has_ended_need_not_confirm() -> None:
    commands.end(f"A-{TWO}", date(2026, 10, 5), "died", NOW)
    assert overdue() == [ONE]


def test_nobody_is_paid_less_for_being_overdue() -> None:
    before = queries.owed(pl.Series([ONE, TWO]), NOVEMBER)
    assert overdue() == [TWO, ONE]
    assert queries.owed(pl.Series([ONE, TWO]), NOVEMBER).equals(before) and before.height == 2


def test_who_has_a_new_number_confirms_what_is_paid_under_the_old_one() -> None:
    ids = store.rows("SELECT id FROM registry_person WHERE identifier = %(one)s", one=ONE)
    change = {"person_id": ids[0], "old": [ONE], "new": [NEW], "transaction": [seeds.BEFORE]}
    person_changes.change_identifiers(changes=pl.DataFrame(change), today=TODAY)
    confirm(NEW, TODAY)
    assert overdue() == [TWO]
    assert confirmations.on_day(pl.Series([NEW]), TODAY)["person"].to_list() == [NEW]


def test_for_how_long_it_holds_is_the_laws() -> None:
    assert country.pension_months.confirmed_months(TODAY) == 12


def test_once_a_day_and_kept_as_it_was_said() -> None:
    confirm(ONE, TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        confirm(ONE, TODAY)
    for statement in (
        "UPDATE benefits_confirmation SET confirmed_on = '2027-01-01'",
        "DELETE FROM benefits_confirmation",
    ):
        with pytest.raises(DatabaseError, match="kept as it was written"), transaction.atomic():
            store.execute(statement)


def test_the_command_lists_them_and_says_how_many_there_are() -> None:
    confirm(ONE, date(2025, 1, 1))
    asked = ["unconfirmed", "--as", member("accountant", GATHER).username, "--limit", "1"]
    said = CliRunner().invoke(group, asked)
    assert said.exit_code == 0, said.output
    listed = said.output.splitlines()
    assert listed[0].endswith("1 listed, the longest overdue first") and len(listed) == 2
    assert f"{TWO}: due on 2024-03-01; awarded 2023-03-01, never confirmed" in listed[1]
    assert CliRunner().invoke(group, ["unconfirmed"]).exit_code == 2  # nobody said who
