"""Moving what is to the credit of one establishment to another one of its owner: both sides in one
entry.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import CREDIT
from guichet.domain.ledger.queries import balance_of
from guichet.domain.payments import locks
from guichet.domain.payments.allocation import settle
from guichet.engine import audit, store

MOVED = "credit-moved"  # the kind of journal


def move(moves: pl.DataFrame, now: datetime) -> None:
    """Move credit, in the caller's ``atomic``: ``source``, ``target``, ``amount`` (halalas, above
    nought), ``transaction``.

    What arrives pays what the target owes. Whose the two are has been judged by the caller.

    Raises:
        store.WriteConflict: the credit is less than that by now; decide again.
        ValueError: an amount of nothing or less, or the two are one.
    """
    if moves.filter((pl.col("amount") <= 0) | (pl.col("source") == pl.col("target"))).height:
        raise ValueError("a move of credit moves something, from one to another")
    both = pl.concat([moves["source"], moves["target"]])
    locks.accounts(both)
    held = balance_of(moves["source"]).filter(pl.col("kind") == CREDIT)
    wanted = moves.group_by("source").agg(pl.col("amount").sum())
    short = wanted.join(held, left_on="source", right_on="party", how="left")
    if short.filter(pl.col("amount") > -pl.col("balance").fill_null(0)).height:
        raise store.WriteConflict
    _post(moves, now)
    settle(both, now, source="credit-moved")
    audit.note(
        MOVED,
        {
            "moves": moves.select("source", "target", "amount", "transaction")
            .sort("transaction")
            .rows()
        },
    )


def _post(moves: pl.DataFrame, now: datetime) -> None:
    """A journal for each move: from the credit of one to the credit of the other."""
    rows = moves.with_row_index("key").with_columns(pl.col("key").cast(pl.Int64))
    nothing = pl.lit(None, dtype=pl.String)
    journals = rows.select(
        "key",
        kind=pl.lit(MOVED),
        at=pl.lit(now),
        month=pl.lit(None, dtype=pl.Date),
        source=pl.lit("transaction"),
        reference="transaction",
        description=pl.lit(""),
    )
    sides = [
        rows.select(
            "key",
            party=whose,
            amount=sign * pl.col("amount"),
            kind=pl.lit(CREDIT),
            party_kind=pl.lit("establishment"),
            month=pl.lit(None, dtype=pl.Date),
            branch=nothing,
        )
        for whose, sign in (("source", 1), ("target", -1))
    ]
    ledger.post(journals, pl.concat(sides))
