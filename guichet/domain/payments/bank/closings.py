"""Statements of our bank accounts kept as the bank told them, and what an account held when the
books began.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

import polars as pl

from guichet.domain.iso20022.account_reports import Told
from guichet.engine import audit, store


def complete(told: Told) -> pl.Series:
    """Of each line of a file, whether it is of a statement with balances, which tells all of its
    day.
    """
    rows = pl.int_range(told.lines.height, eager=True)
    found = pl.Series("complete", [False] * told.lines.height, dtype=pl.Boolean)
    for row in told.statements.iter_rows(named=True):
        here = (rows >= row["first"]) & (rows < row["first"] + row["count"])
        found = found | (here & told.lines["booked_on"].is_between(row["since"], row["day"]))
    return found


def keep(told: Told, rows: pl.DataFrame, now: datetime) -> int:
    """Keep the statements of a file, each with its entries; how many were not told before.

    It is to be called inside the ``atomic`` that books the lines. ``rows`` are the lines of the
    file, one for each of ``told``.
    """
    fresh = 0
    alike = ["entry_ref", "booked_on", "entry_amount"]
    for row in told.statements.iter_rows(named=True):
        entries = rows.slice(row["first"], row["count"]).unique(
            "entry", keep="first", maintain_order=True
        )
        stated = entries.filter(pl.col("entry_amount") != 0).select(
            "booked_on",
            bank_key="entry_ref",
            amount="entry_amount",
            copy=pl.int_range(pl.len()).over(alike) + 1,
        )
        fresh += _keep(row, stated.sort("bank_key", "booked_on", "amount", "copy"), now)
    return fresh


def _keep(row: dict[str, Any], lines: pl.DataFrame, now: datetime) -> bool:
    names = (
        "account",
        "bank_id",
        "number",
        "since",
        "day",
        "opening",
        "closing",
        "created_at",
    )
    said = (
        "\x1f".join(str(row[name]) for name in names)
        + "\n"
        + lines.select("bank_key", "amount").write_csv()
    )
    digest = sha256(said.encode()).hexdigest()
    made = store.fetch_in_place(
        "INSERT INTO payments_statement (account, bank_id, number, since, day, opening, closing, moved, created_at,"
        " received_at, digest) VALUES (%(account)s, %(bank_id)s, %(number)s, %(since)s, %(day)s, %(opening)s, %(closing)s,"
        " %(moved)s, %(created_at)s, %(now)s, %(digest)s) ON CONFLICT DO NOTHING RETURNING id",
        {"id": pl.Int64},
        moved=int(lines["amount"].sum()),
        now=now,
        digest=digest,
        **{name: row[name] for name in names},
    )["id"]
    if made.is_empty():
        return False
    store.insert("payments_statedline", lines.with_columns(statement_id=pl.lit(made[0])))
    audit.note(
        "bank-balance",
        {
            "account": row["account"],
            "statement": row["bank_id"],
            "day": row["day"].isoformat(),
            "opening": row["opening"],
            "closing": row["closing"],
            "lines": lines.height,
            "digest": digest,
        },
    )
    return True
