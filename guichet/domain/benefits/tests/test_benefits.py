"""A month's pensions are ordered once each, to the account on record, and whoever cannot be paid is
listed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner
from django.db import DatabaseError, IntegrityError, transaction

from demo.public_bodies.bank import iban_of
from guichet.domain.benefits import commands, queries
from guichet.domain.benefits.commandline import group
from guichet.domain.identity.staff import GATHER
from guichet.domain.identity.tests.staffing import member
from guichet.domain.ledger.kinds import BENEFIT, BENEFITS, PAYOUTS
from guichet.domain.payouts.tests.test_batches import record
from guichet.domain.payouts.tests.world import balance
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
ONE, TWO, THREE = 1_000_000_024, 1_000_000_032, 1_000_000_040


def pension(person: int, monthly: int = 400_000, **rest: Any) -> dict[str, Any]:
    line = {
        "person": person,
        "kind": "old-age",
        "monthly": monthly,
        "paid_from": date(2026, 1, 1),
        "paid_till": None,
        "award": f"A-{person}",
        "owed_from": NOVEMBER,
    }
    return line | rest


def enter(*lines: dict[str, Any]) -> None:
    commands.enter(pl.DataFrame(list(lines), schema=queries.PENSION), NOW)


@pytest.fixture(autouse=True)
def _people(db: None) -> None:
    seeds.people(ONE, TWO, THREE)
    for person in (ONE, TWO):
        record(iban_of(person), person)


def test_a_month_is_ordered_once_for_each_who_has_an_account() -> None:
    enter(pension(ONE), pension(TWO, 300_000), pension(THREE))
    done = commands.run_month(NOVEMBER, NOW)
    assert (done.ordered, done.total, done.left_out) == (2, 700_000, 1)
    assert queries.left_out(NOVEMBER).select("person", "why").rows() == [(THREE, "no-account")]
    assert (balance(BENEFITS), balance(BENEFIT), balance(PAYOUTS)) == (700_000, 0, -700_000)
    again = commands.run_month(NOVEMBER, NOW)
    assert (again.ordered, again.left_out) == (0, 1) and balance(PAYOUTS) == -700_000
    record(iban_of(THREE), THREE)
    assert commands.run_month(NOVEMBER, NOW).ordered == 1
    assert queries.left_out(NOVEMBER).is_empty() and balance(PAYOUTS) == -1_100_000
    assert commands.run_month(OCTOBER, NOW).ordered == 0  # these books pay from November


def test_several_pensions_of_a_person_are_one_payment() -> None:
    enter(pension(ONE), pension(ONE, 100_000, kind="survivor", award="B"))
    assert commands.run_month(NOVEMBER, NOW).total == 500_000
    assert store.rows("SELECT amount, reference FROM payouts_order") == [
        (500_000, f"benefit-2026-11-{ONE}")
    ]


def test_what_is_not_in_force_in_a_month_is_not_paid() -> None:
    enter(
        pension(ONE, paid_from=DECEMBER, owed_from=None),
        pension(TWO, paid_till=OCTOBER, owed_from=OCTOBER),
    )
    assert commands.run_month(OCTOBER, NOW).ordered == 1
    assert commands.run_month(NOVEMBER, NOW).ordered == 0


def test_who_died_before_the_month_is_left_out() -> None:
    enter(pension(ONE, owed_from=OCTOBER))
    store.execute(
        "UPDATE registry_person SET died_on = '2026-10-31' WHERE identifier = %(n)s", n=ONE
    )
    assert commands.run_month(NOVEMBER, NOW).ordered == 0
    assert queries.left_out(NOVEMBER)["why"].to_list() == ["died"]
    assert commands.run_month(OCTOBER, NOW).ordered == 1


def test_a_month_to_come_is_refused_and_the_parts_of_a_run_are_small(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(Refused, match="benefits-month-to-come"):
        commands.run_month(DECEMBER, NOW)
    monkeypatch.setattr(commands, "_PART", 1)
    enter(pension(ONE), pension(TWO), pension(THREE))
    done = commands.run_month(date(2026, 11, 30), NOW)
    assert (done.ordered, done.left_out) == (2, 1)


def test_pensions_have_a_history() -> None:
    enter(pension(ONE))
    commands.end(f"A-{ONE}", OCTOBER, "raised", NOW)
    enter(pension(ONE, 450_000, paid_from=NOVEMBER, award="A2"))
    assert queries.history_of(ONE)["monthly"].to_list() == [400_000, 450_000]
    assert queries.pension_of(pl.Series([ONE, TWO]), date(2026, 10, 31))["monthly"].to_list() == [
        400_000
    ]
    assert queries.pension_of(pl.Series([ONE]), date(2026, 11, 15))["monthly"].to_list() == [
        450_000
    ]
    with pytest.raises(Refused, match="no-such-pension"):
        commands.end(f"A-{ONE}", OCTOBER, "again", NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"award": "A"},
        {"kind": "old-age"},
        {"monthly": 0},
        {"monthly": -1},
        {"kind": "gift"},
        {"paid_from": date(2026, 1, 2)},
        {"kind": "survivor", "paid_till": date(2025, 12, 1)},
    ],
)
def test_the_database_keeps_nonsense_out(wrong: dict[str, Any]) -> None:
    enter(pension(ONE, award="A"))
    line = pension(ONE, kind="survivor", award="B") | wrong
    with pytest.raises((IntegrityError, Refused)), transaction.atomic():
        enter(line)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE benefits_pension SET monthly = 1",
        "DELETE FROM benefits_pension",
        "DELETE FROM benefits_payment",
        "UPDATE benefits_payment SET month = '2027-01-01'",
        "UPDATE benefits_pension SET paid_till = '2027-01-01'",
    ],
)
def test_what_was_entered_and_ordered_stays(statement: str) -> None:
    enter(pension(ONE))
    commands.run_month(NOVEMBER, NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        store.execute(statement)


def test_the_command_says_who_was_left_out() -> None:
    enter(pension(ONE, owed_from=OCTOBER), pension(THREE, owed_from=OCTOBER))
    order = ["run", "--as", member("accountant", GATHER).username]
    said = CliRunner().invoke(group, [*order, "2026-10"])
    assert said.exit_code == 0, said.output
    assert "1 pensioners ordered, 4,000.00 in all; 1 left out" in said.output
    assert f"not paid: {THREE}: no-account" in said.output
    assert CliRunner().invoke(group, [*order, "2026-13"]).exit_code == 2
    assert "has not come yet" in CliRunner().invoke(group, [*order, "2999-01"]).output
