"""Days as a spreadsheet counts them: 46327 is 1 November 2026, where a date was pasted into a column of text or numbers."""

from __future__ import annotations

import polars as pl

from guichet.engine.fields import Day, Month
from guichet.engine.service import Service

_DIGITS = (
    5  # 10000 is a day of 1927 and 99999 one of 2173; no other way to write a day has five signs
)
_BEFORE_FIRST = pl.date(
    1899, 12, 30
)  # Excel's count, which holds a 29 February 1900 that never was


def as_days(rows: pl.DataFrame, service: type[Service]) -> pl.DataFrame:
    """The rows with such counts written as days, in the columns of ``service`` that hold days or months."""
    for name, field in service.inputs.items():
        if not isinstance(field, Day | Month) or name not in rows.columns:
            continue
        if (rows[name].str.len_chars() == _DIGITS).any():
            rows = rows.with_columns(_day(pl.col(name)).alias(name))
    return rows


def _day(text: pl.Expr) -> pl.Expr:
    counted = text.str.extract(rf"^([0-9]{{{_DIGITS}}})$", 1).cast(pl.Int64)
    day = _BEFORE_FIRST + pl.duration(days=counted)
    return pl.coalesce(day.dt.to_string("%Y-%m-%d"), text)
