"""What is ordered is payable once, and only what a party has."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from guichet.domain.ledger.kinds import BENEFIT, CREDIT, PAYOUTS
from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payouts.tests.world import balance, firm, order, pensioner, wanted
from guichet.engine import store
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db


def test_what_is_ordered_leaves_the_credit_and_becomes_payable() -> None:
    one, somebody = firm(500), pensioner(900)
    ids = order(wanted(one, 300), wanted(None, 900, "benefit-1", person=somebody))
    assert len(set(ids)) == 2
    assert (balance(CREDIT), balance(BENEFIT), balance(PAYOUTS)) == (-200, 0, -1_200)
    assert int(trial_balance()["balance"].sum()) == 0
    found = store.rows("SELECT name, party_kind, state FROM payouts_order ORDER BY id")
    assert found == [("منشأة", "establishment", "waiting"), ("محمد", "person", "waiting")]


def test_the_same_reference_is_never_ordered_twice() -> None:
    one = firm(500)
    order(wanted(one, 100))
    with pytest.raises(IntegrityError), transaction.atomic():
        order(wanted(one, 100))
    with pytest.raises(IntegrityError), transaction.atomic():
        order(wanted(one, 100, "twice"), wanted(one, 50, "twice"))
    assert balance(PAYOUTS) == -100


def test_more_than_the_credit_is_refused_and_nothing_of_it_is_kept() -> None:
    one = firm(500)
    with pytest.raises(Refused) as refused, transaction.atomic():
        order(wanted(one, 300), wanted(one, 201, "refund-2"))
    assert refused.value.refusal.code == "payout-not-owed"
    assert balance(PAYOUTS) == 0 and balance(CREDIT) == -500


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"amount": -1},
        {"amount": 10**15 + 1},
        {"amount": 2**63 - 1},
        {"amount": None},
        {"iban": "SA0380000000608010167518"},
        {"iban": "GB82WEST12345698765432"},
        {"iban": ""},
        {"iban": None},
        {"establishment": 599_999_999},
        {"establishment": None},
        {"person": 1_000_000_008},
        {"purpose": "gift"},
        {"purpose": None},
        {"reference": ""},
        {"reference": None},
        {"reference": "x" * 81},
        {"transaction": None},
    ],
)
def test_what_can_never_be_paid_is_not_ordered(wrong: dict[str, Any]) -> None:
    one = firm(500)
    with pytest.raises(ValueError, match="cannot be paid"):
        order(wanted(one, 300) | wrong)
    assert balance(PAYOUTS) == 0


def test_nothing_ordered_is_nothing_done() -> None:
    assert order() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payouts_order SET amount = amount + 1",
        "UPDATE payouts_order SET iban = 'SA0380000000608010167519'",
        "UPDATE payouts_order SET state = 'credited'",
        "UPDATE payouts_order SET state = 'back'",
        "DELETE FROM payouts_order",
        "TRUNCATE payouts_order CASCADE",
    ],
)
def test_the_database_keeps_orders_as_they_are(statement: str) -> None:
    order(wanted(firm(500), 300))
    with pytest.raises(DatabaseError), transaction.atomic():
        store.execute(statement)
    assert pl.Series(store.rows("SELECT amount FROM payouts_order")[0]).to_list() == [300]
