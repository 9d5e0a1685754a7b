"""Parts of payments taken back: once each, from the latest month backwards, with the cause on
record.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from guichet.domain.contributions.statements import statement
from guichet.domain.identity.staff import RECONCILE
from guichet.domain.identity.tests.staffing import acts
from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payments import partial_refund, queries
from guichet.domain.payments.assignment import assign
from guichet.domain.payments.tests.world import (
    NOW,
    OCTOBER,
    SEPTEMBER,
    firm,
    notice,
    owe,
    part_back,
    receive,
    reverse,
)
from guichet.engine import store
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(db: None) -> int:
    """Two months of 1,000 and 500, and all of it paid at once."""
    number = firm()
    owe(number, SEPTEMBER, 1000)
    owe(number, OCTOBER, 500)
    assert receive(notice(number, 1500)) == ["accepted"]
    return number


def unpaid(number: int) -> list[int]:
    return queries.months_of(pl.Series([number]))["contributions"].to_list()


def history(number: int) -> list[tuple[int, int, str]]:
    period = pl.DataFrame(
        {"establishment": [number], "since": [date(2026, 1, 1)], "until": [date(2026, 12, 31)]}
    )
    return queries.payments_of(period).select("amount", "returned", "state").rows()


def test_the_latest_month_is_open_again_first(paid: int) -> None:
    assert part_back("1", 200, "R1") == "done"
    assert unpaid(paid) == [0, 200]
    assert part_back("1", 400, "R2") == "done"
    assert unpaid(paid) == [100, 500]
    assert history(paid) == [(1500, 600, "partly")]
    assert int(trial_balance()["balance"].sum()) == 0


def test_it_is_on_the_statement_and_the_cause_is_on_record(paid: int) -> None:
    part_back("1", 200, "R1")
    lines = statement(
        pl.DataFrame(
            {
                "establishment": [paid],
                "since": [date(2026, 1, 1)],
                "until": [NOW.date() + timedelta(1)],
            }
        )
    )
    assert lines.select("event", "debit", "credit").rows()[-1] == ("return", 200, 0)
    assert int(lines["balance"][-1]) == 200
    assert store.rows("SELECT amount, cause, scheme_key FROM payments_return") == [
        (200, "AC04", "1")
    ]
    caused = store.rows(
        "SELECT reference FROM ledger_journal WHERE kind = 'allocation' AND source = 'return'"
    )
    assert caused == store.rows("SELECT id FROM payments_payment")


def test_told_again_it_counts_once_and_told_otherwise_not_at_all(paid: int) -> None:
    assert [part_back("1", 200, "R1") for _ in range(2)] == ["done", "repeated"]
    assert part_back("1", 300, "R1") == "conflict"
    assert part_back("2", 200, "R1") == "conflict"
    assert unpaid(paid) == [0, 200]


def test_no_more_than_is_left_is_taken(paid: int) -> None:
    assert part_back("1", 1501, "R1") == "too-much"
    assert part_back("1", 1500, "R2") == "done"
    assert part_back("1", 1, "R3") == "too-much"
    assert unpaid(paid) == [1000, 500] and history(paid) == [(1500, 1500, "reversed")]
    assert part_back("1", 1501, "R1") == "repeated"


def test_a_reversal_takes_what_the_parts_have_left(paid: int) -> None:
    part_back("1", 600, "R1")
    assert reverse("1") == ["done"] and unpaid(paid) == [1000, 500]
    assert reverse("1") == ["repeated"]
    assert part_back("1", 1, "R2") == "too-much"
    assert queries.counted() == 0 and history(paid) == [(1500, 1500, "reversed")]


def test_a_reversal_of_what_is_gone_moves_nothing(paid: int) -> None:
    part_back("1", 1500, "R1")
    assert reverse("1") == ["done"]
    assert unpaid(paid) == [1000, 500] and int(trial_balance()["balance"].sum()) == 0


def test_told_before_its_payment_it_waits_for_it(db: None) -> None:
    number = firm()
    owe(number, SEPTEMBER, 1000)
    assert [part_back("1", 300, name) for name in ("R1", "R2", "R3", "R4")] == ["early"] * 4
    assert receive(notice(number, 1000)) == ["accepted"]
    # Three fit; of the fourth there is too little left.
    assert unpaid(number) == [900]
    assert part_back("1", 300, "R1") == "repeated"
    assert receive(notice(number, 1000)) == ["repeated"]


def test_of_a_payment_in_suspense_the_rest_finds_its_owner(db: None) -> None:
    number = firm()
    receive(notice(None, 1000))
    assert part_back("1", 400, "R1") == "done"
    assert queries.in_suspense()["amount"].to_list() == [600]
    payment = int(queries.in_suspense()["payment"][0])
    assign(payment, number, by=acts(RECONCILE), reason="letter", now=NOW)
    assert int(queries.to_pay(pl.Series([number]))["credit"][0]) == 600
    assert part_back("1", 600, "R2") == "done"
    assert int(queries.to_pay(pl.Series([number]))["credit"][0]) == 0
    receive(notice(None, 50, "9"))
    part_back("9", 50, "R9")
    nothing = store.value("SELECT max(id) FROM payments_payment")
    with pytest.raises(Refused):
        assign(nothing, number, by=acts(RECONCILE), reason="letter", now=NOW)


def test_a_part_of_nothing_or_without_a_cause_is_none(paid: int) -> None:
    for amount, cause in ((0, "AC04"), (-5, "AC04"), (5, "")):
        row = {
            "scheme": "bank",
            "scheme_key": "1",
            "return_key": "R",
            "amount": amount,
            "cause": cause,
            "returned_at": NOW,
        }
        with pytest.raises(ValueError, match="cause"):
            partial_refund.give_back(pl.DataFrame([row], schema=partial_refund.RETURN), NOW)


@pytest.mark.parametrize("table", ["payments_return", "payments_returnbooking"])
def test_what_was_taken_back_stays_on_record(paid: int, table: str) -> None:
    part_back("1", 1, "R1")
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        store.execute(f"UPDATE {table} SET amount = 2")
