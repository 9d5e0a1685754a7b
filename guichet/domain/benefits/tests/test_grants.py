"""What is granted once is owed at once and ordered once, to whoever has an account; the audit finds
what was changed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from demo.public_bodies.bank import iban_of
from guichet.domain.benefits import commands, grants, grants_audit, unpaid
from guichet.domain.ledger.kinds import BENEFIT, BENEFITS, PAYOUTS
from guichet.domain.payouts.tests.test_batches import record
from guichet.domain.payouts.tests.world import balance
from guichet.domain.registry.tests import seeds
from guichet.engine import store

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ONE, TWO = 1_000_000_024, 1_000_000_032


def granted(person: int, amount: int = 750_000, award: str = "D-1", kind: str = "death") -> None:
    row = {"person": person, "kind": kind, "amount": amount, "award": award, "transaction": 7}
    grants.grant(pl.DataFrame([row], schema=grants.GRANTED), NOW)


@pytest.fixture(autouse=True)
def _people(db: None) -> None:
    seeds.people(ONE, TWO)
    record(iban_of(ONE), ONE)


def orders() -> list[tuple[int, int, str]]:
    return store.rows("SELECT party, amount, purpose FROM payouts_order ORDER BY id")


def test_a_grant_is_ordered_at_once_and_once() -> None:
    granted(ONE)
    assert orders() == [(ONE, 750_000, "benefit-grant")]
    assert (balance(BENEFITS), balance(BENEFIT), balance(PAYOUTS)) == (750_000, 0, -750_000)
    assert grants.order_waiting(NOW) == 0 and len(orders()) == 1
    assert grants.grants_of(pl.Series([ONE]))["order"].null_count() == 0
    assert grants_audit.grants_are_whole() == []


def test_of_one_award_a_person_has_one_grant_of_a_kind() -> None:
    granted(ONE)
    with pytest.raises(IntegrityError), transaction.atomic():
        granted(ONE, 1)
    granted(ONE, kind="marriage")
    granted(ONE, award="D-2")
    assert len(orders()) == 3


def test_who_has_no_account_is_owed_and_paid_by_the_run_after_there_is_one() -> None:
    granted(TWO)
    assert orders() == [] and balance(BENEFIT) == -750_000
    waiting = grants.waiting(pl.Series([TWO]), NOW.date())
    assert waiting.rows() == [(TWO, 750_000, NOW.date(), "no-account")]
    told = unpaid.unpaid_to(pl.Series([ONE, TWO]), NOW.date())
    assert told.select("person", "what", "amount", "to_do").rows() == [
        (TWO, "grant", 750_000, "account")
    ]
    commands.run_month(date(2026, 11, 1), NOW)
    assert orders() == []
    record(iban_of(TWO), TWO)
    commands.run_month(date(2026, 11, 1), NOW)
    assert orders() == [(TWO, 750_000, "benefit-grant")] and balance(BENEFIT) == 0
    assert grants_audit.grants_are_whole() == []


def test_nothing_of_somebody_dead_leaves_by_itself() -> None:
    store.execute(
        "UPDATE registry_person SET died_on = '2026-11-01' WHERE identifier = %(n)s", n=ONE
    )
    granted(ONE)
    assert orders() == []
    assert grants.waiting(pl.Series([ONE]), NOW.date())["why"].to_list() == ["died"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE benefits_grant SET amount = 1",
        "DELETE FROM benefits_grant",
        "DELETE FROM benefits_grantorder",
        'UPDATE benefits_grantorder SET "order" = 1',
    ],
)
def test_a_grant_is_kept(statement: str) -> None:
    granted(ONE)
    with pytest.raises(DatabaseError), transaction.atomic():
        store.execute(statement)


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("benefits_grant", "SET amount = amount + 1", "they were changed"),
        ("benefits_grant", "SET person = 1000000032", "they were changed"),
        ("payouts_order", "SET amount = amount + 1", "not ordered as it was granted"),
    ],
)
def test_the_audit_finds_what_was_changed(table: str, change: str, said: str) -> None:
    granted(ONE)
    store.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the commit is judged now
    store.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    store.execute(f"UPDATE {table} {change}")
    assert any(said in fault for fault in grants_audit.grants_are_whole())
