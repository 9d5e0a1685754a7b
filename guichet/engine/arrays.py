"""PostgreSQL's binary arrays as columns, without an object for each value.

An array comes as 20 bytes (dimensions, whether it holds nulls, type, length, lower bound), then
each value with its own length before it. Where no value is null all are equally long, and the whole
is a table of two columns; where all are null it is lengths alone. What is mixed is read by psycopg,
value by value.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import psycopg
from psycopg.abc import AdaptContext, Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format

_HEAD = slice(12, 16)  # where the number of values stands
_BODY = 20
_LENGTH = 4
_EPOCH = 10_957  # days from 1970 to PostgreSQL's first, 2000-01-01


class _Column(Loader):
    """An array of one fixed-width type as a Series; a list where nulls and values are mixed."""

    format = Format.BINARY
    width: int
    kind: type[pl.DataType]

    def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
        super().__init__(oid, context)
        plain = context.connection if context else None
        adapters = (plain or psycopg).adapters
        loader = adapters.get_loader(oid, Format.BINARY)
        assert loader is not None
        self._mixed = loader(oid, plain)

    def load(self, data: Buffer) -> pl.Series | list[Any]:
        view = memoryview(data)
        body, count = view[_BODY:], int.from_bytes(view[_HEAD], "big")
        if not body.nbytes:
            return pl.Series([], dtype=self.kind)
        if body.nbytes == count * _LENGTH:
            return pl.Series([None], dtype=self.kind).new_from_index(0, count)
        if body.nbytes != count * (_LENGTH + self.width):
            mixed: list[Any] = self._mixed.load(data)
            return mixed
        table = np.frombuffer(body, dtype=[("length", ">i4"), ("value", f">i{self.width}")])
        return self.series(table["value"])

    def series(self, values: Any) -> pl.Series:
        """The values as the column's type."""
        return pl.Series(values.astype(f"=i{self.width}"))


class _Big(_Column):
    width, kind = 8, pl.Int64


class _Whole(_Column):
    width, kind = 4, pl.Int32


class _Small(_Column):
    width, kind = 2, pl.Int16


class _Bool(_Column):
    width, kind = 1, pl.Boolean

    def series(self, values: Any) -> pl.Series:
        """True where the byte is 1."""
        return pl.Series(values == 1)


class _Day(_Column):
    width, kind = 4, pl.Date

    def series(self, values: Any) -> pl.Series:
        """Days since PostgreSQL's first as dates."""
        return pl.Series(values.astype("=i4") + _EPOCH).cast(pl.Date)


_BY_TYPE: dict[str, type[_Column]] = {
    "int8": _Big,
    "int4": _Whole,
    "int2": _Small,
    "bool": _Bool,
    "date": _Day,
}


def read_as_columns(cursor: psycopg.Cursor[Any]) -> None:
    """Have this cursor give one-dimensional arrays of numbers, days and truths as Series where it
    can.
    """
    for name, loader in _BY_TYPE.items():
        found = psycopg.adapters.types[name]
        cursor.adapters.register_loader(found.array_oid, loader)
