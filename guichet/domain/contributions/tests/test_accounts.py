"""Payments go to the oldest debt first; what is overdue, still to pay and to the good follows from
that.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from guichet.domain.contributions import queries
from guichet.domain.contributions.tests.world import APRIL, MARCH, at, engage, enter, establish, run
from guichet.domain.ledger import commands as ledger

pytestmark = pytest.mark.django_db

BILL = 215000  # each month, for one worker with 10,000


def receive(establishment: int, amount: int, moment: datetime) -> None:
    """A payment into the bank."""
    journal = pl.DataFrame(
        {
            "key": [1],
            "kind": ["payment"],
            "at": [moment],
            "month": pl.Series([None], dtype=pl.Date),
            "source": ["transaction"],
            "reference": [1],
            "description": [""],
        }
    )
    entries = pl.DataFrame(
        {
            "key": [1, 1],
            "kind": ["bank", "receivable"],
            "party_kind": [None, "establishment"],
            "party": [None, establishment],
            "amount": [amount, -amount],
            "month": pl.Series([None, None], dtype=pl.Date),
            "branch": pl.Series([None, None], dtype=pl.String),
        }
    )
    ledger.post(journal, entries)


@pytest.fixture
def firm(db: None) -> int:
    """Billed for March (due 15 April) and April (due 15 May)."""
    (number,) = establish(1000000008)
    engage(enter(1000000016), number, 8000, 2000)
    run(MARCH)
    run(APRIL)
    return number


# Paid in halalas, asked on, and: due, overdue, credit, next day to pay by.
ACCOUNTS = [
    (0, date(2026, 4, 10), 2 * BILL, 0, 0, date(2026, 4, 15)),
    (0, date(2026, 4, 15), 2 * BILL, 0, 0, date(2026, 4, 15)),
    (0, date(2026, 4, 16), 2 * BILL, BILL, 0, date(2026, 5, 15)),
    (0, date(2026, 5, 16), 2 * BILL, 2 * BILL, 0, None),
    (5000, date(2026, 5, 3), 2 * BILL - 5000, BILL - 5000, 0, date(2026, 5, 15)),
    (BILL, date(2026, 5, 3), BILL, 0, 0, date(2026, 5, 15)),
    (BILL, date(2026, 4, 10), BILL, 0, 0, date(2026, 5, 15)),
    (BILL + 5000, date(2026, 5, 3), BILL - 5000, 0, 0, date(2026, 5, 15)),
    (2 * BILL, date(2026, 5, 3), 0, 0, 0, None),
    (2 * BILL + 5000, date(2026, 5, 3), 0, 0, 5000, None),
]


@pytest.mark.parametrize(("paid", "today", "due", "overdue", "credit", "next_due_on"), ACCOUNTS)
def test_an_account_on_a_day(
    firm: int, paid: int, today: date, due: int, overdue: int, credit: int, next_due_on: date | None
) -> None:
    if paid:
        receive(firm, paid, at(today))
    account = queries.account_of(pl.Series([firm]), today).row(0, named=True)
    found = tuple(account[name] for name in ("due", "overdue", "credit", "next_due_on"))
    assert found == (due, overdue, credit, next_due_on)
    assert (account["last_month"], account["last_total"]) == (APRIL, BILL)


def test_a_statement_runs_from_its_opening_through_bills_and_payments(firm: int) -> None:
    receive(firm, BILL + 5000, at(date(2026, 5, 10)))
    period = pl.DataFrame(
        {"establishment": [firm], "since": [date(2026, 5, 1)], "until": [date(2026, 5, 31)]}
    )
    lines = queries.statement(period).select("opening", "event", "debit", "credit", "balance")
    assert lines.rows() == [
        (BILL, "bill", BILL, 0, 2 * BILL),
        (BILL, "payment", 0, BILL + 5000, BILL - 5000),
    ]


def test_accounts_of_many_come_in_the_order_of_numbers_even_without_bills(firm: int) -> None:
    asked = pl.Series([999999999, firm, None, firm], dtype=pl.Int64)
    found = queries.account_of(asked, date(2026, 5, 3))
    assert found["establishment"].to_list() == [firm, 999999999]
    assert found["due"].to_list() == [2 * BILL, 0]
    assert found["last_month"].to_list() == [APRIL, None]
