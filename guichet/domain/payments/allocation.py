"""What a client has to its credit is laid to what it owes: the oldest month first, then penalties
(R10).

The accounts of a client are the truth; this only moves amounts between them, by a journal of its
own, so that at any second each month is known to be paid, paid in part or unpaid. Where a reversal
leaves less than nothing, what was laid last is taken back first.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import ALLOCATION, CREDIT, PENALTY, RECEIVABLE
from guichet.domain.ledger.queries import standing_of
from guichet.engine.context import HOME
from guichet.law import country

_ORDERS = {"contributions_oldest_month_first_then_penalties": (RECEIVABLE, PENALTY)}


def settle(
    parties: pl.Series, at: datetime, *, source: str = "", reference: int | None = None
) -> int:
    """Lay the credit of clients to what they owe, in the caller's ``atomic``; on how many accounts
    anything moved.

    Hold the accounts first (`holding.accounts`). ``at`` is the day that counts for lateness;
    ``source`` and ``reference`` say what caused it.
    """
    order = country.parameters().word("payment.allocation_order", at.astimezone(HOME).date())
    moves = allocate(standing_of(parties.drop_nulls().unique()), _ORDERS[order])
    if moves.is_empty():
        return 0
    touched = moves["party"].unique().sort()
    journals = touched.to_frame("key").with_columns(
        kind=pl.lit(ALLOCATION),
        at=pl.lit(at),
        month=pl.lit(None, dtype=pl.Date),
        source=pl.lit(source),
        reference=pl.lit(reference, dtype=pl.Int64),
        description=pl.lit(""),
    )
    entries = moves.select(
        "kind",
        "party",
        "amount",
        "month",
        key="party",
        party_kind=pl.lit("establishment"),
        branch=pl.lit(None, dtype=pl.String),
    )
    ledger.post(journals, entries)
    return len(touched)


def allocate(standing: pl.DataFrame, order: tuple[str, ...]) -> pl.DataFrame:
    """The moves that settle accounts: ``party``, ``kind``, ``month``, ``amount``; they sum to zero
    for each party.

    Args:
        standing: columns of `STANDING`.
        order: the kinds of debt in the order in which they are paid; within a kind the oldest month
            comes first.
    """
    rank = pl.col("kind").replace_strict({k: i for i, k in enumerate(order)}, return_dtype=pl.Int8)
    debts = standing.filter(pl.col("kind") != CREDIT).with_columns(rank=rank)
    debts = debts.sort("party", "rank", "month", nulls_last=False)
    debts = debts.join(_pools(standing), on="party")
    open_now = pl.col("balance").clip(lower_bound=0)
    before = open_now.cum_sum().over("party") - open_now
    laid = pl.min_horizontal(open_now, (pl.col("pool") - before).clip(lower_bound=0))
    # From the last debt back: what was laid on it by earlier payments is what a reversal takes
    # first.
    taken_from = (pl.col("laid") - pl.col("excess")).clip(lower_bound=0)
    after = taken_from.cum_sum(reverse=True).over("party") - taken_from
    back = pl.min_horizontal(taken_from, (-pl.col("pool") - after).clip(lower_bound=0))
    debts = debts.with_columns(excess=(-pl.col("balance")).clip(lower_bound=0))
    debts = debts.with_columns(amount=pl.col("excess") - laid + back)
    moves = debts.filter(pl.col("amount") != 0).select("party", "kind", "month", "amount")
    counter = moves.group_by("party", maintain_order=True).agg(-pl.col("amount").sum())
    credit = counter.select(
        "party", "amount", kind=pl.lit(CREDIT), month=pl.lit(None, dtype=pl.Date)
    ).filter(pl.col("amount") != 0)
    return pl.concat([moves, credit.select(moves.columns)])


def _pools(standing: pl.DataFrame) -> pl.DataFrame:
    """``pool`` of each party: its credit, and what months hold beyond what is owed for them."""
    free = (
        pl.when(pl.col("kind") == CREDIT)
        .then("balance")
        .otherwise(pl.col("balance").clip(upper_bound=0))
    )
    return standing.group_by("party").agg(pool=-free.sum())
