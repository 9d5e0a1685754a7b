"""What a correction tells of before and after, and which wages it writes.

All frames of wages have the columns of `domain.registry.commands.set_wages`.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.catalogue.registry import _single_asking
from guichet.domain.registry.queries import engagements_of
from guichet.engine.batch import Batch
from guichet.lib.months import first_day


def what_was() -> dict[str, pl.Expr]:
    """The answer's ``previous_day``, ``previous_basic`` and ``previous_housing``."""
    wage = pl.col("what") == "wage"
    return {
        "previous_day": pl.when(~wage).then("old_day"),
        "previous_basic": pl.when(wage).then("wage_basic"),
        "previous_housing": pl.when(wage).then("wage_housing"),
    }


def tell_contributions(batch: Batch) -> None:
    """What the current month costs before and after one correction; of an earlier month's wage it
    stays what it is.
    """
    month = first_day(batch.context.today)
    what, day = pl.col("what"), pl.col("day")
    rows = batch.standing().filter((what != "wage") | (pl.col("month") == month))
    rows = rows.with_columns(
        right_basic=pl.when(what == "wage").then("basic").otherwise("wage_basic"),
        right_housing=pl.when(what == "wage").then("new_housing").otherwise("wage_housing"),
        right_since=pl.when(what == "started_on").then(day).otherwise("since"),
        right_until=pl.when(what == "ended_on").then(day).otherwise("until"),
    )
    _single_asking.tell_contributions(
        batch,
        rows,
        month,
        contribution_before={
            "basic": "wage_basic",
            "housing": "wage_housing",
            "since": "since",
            "until": "until",
        },
        contribution_due={
            "basic": "right_basic",
            "housing": "right_housing",
            "since": "right_since",
            "until": "right_until",
        },
    )


def corrected_wages(rows: pl.DataFrame) -> pl.DataFrame:
    """The wages of the months asked, as a higher version where the month has one already."""
    again = pl.col("wage_from") == pl.col("month")
    return rows.filter(pl.col("what") == "wage").select(
        "engagement_id",
        "transaction",
        pl.col("month").alias("effective_from"),
        pl.when(again)
        .then(pl.col("wage_version") + 1)
        .otherwise(1)
        .cast(pl.Int16)
        .alias("version"),
        "basic",
        pl.col("new_housing").alias("housing"),
    )


def resumed_wages(rows: pl.DataFrame, today: date) -> pl.DataFrame:
    """Correcting a past month corrects that month alone: the wage it had goes on from the month
    after.
    """
    past = rows.filter((pl.col("what") == "wage") & (pl.col("month") < first_day(today)))
    following = past["month"].dt.offset_by("1mo")
    after = engagements_of(past["establishment"], past["worker"], on=following)
    return (
        past.drop("wage_from")
        .with_columns(following.alias("effective_from"), after["wage_from"])
        .filter(
            (pl.col("wage_from") < pl.col("effective_from"))
            & (pl.col("until").is_null() | (pl.col("until") >= pl.col("effective_from")))
        )
        .select(
            "engagement_id",
            "transaction",
            "effective_from",
            pl.lit(1, pl.Int16).alias("version"),
            pl.col("wage_basic").alias("basic"),
            pl.col("wage_housing").alias("housing"),
        )
    )


def earlier_wages(days: pl.DataFrame) -> pl.DataFrame:
    """Somebody who joined earlier was paid earlier: the first wage known reaches back to the new
    first month.
    """
    month = pl.col("day").dt.month_start()
    return days.filter((pl.col("what") == "started_on") & (month < pl.col("first_from"))).select(
        "engagement_id",
        "transaction",
        month.alias("effective_from"),
        pl.lit(1, pl.Int16).alias("version"),
        pl.col("first_basic").alias("basic"),
        pl.col("first_housing").alias("housing"),
    )
