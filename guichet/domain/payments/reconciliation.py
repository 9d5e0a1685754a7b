"""The daily reconciliation: ledger, bank, payments, bills and schemes must say the same; what does
not is listed with its age.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.db import connection

from guichet.domain.ledger import queries as ledger
from guichet.domain.ledger.kinds import BANK, COLLECTIONS, PAYOUTS, SUSPENSE
from guichet.domain.payments import partial_refund, queries
from guichet.domain.payments.bank import account_reconciliation
from guichet.domain.payments.bank.account_reconciliation import Standing
from guichet.domain.payments.presenting import differences, presentment
from guichet.domain.payouts import queries as payouts
from guichet.engine import store
from guichet.engine.context import HOME

OPEN = {
    "kind": pl.String,  # as of `differences`, of `standing`, of `payouts.adrift`, or suspense
    "scheme": pl.String,
    "key": pl.String,
    "ours": pl.Int64,
    "theirs": pl.Int64,
    "since": pl.Date,
    "days": pl.Int64,  # its age
    # what shows it: statement:12, suspense:5 (a payment), batch:3 (of payouts), day:2026-11-24
    "cause": pl.String,
}


@dataclass(frozen=True, slots=True)
class Check:
    """Two sums that must be one."""

    name: str  # trial-balance, bank, bank-balance, payments, suspense, bills, payouts
    ours: int
    theirs: int

    @property
    def good(self) -> bool:
        """Whether they are."""
        return self.ours == self.theirs


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """How things stand."""

    at: datetime
    checks: tuple[Check, ...]
    kinds: pl.DataFrame  # the trial balance: kind, debit, credit, balance
    received: pl.DataFrame  # by scheme on the day: scheme, count, amount, reversed
    statements: pl.DataFrame  # of our bank accounts: see `standing.Standing`
    open: pl.DataFrame  # columns of `OPEN`, the oldest first

    @property
    def good(self) -> bool:
        """Whether every sum agrees and nothing is open."""
        return all(check.good for check in self.checks) and self.open.is_empty()


def reconcile(day: date, now: datetime) -> Reconciliation:
    """Compare everything as it stands; ``day`` is the day whose receipts are shown. Nothing is
    written.
    """
    with store.atomic():
        _at_one_moment()
        kinds = ledger.trial_balance()
        waiting = queries.in_suspense()
        bank = account_reconciliation.compare(now.astimezone(HOME).date())
        return Reconciliation(
            at=now,
            checks=_checks(kinds, waiting, bank),
            kinds=kinds,
            received=queries.received_on(day),
            statements=bank.statements,
            open=_open(waiting, bank, now),
        )


def _at_one_moment() -> None:
    """All sums are of one moment, however busy the counters are; within another's ``atomic`` its
    own rules hold.
    """
    if not connection.savepoint_ids:
        store.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _checks(kinds: pl.DataFrame, waiting: pl.DataFrame, bank: Standing) -> tuple[Check, ...]:
    balance = dict(kinds.select("kind", "balance").iter_rows())
    moved = ledger.moved_by(COLLECTIONS, ("payment", "reversal", partial_refund.EVENT))
    return (
        Check("trial-balance", sum(balance.values()), 0),
        Check("bank", balance.get(BANK, 0), bank.booked),
        Check("bank-balance", bank.ours, bank.theirs),
        Check("payments", moved, queries.counted()),
        Check("suspense", -balance.get(SUSPENSE, 0), int(waiting["amount"].sum())),
        Check("bills", *presentment.owed_and_shown()),
        Check("payouts", balance.get(PAYOUTS, 0), payouts.payable()),
    )


def _open(waiting: pl.DataFrame, bank: Standing, now: datetime) -> pl.DataFrame:
    today = now.astimezone(HOME).date()
    nought = pl.lit(None, dtype=pl.Int64)
    found = differences.open_differences().select(
        "kind",
        "scheme",
        "key",
        "ours",
        "theirs",
        since=_home_day("found_at"),
        cause=_cause("day"),
    )
    held = waiting.select(
        "scheme",
        kind=pl.lit("suspense"),
        key="scheme_key",
        ours="amount",
        theirs=nought,
        since=_home_day("paid_at"),
        cause=_cause("payment", "suspense"),
    )
    away = payouts.adrift(now).select(
        "kind",
        "key",
        scheme=pl.lit("payouts"),
        ours="amount",
        theirs=nought,
        since=_home_day("at"),
        cause=_cause("batch"),
    )
    stated = bank.differences.with_columns(cause=_cause("statement"))
    parts = [part.select(found.columns) for part in (found, held, away, stated)]
    both = pl.concat(parts).with_columns(days=(pl.lit(today) - pl.col("since")).dt.total_days())
    return both.select(*OPEN).sort("since", maintain_order=True)


def _cause(column: str, name: str | None = None) -> pl.Expr:
    return pl.lit(f"{name or column}:") + pl.col(column).cast(pl.String)


def _home_day(name: str) -> pl.Expr:
    return pl.col(name).dt.convert_time_zone(HOME.key).dt.date()
