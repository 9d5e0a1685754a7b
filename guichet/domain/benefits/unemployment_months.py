"""Months without work that persons may confirm: which comes next, and what stands against it."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.benefits import awards, queries, unemployment_awards
from guichet.domain.registry.histories import engagements_held, numbers_of, under_asked
from guichet.lib.months import first_day

MONTH = {
    "award": pl.String,
    "left_on": pl.Date,
    "from_day": pl.Date,
    "payable_till": pl.Date,
    "months_awarded": pl.Int64,
    "confirmed": pl.Int64,  # of the award, so far
    "open_month": pl.Date,  # the first that is not confirmed and has begun; null: none
    "first_months": pl.Int64,  # of the award at the first amount
    "first": pl.Int64,  # minor units
    "next": pl.Int64,
}
_PENSIONS = [awards.OLD_AGE, awards.DISABILITY]


def next_months(numbers: pl.Series, today: date) -> pl.DataFrame:
    """The last award of each person who has one, and the month of it to be confirmed next:
    ``person`` (the number asked for) and columns of `MONTH`.
    """
    last = unemployment_awards.awarded_to(numbers).unique("person", keep="last")
    until = pl.min_horizontal("payable_till", pl.lit(first_day(today)))
    begun = last.filter(pl.col("from_day") <= until)
    months = begun.select(
        "person", "award", month=pl.date_ranges("from_day", until, "1mo")
    ).explode("month")
    done = unemployment_awards.months_of(last["award"]).select("award", "month")
    free = months.join(done, on=["award", "month"], how="anti")
    first = free.group_by("person").agg(open_month=pl.col("month").min())
    return last.join(first, on="person", how="left", maintain_order="left").select("person", *MONTH)


def numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """Which of its award each month would be if all of these were confirmed at once, the earliest
    first, and what it comes to: ``award``, ``asked_month``, ``number``, ``amount`` (minor units).

    Args:
        rows: ``award``, ``asked_month``, ``confirmed``, ``first_months``, ``first``, ``next``.
    """
    number = pl.col("confirmed") + pl.col("asked_month").rank("dense").over("award")
    ranked = rows.with_columns(number=number.cast(pl.Int64))
    amount = pl.when(pl.col("number") <= pl.col("first_months")).then("first").otherwise("next")
    return ranked.select("award", "asked_month", "number", amount=amount).unique()


def confirmed_by(awards_of: pl.Series) -> pl.DataFrame:
    """Which months of awards are confirmed: ``award``, ``month``, ``confirmed_by`` (the
    transaction).
    """
    found = unemployment_awards.months_of(awards_of)
    return found.select("award", "month", confirmed_by="transaction")


def worked_since(rows: pl.DataFrame) -> pl.DataFrame:
    """Since when persons work again, before a month: ``person``, ``month``, ``works_since``.

    Args:
        rows: ``person``, ``left_on``, ``month``.
    """
    held = engagements_held(rows["person"]).select("person", "started_on", "ended_on")
    lasts = pl.col("ended_on").is_null() | (pl.col("ended_on") > pl.col("left_on"))
    again = rows.join(held, on="person").filter(lasts & (pl.col("started_on") < pl.col("month")))
    return again.group_by("person", "month").agg(works_since=pl.col("started_on").min())


def drawing(rows: pl.DataFrame) -> pl.DataFrame:
    """Who is paid a pension in a month that leaves no benefit beside it: ``person``, ``month``,
    ``drawing`` (always true).

    Args:
        rows: ``person``, ``month``.
    """
    held = numbers_of(rows["person"])
    pieces = [pl.DataFrame(schema={"person": pl.Int64, "month": pl.Date})]
    for month in rows["month"].drop_nulls().unique().to_list():
        paid = queries.pension_of(held["number"].unique(), month)
        found = under_asked(paid.filter(pl.col("kind").is_in(_PENSIONS)), held)
        pieces.append(found.select("person", month=pl.lit(month)))
    return pl.concat(pieces).unique().with_columns(drawing=pl.lit(value=True))
