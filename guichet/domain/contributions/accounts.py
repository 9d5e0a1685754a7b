"""Accounts: what establishments owe on a day, how much of it is overdue, and what is to be paid
next.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.contributions.billed_sets import conceded_of
from guichet.domain.contributions.bills import BILL, BILL_COLUMNS
from guichet.domain.ledger import queries as ledger
from guichet.domain.ledger.kinds import CLIENT
from guichet.domain.payments import queries as payments
from guichet.engine import store

# A month is billed when it is over and due in the month after, so bills not yet due are among the
# latest few.
_LATEST = 12
ACCOUNT = {
    "establishment": pl.Int64,
    "due": pl.Int64,  # all that is owed, the overdue included
    "overdue": pl.Int64,
    "credit": pl.Int64,  # what was paid or given back beyond what is owed
    "next_due_on": pl.Date,  # until when what is not overdue is to be paid
    "last_month": pl.Date,
    "last_total": pl.Int64,
    "last_due_on": pl.Date,
}


def account_of(establishments: pl.Series, today: date) -> pl.DataFrame:
    """The account of each establishment on a day: columns of `ACCOUNT`, one row each, in order of
    numbers.

    Payments go to the oldest debt first, so overdue is what is owed beyond the bills not yet due.
    """
    numbers = establishments.drop_nulls().unique().sort().alias("establishment")
    owed = (
        ledger.balance_of(numbers)
        .filter(pl.col("kind").is_in(CLIENT))
        .group_by(establishment="party")
        .agg(pl.col("balance").sum())
    )
    bills = _latest_bills(numbers)
    ahead = bills.filter((pl.col("due_on") >= today) & (pl.col("total") > 0))
    ahead = ahead.join(conceded_of(ahead), on=["establishment", "month"], how="left").with_columns(
        pl.col("total") - pl.col("conceded").fill_null(0)
    )
    last = bills.group_by("establishment", maintain_order=True).first()
    account = (
        numbers.to_frame()
        .join(owed, on="establishment", how="left", maintain_order="left")
        .with_columns(pl.col("balance").fill_null(0))
    )
    account = account.join(_still_to_pay(ahead, account), on="establishment", how="left")
    account = account.join(
        last.select("establishment", last_month="month", last_total="total", last_due_on="due_on"),
        on="establishment",
        how="left",
    )
    balance = pl.col("balance")
    return account.select(
        "establishment",
        due=balance.clip(lower_bound=0),
        overdue=(balance - pl.col("ahead").fill_null(0)).clip(lower_bound=0),
        credit=(-balance).clip(lower_bound=0),
        next_due_on="next_due_on",
        last_month="last_month",
        last_total="last_total",
        last_due_on="last_due_on",
    ).sort("establishment")


def unpaid_months(establishments: pl.Series) -> pl.DataFrame:
    """What those who owe something owe it for: ``establishment``, ``due``, ``months`` (text, the
    oldest first).

    Late penalties are part of what is due, by the month that was paid late.
    """
    owed = payments.to_pay(establishments).filter(pl.col("to_pay") > 0)
    still = payments.unpaid_months_of(owed["establishment"])
    told = still.group_by("establishment", maintain_order=True).agg(
        months=pl.col("month").dt.to_string("%Y-%m").str.join(", ")
    )
    return owed.join(told, on="establishment", how="left").select(
        "establishment", due="to_pay", months=pl.col("months").fill_null("")
    )


def _still_to_pay(ahead: pl.DataFrame, account: pl.DataFrame) -> pl.DataFrame:
    """Of bills not yet due: ``ahead``, their sum, and ``next_due_on``, the first day one of them
    must be paid by.
    """
    later = pl.col("total").cum_sum(reverse=True).over("establishment") - pl.col("total")
    unpaid = pl.col("balance") > pl.col("later")
    return (
        ahead.sort("establishment", "due_on")
        .with_columns(later=later)
        .join(account.select("establishment", "balance"), on="establishment")
        .group_by("establishment")
        .agg(ahead=pl.col("total").sum(), next_due_on=pl.col("due_on").filter(unpaid).min())
    )


def _latest_bills(establishments: pl.Series) -> pl.DataFrame:
    return store.fetch(
        f"SELECT {BILL_COLUMNS} FROM unnest(%(numbers)s::bigint[]) a(number)"
        " JOIN LATERAL (SELECT * FROM contributions_bill WHERE establishment = a.number"
        "  ORDER BY month DESC LIMIT %(latest)s) b ON true ORDER BY b.establishment, b.month DESC",
        BILL,
        numbers=establishments,
        latest=_LATEST,
    )
