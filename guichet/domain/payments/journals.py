"""Payments as journals: money in or back, against a client's credit or suspense."""

from __future__ import annotations

from hashlib import sha256

import polars as pl

from guichet.domain.ledger.kinds import COLLECTIONS, CREDIT, SUSPENSE


def journals(rows: pl.DataFrame, kind: str, at: str, key: str) -> pl.DataFrame:
    """A journal of a kind for each row, at the moment in its column ``at``."""
    return rows.select(
        key=key,
        kind=pl.lit(kind),
        at=at,
        month="month",
        source=pl.lit("payment"),
        reference="payment",
        description=pl.lit(""),
    )


def entries(rows: pl.DataFrame, sign: int) -> pl.DataFrame:
    """``sign`` 1 takes money in, -1 gives it back."""
    whose = pl.col("establishment")
    nothing = {"month": pl.lit(None, dtype=pl.Date), "branch": pl.lit(None, dtype=pl.String)}
    institution = {
        "party_kind": pl.lit(None, dtype=pl.String),
        "party": pl.lit(None, dtype=pl.Int64),
    }
    money = rows.select(
        key="payment",
        kind=pl.lit(COLLECTIONS),
        amount=sign * pl.col("amount"),
        **institution,
        **nothing,
    )
    counter = rows.select(
        key="payment",
        kind=pl.when(whose.is_null()).then(pl.lit(SUSPENSE)).otherwise(pl.lit(CREDIT)),
        amount=-sign * pl.col("amount"),
        party_kind=pl.when(whose.is_not_null()).then(pl.lit("establishment")),
        party=whose,
        **nothing,
    )
    return pl.concat([money, counter])


def digest(rows: pl.DataFrame, what: str) -> dict[str, object]:
    """What the audit keeps of many payments: their number, sum, and a hash of them all."""
    text = rows.select("payment", "scheme", "scheme_key", "amount", "establishment").write_csv()
    return {
        "what": what,
        "payments": rows.height,
        "total": int(rows["amount"].sum()),
        "digest": sha256(text.encode()).hexdigest(),
    }
