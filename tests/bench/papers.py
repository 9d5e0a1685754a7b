"""The files that clients send."""

from __future__ import annotations

from datetime import date

import polars as pl
from django.utils import timezone

from demo.files import monthly_movement
from demo.population import wages
from guichet.engine import store
from guichet.engine.context import HOME

_WORKERS = {"establishment": pl.Int64, "worker": pl.Int64, "basic": pl.Int64, "housing": pl.Int64}
_SPOILED_ONE_IN = 50


def today() -> date:
    """The day at the institution."""
    return timezone.now().astimezone(HOME).date()


def movement(rows: int, *, salt: int) -> pl.DataFrame:
    """The mixed file: 70% wage, 20% join, 10% leave; all rows right, all newcomers new for each
    ``salt``.
    """
    return monthly_movement(rows, today(), salt=salt)


def spoiled(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The file with one row in fifty wrong, by turns in the worker's number, the establishment and
    an amount.

    The second value is how many rows are wrong.
    """
    at = pl.int_range(pl.len())
    wrong, turn = at % _SPOILED_ONE_IN == 0, (at // _SPOILED_ONE_IN) % 3
    worker, amount = pl.col("worker"), pl.col("basic")
    # The last digit is a check digit: any other one is wrong.
    other_digit = worker.str.head(9) + ((worker.str.tail(1).cast(pl.Int64) + 1) % 10).cast(
        pl.String
    )
    frame = frame.with_columns(
        worker=pl.when(wrong & ((turn == 0) | amount.is_null()))
        .then(other_digit)
        .otherwise(worker),
        establishment=pl.when(wrong & (turn == 1))
        .then(pl.lit("999999999"))
        .otherwise("establishment"),
        basic=pl.when(wrong & (turn == 2) & amount.is_not_null())
        .then(pl.lit("eight"))
        .otherwise(amount),
    )
    return frame, -(-frame.height // _SPOILED_ONE_IN)


def engaged(rows: int) -> pl.DataFrame:
    """So many workers of the bureau's establishments with the wage in force, in halalas."""
    found = store.fetch(
        "SELECT s.number, p.identifier, w.basic, w.housing FROM registry_engagement e"
        " JOIN registry_establishment s ON s.id = e.establishment_id"
        " JOIN registry_person p ON p.id = e.person_id"
        " JOIN LATERAL (SELECT basic, housing FROM registry_wage w WHERE w.engagement_id = e.id"
        "   ORDER BY effective_from DESC, version DESC LIMIT 1) w ON true"
        " WHERE e.ended_on IS NULL ORDER BY md5(p.identifier::text) LIMIT %(rows)s",
        _WORKERS,
        rows=rows,
    )
    if found.height < rows:
        raise RuntimeError(f"only {found.height:,} workers for {rows:,} rows")
    return found


def wage_changes(rows: int) -> pl.DataFrame:
    """A file of wages only: establishment, worker, month, basic and housing, as text."""
    found = engaged(rows)
    pay = wages(found["worker"], salt=1)
    # Never the wage in force: fifty riyals more than what the other employer pays.
    basic = pay["basic"] + 5_000 * (pay["basic"] == found["basic"]).cast(pl.Int64)
    frame = found.with_columns(
        month=pl.lit(f"{today():%Y-%m}"), basic=basic, housing=pay["housing"]
    )
    return frame.select(
        pl.col("establishment", "worker").cast(pl.String),
        "month",
        *(_riyals(name) for name in ("basic", "housing")),
    )


def _riyals(name: str) -> pl.Expr:
    amount = pl.col(name)
    return pl.format("{}.{}", amount // 100, (amount % 100).cast(pl.String).str.zfill(2)).alias(
        name
    )
