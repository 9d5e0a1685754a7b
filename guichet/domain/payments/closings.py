"""Statements of our bank accounts kept as the bank told them, and what an account held when the books began."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

import polars as pl

from guichet.domain.iso20022.reading import Told
from guichet.engine import audit, store


def keep(told: Told, now: datetime) -> int:
    """Keep the statements of a file, each with its lines; how many were not told before.

    It is to be called inside the ``atomic`` that books the lines.
    """
    fresh = 0
    for row in told.statements.iter_rows(named=True):
        lines = told.lines.slice(row["first"], row["count"]).select("bank_key", "amount")
        lines = (
            lines.filter(pl.col("amount") != 0).unique("bank_key", keep="first").sort("bank_key")
        )
        fresh += _keep(row, lines, now)
    return fresh


def _keep(row: dict[str, Any], lines: pl.DataFrame, now: datetime) -> bool:
    names = (
        "account", "bank_id", "number", "since", "day", "opening", "closing", "created_at",
    )  # fmt: skip
    said = "\x1f".join(str(row[name]) for name in names) + "\n" + lines.write_csv()
    digest = sha256(said.encode()).hexdigest()
    made = store.fetch_in_place(
        "INSERT INTO payments_statement (account, bank_id, number, since, day, opening, closing, moved, created_at,"
        " received_at, digest) VALUES (%(account)s, %(bank_id)s, %(number)s, %(since)s, %(day)s, %(opening)s, %(closing)s,"
        " %(moved)s, %(created_at)s, %(now)s, %(digest)s) ON CONFLICT DO NOTHING RETURNING id",
        {"id": pl.Int64},
        moved=int(lines["amount"].sum()), now=now, digest=digest, **{name: row[name] for name in names},
    )["id"]  # fmt: skip
    if made.is_empty():
        return False
    store.insert("payments_statedline", lines.with_columns(statement_id=pl.lit(made[0])))
    audit.note("bank-balance", {
        "account": row["account"], "statement": row["bank_id"], "day": row["day"].isoformat(), "opening": row["opening"],
        "closing": row["closing"], "lines": lines.height, "digest": digest,
    })  # fmt: skip
    return True
