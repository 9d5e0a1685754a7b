"""How the bank knows our batches and transfers: names that come back with all it says of them."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

MESSAGE = r"^GUICHET-B([0-9]{1,18})-[0-9]{12}$"
END_TO_END = r"^GUICHET-T([0-9]{1,18})$"


def message_of(batch: int, released_at: datetime) -> str:
    """The message id of a batch's file, once for ever: also after a backup was brought back and
    numbers begin anew.
    """
    return f"GUICHET-B{batch}-{released_at.astimezone(UTC):%y%m%d%H%M%S}"


def batches_of(names: pl.Expr) -> pl.Expr:
    """The batches that message ids name; null where they name none."""
    return names.str.extract(MESSAGE, 1).cast(pl.Int64, strict=False)


def transfers_of(names: pl.Expr) -> pl.Expr:
    """The transfers that end-to-end ids name; null where they name none."""
    return names.str.extract(END_TO_END, 1).cast(pl.Int64, strict=False)


def end_to_end_of(transfers: pl.Expr) -> pl.Expr:
    """The end-to-end ids of transfers."""
    return pl.lit("GUICHET-T") + transfers.cast(pl.String)
