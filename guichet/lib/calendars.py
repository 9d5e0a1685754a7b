"""Hijri (Umm al-Qura) and Gregorian days.

The official table starts in 1343 (August 1924). Birth dates of the very old lie before it; there
the months follow the arithmetical calendar (30 and 29 days in turn, 11 leap years in 30), counted
backwards from the first day of the table so that no day is missing or double. The table itself has
a few months of 28 and 31 days before 1365; they are taken as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache

import polars as pl
from hijridate import Hijri
from hijridate.ummalqura import HIJRI_RANGE

FIRST_YEAR, LAST_YEAR = 1300, 1500
_TABLE_FIRST_YEAR = HIJRI_RANGE[0][0]
_LEAP_YEARS = frozenset((2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29))
_HIJRI = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_EPOCH = date(1970, 1, 1)


def _arithmetical_length(year: int, month: int) -> int:
    leap_month = month == 12 and year % 30 in _LEAP_YEARS
    return 30 if month % 2 or leap_month else 29


@lru_cache(maxsize=1)
def month_starts() -> list[date]:
    """The first day of every Hijri month from 1300 to 1500, and of the month after."""
    official = [
        Hijri(year, month, 1).to_gregorian()
        for year in range(_TABLE_FIRST_YEAR, LAST_YEAR + 1)
        for month in range(1, 13)
    ]
    starts = [date(day.year, day.month, day.day) for day in official]
    starts.append(starts[-1] + timedelta(Hijri(LAST_YEAR, 12, 1).month_length()))
    earlier: list[date] = []
    start = starts[0]
    for year in range(_TABLE_FIRST_YEAR - 1, FIRST_YEAR - 1, -1):
        for month in range(12, 0, -1):
            start -= timedelta(_arithmetical_length(year, month))
            earlier.append(start)
    return earlier[::-1] + starts


@lru_cache(maxsize=1)
def _start_series() -> pl.Series:
    return pl.Series([(day - _EPOCH).days for day in month_starts()], dtype=pl.Int64)


def to_gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Hijri day; a 30th that the month lacks becomes its last day (R25).

    Raises:
        ValueError: there is no such Hijri day.
    """
    if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and day >= 1:
        start, length = _month(year, month)
        if day <= max(length, 30):
            return start + timedelta(min(day, length) - 1)
    raise ValueError(f"not a Hijri day: {year:04d}-{month:02d}-{day:02d}")


def _month(year: int, month: int) -> tuple[date, int]:
    """The first day of a Hijri month and its length."""
    at = (year - FIRST_YEAR) * 12 + month - 1
    start = month_starts()[at]
    return start, (month_starts()[at + 1] - start).days


def to_hijri(day: date) -> tuple[int, int, int]:
    """Year, month and day in the Hijri calendar.

    Raises:
        ValueError: the day lies outside the years that are known.
    """
    starts = month_starts()
    if not starts[0] <= day < starts[-1]:
        raise ValueError(f"outside the Hijri years {FIRST_YEAR} to {LAST_YEAR}: {day}")
    at = bisect_right(starts, day) - 1
    return FIRST_YEAR + at // 12, at % 12 + 1, (day - starts[at]).days + 1


def parse_hijri(text: str) -> date:
    """The Gregorian day of 'YYYY-MM-DD' written in the Hijri calendar.

    Raises:
        ValueError: it is no Hijri day.
    """
    found = _HIJRI.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a Hijri day: {text!r}")
    return to_gregorian(*map(int, found.groups()))


def add_hijri_years(day: date, years: int) -> date:
    """The day some Hijri years later: when a person born that day reaches that age."""
    year, month, number = to_hijri(day)
    return to_gregorian(year + years, month, min(number, 30))


def hijri_age(born: date, on: date) -> int:
    """Age in whole Hijri years; a birthday on a missing 30th is reached on the 29th (R25)."""
    years = to_hijri(on)[0] - to_hijri(born)[0]
    return years if add_hijri_years(born, years) <= on else years - 1


def gregorian_age(born: date, on: date) -> int:
    """Age in whole Gregorian years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _month_index(day: pl.Expr) -> pl.Expr:
    """Which Hijri month, counted from 1300-01, a Gregorian day falls in; null outside."""
    starts = _start_series()
    at = day.cast(pl.Int64).map_batches(
        lambda days: starts.search_sorted(days, side="right").cast(pl.Int64) - 1,
        return_dtype=pl.Int64,
    )
    inside = day.cast(pl.Int64).is_between(starts[0], starts[-1], closed="left")
    return pl.when(inside).then(at)


def _start_of(month_index: pl.Expr) -> pl.Expr:
    """The first day (days since 1970) of a Hijri month; null outside the table."""
    starts = _start_series()
    inside = pl.when(month_index.is_between(0, len(starts) - 1)).then(month_index)
    return inside.map_batches(starts.gather, return_dtype=pl.Int64)


def gregorian_of(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The Gregorian days of columns of Hijri years, months and days; null where there is none."""
    parts = pl.struct(year.alias("year"), month.alias("month"), day.alias("day"))
    return parts.map_batches(lambda s: _gregorian_days(s.struct.unnest()), return_dtype=pl.Date)


def parse_hijri_dates(text: pl.Expr) -> pl.Expr:
    """A column of Hijri 'YYYY-MM-DD' as Gregorian days; null where it is not a Hijri day."""
    return text.map_batches(_parsed_days, return_dtype=pl.Date)


def _gregorian_days(parts: pl.DataFrame) -> pl.Series:
    """Step by step on a frame: one large expression would work each part out many times over."""
    year, month, day = pl.col("year"), pl.col("month"), pl.col("day")
    index = (year - FIRST_YEAR) * 12 + month - 1
    known = year.is_between(FIRST_YEAR, LAST_YEAR) & month.is_between(1, 12)
    at = parts.with_columns(pl.when(known).then(index).cast(pl.Int64).alias("at"))
    starts = _start_series()
    start, following = starts.gather(at["at"]), starts.gather(at["at"] + 1)
    found = at.with_columns(start.alias("start"), (following - start).alias("length"))
    good = day.is_between(1, pl.max_horizontal(pl.col("length"), pl.lit(30)))
    number = pl.col("start") + pl.min_horizontal(day, pl.col("length")) - 1
    days = pl.when(good & pl.col("length").is_not_null()).then(number)
    return found.select(days.cast(pl.Int32).cast(pl.Date)).to_series()


def _parsed_days(text: pl.Series) -> pl.Series:
    text = text.cast(pl.String).str.strip_chars()
    written = text.str.contains(r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$")
    rest = text.str.slice(5)
    # The month is one digit when the dash comes second.
    month_digits = pl.when(pl.col("r").str.slice(1, 1) == "-").then(1).otherwise(2)
    return _gregorian_days(
        pl.DataFrame({"t": text, "r": rest, "w": written}).select(
            year=_number(pl.col("t").str.slice(0, 4)),
            month=_number(pl.col("r").str.slice(0, month_digits)),
            day=_number(pl.col("r").str.slice(month_digits + 1)),
        )
    )


def _number(digits: pl.Expr) -> pl.Expr:
    """Digits of a text that has the written form of a date, else null."""
    return pl.when(pl.col("w")).then(digits.cast(pl.Int64, strict=False))


def hijri_parts(day: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Columns of Hijri year, month and day of a column of Gregorian days."""
    index = _month_index(day)
    return index // 12 + FIRST_YEAR, index % 12 + 1, day.cast(pl.Int64) - _start_of(index) + 1


def add_hijri_years_to(day: pl.Expr, years: int | pl.Expr) -> pl.Expr:
    """The days some Hijri years later, for a column."""
    year, month, number = hijri_parts(day)
    return gregorian_of(year + years, month, pl.min_horizontal(number, pl.lit(30)))


def hijri_age_of(born: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Age in whole Hijri years, for columns."""
    years = hijri_parts(on)[0] - hijri_parts(born)[0]
    return years - (add_hijri_years_to(born, years) > on).cast(pl.Int64)


def gregorian_age_of(born: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Age in whole Gregorian years, for columns."""

    def month_and_day(day: pl.Expr) -> pl.Expr:
        return day.dt.month().cast(pl.Int64) * 100 + day.dt.day().cast(pl.Int64)

    early = (month_and_day(on) < month_and_day(born)).cast(pl.Int64)
    return on.dt.year().cast(pl.Int64) - born.dt.year().cast(pl.Int64) - early


def gregorian_months_of(born: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Age in whole Gregorian months, for columns; a day that a month lacks is reached on its last.

    So an age is reached on the very day that `guichet.lib.months.add_months_to` names.
    """
    years = on.dt.year().cast(pl.Int64) - born.dt.year().cast(pl.Int64)
    months = on.dt.month().cast(pl.Int64) - born.dt.month().cast(pl.Int64)
    early = ((on.dt.day() < born.dt.day()) & (on != on.dt.month_end())).cast(pl.Int64)
    return years * 12 + months - early
