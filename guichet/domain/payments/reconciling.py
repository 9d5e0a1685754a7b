"""The daily reconciliation: ledger, payments, bills and schemes must say the same; what does not is listed with its age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.db import connection

from guichet.domain.ledger import queries as ledger
from guichet.domain.ledger.kinds import COLLECTIONS, PAYOUTS, SUSPENSE
from guichet.domain.payments import differences, giving_back, presenting, queries
from guichet.domain.payouts import queries as payouts
from guichet.engine import store
from guichet.engine.context import HOME

OPEN = {
    "kind": pl.String,  # as of `differences`, of `payouts.adrift`, or suspense
    "scheme": pl.String,
    "key": pl.String,
    "ours": pl.Int64,
    "theirs": pl.Int64,
    "since": pl.Date,
    "days": pl.Int64,  # its age
}


@dataclass(frozen=True, slots=True)
class Check:
    """Two sums that must be one."""

    name: str  # trial-balance, payments, suspense, bills, payouts
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
    open: pl.DataFrame  # columns of `OPEN`, the oldest first

    @property
    def good(self) -> bool:
        """Whether every sum agrees and nothing is open."""
        return all(check.good for check in self.checks) and self.open.is_empty()


def reconcile(day: date, now: datetime) -> Reconciliation:
    """Compare everything as it stands; ``day`` is the day whose receipts are shown. Nothing is written."""
    with store.atomic():
        _at_one_moment()
        kinds = ledger.trial_balance()
        waiting = queries.in_suspense()
        return Reconciliation(
            at=now,
            checks=_checks(kinds, waiting),
            kinds=kinds,
            received=queries.received_on(day),
            open=_open(waiting, now),
        )


def _at_one_moment() -> None:
    """All sums are of one moment, however busy the counters are; within another's ``atomic`` its own rules hold."""
    if not connection.savepoint_ids:
        store.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _checks(kinds: pl.DataFrame, waiting: pl.DataFrame) -> tuple[Check, ...]:
    balance = dict(kinds.select("kind", "balance").iter_rows())
    moved = ledger.moved_by(COLLECTIONS, ("payment", "reversal", giving_back.EVENT))
    return (
        Check("trial-balance", sum(balance.values()), 0),
        Check("payments", moved, queries.counted()),
        Check("suspense", -balance.get(SUSPENSE, 0), int(waiting["amount"].sum())),
        Check("bills", *presenting.owed_and_shown()),
        Check("payouts", balance.get(PAYOUTS, 0), payouts.payable()),
    )


def _open(waiting: pl.DataFrame, now: datetime) -> pl.DataFrame:
    today = now.astimezone(HOME).date()
    found = differences.open_differences().select(
        "kind", "scheme", "key", "ours", "theirs", since=_home_day("found_at")
    )
    held = waiting.select(
        "scheme", kind=pl.lit("suspense"), key="scheme_key", ours="amount",
        theirs=pl.lit(None, dtype=pl.Int64), since=_home_day("paid_at"),
    ).select(found.columns)  # fmt: skip
    away = payouts.adrift(now).select(
        "kind", "key", scheme=pl.lit("payouts"), ours="amount", theirs=pl.lit(None, dtype=pl.Int64), since=_home_day("at"),
    ).select(found.columns)  # fmt: skip
    both = pl.concat([found, held, away]).with_columns(
        days=(pl.lit(today) - pl.col("since")).dt.total_days()
    )
    return both.select(*OPEN).sort("since", maintain_order=True)


def _home_day(name: str) -> pl.Expr:
    return pl.col(name).dt.convert_time_zone(HOME.key).dt.date()
