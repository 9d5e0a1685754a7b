"""Calendar months: a month is written as its first day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import polars as pl

# Months of a pension are told in parts, so that days of any month (28 to 31) and thousandths of a
# month are whole numbers.
PARTS = 18_879_000


def first_day(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def last_day(day: date) -> date:
    """The last day of the month of a day."""
    return day.replace(day=days_in_month(day))


def days_in_month(day: date) -> int:
    """How many days the month of a day has."""
    return monthrange(day.year, day.month)[1]


def add_months(day: date, months: int) -> date:
    """The same day some months later; a day the month lacks becomes its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another (the last one complete)."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months if add_months(earlier, months) <= later else months - 1


def first_day_of(day: pl.Expr) -> pl.Expr:
    """The first day of the month, for a column."""
    return day.dt.month_start()


def last_day_of(day: pl.Expr) -> pl.Expr:
    """The last day of the month, for a column."""
    return day.dt.month_end()


def days_in_month_of(day: pl.Expr) -> pl.Expr:
    """How many days the month has, for a column."""
    return day.dt.days_in_month().cast(pl.Int64)


def add_months_to(day: pl.Expr, months: pl.Expr | int) -> pl.Expr:
    """Some months later, for a column; a day the month lacks becomes its last day."""
    if isinstance(months, int):
        return day.dt.offset_by(f"{months}mo")
    return day.dt.offset_by(pl.format("{}mo", months))


def months_between_of(earlier: pl.Expr, later: pl.Expr) -> pl.Expr:
    """`months_between`, of columns."""
    years = later.dt.year().cast(pl.Int64) - earlier.dt.year()
    return 12 * years + later.dt.month() - earlier.dt.month()


def started_months(after: pl.Expr, until: pl.Expr) -> pl.Expr:
    """Months that have begun after one day and until another, the day after the first beginning
    one; never below nought.

    Of days that every month has: the first is at most the 28th.
    """
    whole = 12 * (until.dt.year() - after.dt.year()).cast(pl.Int64)
    whole = whole + (until.dt.month().cast(pl.Int64) - after.dt.month().cast(pl.Int64))
    return (whole + (until.dt.day() > after.dt.day()).cast(pl.Int64)).clip(lower_bound=0)


def cut_by_months(spells: pl.DataFrame) -> pl.DataFrame:
    """Spells of `on` and `until` (both included, in order) cut at the ends of months, a line for
    each month, in their order.
    """
    months = pl.date_ranges(first_day_of(pl.col("on")), first_day_of(pl.col("until")), "1mo")
    lines = spells.with_columns(months.alias("_month")).explode("_month")
    return lines.with_columns(
        on=pl.max_horizontal("on", "_month"),
        until=pl.min_horizontal("until", last_day_of(pl.col("_month"))),
    ).drop("_month")
