"""Dated numbers as columns, each by the day of its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

import polars as pl

from guichet.law.parameters import Parameters

Wanted: TypeAlias = "Mapping[str, tuple[str, str]]"
_READ: dict[str, Callable[[Parameters, str, date], object]] = {
    "count": lambda law, key, on: law.count(key, on),
    "share": lambda law, key, on: law.ppm(key, on),
    "word": lambda law, key, on: law.word(key, on),
}


def with_numbers(
    rows: pl.DataFrame, law: Parameters, wanted: Wanted, *, day: str = "on", scale: int = 2
) -> pl.DataFrame:
    """Add dated numbers as columns, each by the day of its row; null where the law of that day has
    none.

    `wanted` maps a column to (key, how): money in minor units, count, word, share in millionths (so
    that it can be told), ratio as two columns `_up` and `_down` in lowest terms (so that products
    stay small).
    """
    days = rows.get_column(day).unique().drop_nulls().to_list()
    table = [{day: on} | _numbers(law, wanted, on, scale) for on in days]
    if len(table) == 1:
        types = _types(wanted)
        found = table[0]
        return rows.with_columns(pl.lit(found[n], dtype=t).alias(n) for n, t in types.items())
    frame = pl.DataFrame(table, schema={day: pl.Date, **_types(wanted)})
    return rows.join(frame, on=day, how="left", maintain_order="left")


def _numbers(law: Parameters, wanted: Wanted, on: date, scale: int) -> dict[str, object]:
    found: dict[str, object] = {}
    for column, (key, how) in wanted.items():
        known = law.in_force(key, on)
        if how == "ratio":
            up, down = law.decimal(key, on).as_integer_ratio() if known else (None, None)
            found |= {f"{column}_up": up, f"{column}_down": down}
        elif how == "money":
            found[column] = law.minor(key, on, scale) if known else None
        else:
            found[column] = _READ[how](law, key, on) if known else None
    return found


def _types(wanted: Wanted) -> dict[str, pl.DataType | type[pl.DataType]]:
    types: dict[str, pl.DataType | type[pl.DataType]] = {}
    for column, (_, how) in wanted.items():
        if how == "ratio":
            types |= {f"{column}_up": pl.Int64, f"{column}_down": pl.Int64}
        else:
            types[column] = pl.String if how == "word" else pl.Int64
    return types
