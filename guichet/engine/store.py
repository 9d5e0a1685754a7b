"""Frames in and out of PostgreSQL by COPY, over Django's own connection and so inside its
transactions.

One way for one row and for a million; only the wire format differs, because CSV is dear for a
handful of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import polars as pl
import psycopg
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from guichet.engine import arrays
from guichet.lib import frames

T = TypeVar("T")

_FEW = 64
# Another asking got there first, or two met: undo, look again, decide again. (unique, exclusion,
# check and foreign key violations; serialization failure, deadlock, lock not available)
_RACES = {"23505", "23P01", "23514", "23503", "40001", "40P01", "55P03"}


def fetch(query: str, schema: Mapping[str, Any], **params: Any) -> pl.DataFrame:
    """The rows of a SELECT as a frame with exactly ``schema`` (column order is the query's).

    Args:
        query: SQL with ``%(name)s`` places; a polars Series or list becomes an array for
            ``unnest``. JSON and bytes must be read as text (``::text``, ``encode``).
        schema: column name to polars type.
    """
    lengths = [len(v) for v in params.values() if isinstance(v, pl.Series | list)]
    given = {name: _parameter(value) for name, value in params.items()}
    if lengths and max(lengths) < _FEW:
        return fetch_in_place(query, schema, **given)
    # One array a column instead of one message a row: ten times quicker for tens of thousands of
    # rows. Not prepared, so that the planner sees how long the arrays are.
    names = [f"c{i}" for i in range(len(schema))]
    columns = ", ".join(f"array_agg({name})" for name in names)
    whole = f"SELECT {columns} FROM ({query}) AS found({', '.join(names)})"
    with _cursor() as cursor:
        arrays.read_as_columns(cursor)
        cursor.execute(whole, given, binary=True, prepare=False)
        found = cursor.fetchone() or ()
    return _framed(schema, found)


def fetch_in_place(query: str, schema: Mapping[str, Any], **params: Any) -> pl.DataFrame:
    """:func:`fetch` for a few rows, or for a query that cannot stand inside another (FOR UPDATE,
    RETURNING).
    """
    found = rows(query, **params)
    return _framed(schema, list(zip(*found, strict=True)) or [()] * len(schema))


def rows(query: str, **params: Any) -> list[tuple[Any, ...]]:
    """The rows of a SELECT that finds a few, as PostgreSQL's own types."""
    with _cursor() as cursor:
        cursor.execute(query, _given(params), prepare=_prepare(params))
        return cursor.fetchall()


def content(query: str, **params: Any) -> bytes:
    """The one bytea column of a SELECT, its rows joined; not by way of hexadecimal text, as Django
    reads it.
    """
    with _cursor() as cursor:
        cursor.execute(query, _given(params), prepare=_prepare(params), binary=True)
        return b"".join(body for (body,) in cursor)


def _framed(
    schema: Mapping[str, Any], columns: Sequence[Sequence[Any] | pl.Series | None]
) -> pl.DataFrame:
    given = zip(schema.items(), columns, strict=True)
    return frames.beside(_series(name, () if v is None else v, kind) for (name, kind), v in given)


def _series(name: str, values: Sequence[Any] | pl.Series, kind: Any) -> pl.Series:
    if isinstance(values, pl.Series):
        return values.alias(name).cast(kind)
    try:
        return pl.Series(name, values, dtype=kind)
    except (TypeError, pl.exceptions.PolarsError):
        # PostgreSQL's sums of bigint are numeric, which comes as Decimal.
        return pl.Series(name, values).cast(kind)


@contextmanager
def _cursor() -> Iterator[psycopg.Cursor[Any]]:
    """A cursor of psycopg's own on Django's connection: Django's binds on the client and cannot
    read binary.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        yield cursor


@contextmanager
def _copying(statement: str) -> Iterator[Any]:
    # Not through Django's cursor: with DEBUG its wrapper's copy() differs.
    with _cursor() as cursor, cursor.copy(statement) as copy:
        yield copy


def insert(table: str, frame: pl.DataFrame) -> None:
    """COPY the frame's columns into the table's columns of the same names."""
    if frame.is_empty():
        return
    columns = ", ".join(map(_quoted, frame.columns))
    if frame.height == 1 or _ruled():  # one: a message there and one back, where COPY takes three
        places = ", ".join([f"({', '.join(['%s'] * frame.width)})"] * frame.height)
        with _cursor() as cursor:  # one statement: some triggers look at all that it added
            given = [value for row in frame.iter_rows() for value in row]
            cursor.execute(f"INSERT INTO {_quoted(table)} ({columns}) VALUES {places}", given)
        return
    statement = f"COPY {_quoted(table)} ({columns}) FROM STDIN"
    with _copying(statement) as copy:
        if frame.height < _FEW:
            for row in frame.iter_rows():
                copy.write_row(row)
            return
        # COPY's text format: PostgreSQL reads it quicker than CSV, whose quotes JSON would double.
        plain = frame.with_columns(
            _escaped(frame[n]) for n, t in frame.schema.items() if t == pl.String
        )
        for part in plain.iter_slices(25_000):
            copy.write(
                part.write_csv(
                    include_header=False, separator="\t", null_value="\\N", quote_style="never"
                )
            )


def _ruled() -> bool:
    """Whether rules of rows bind this session: COPY does not go together with them."""
    return bool(
        settings.DATABASE_ROLE == "guichet_web"
        and not getattr(connection, "guichet_institution_depth", 0)
    )


def _escaped(text: pl.Series) -> pl.Series:
    if not text.str.contains(r"[\\\t\n\r]").any():
        return text
    return text.str.replace_many(["\\", "\t", "\n", "\r"], ["\\\\", "\\t", "\\n", "\\r"])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def execute(statement: str, **params: Any) -> int:
    """Run one statement; the number of rows it touched."""
    with _cursor() as cursor:
        cursor.execute(statement, _given(params), prepare=_prepare(params))
        return int(cursor.rowcount)


def value(query: str, **params: Any) -> Any:
    """The single value of a query, or None when it has no row."""
    with _cursor() as cursor:
        cursor.execute(query, _given(params), prepare=_prepare(params))
        row = cursor.fetchone()
    return row[0] if row else None


def _given(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _parameter(value) for name, value in params.items()}


def _prepare(params: Mapping[str, Any]) -> bool | None:
    """Never prepared with long arrays, whose length the planner must see; else once it is asked
    often enough.
    """
    long = any(isinstance(v, pl.Series | list) and len(v) >= _FEW for v in params.values())
    return False if long else None


def _parameter(value: Any) -> Any:
    """A Series as an array; many numbers, days or texts travel as one text, ten times cheaper than
    as objects.
    """
    if not isinstance(value, pl.Series):
        return value
    if len(value) < _FEW:
        return value.to_list()
    if value.dtype == pl.String:
        if value.str.contains(r'[\\"]').any():
            value = value.str.replace_many(["\\", '"'], ["\\\\", '\\"'])
        value = '"' + value + '"'
    elif not (value.dtype.is_numeric() or value.dtype == pl.Date):
        return value.to_list()
    return "{" + value.cast(pl.String).fill_null("NULL").str.join(",").item() + "}"


def next_ids(sequence: str, count: int) -> pl.Series:
    """``count`` fresh ids of a sequence (Int64), in order."""
    # One text instead of a row each: eight times quicker for 65,000.
    text = value(
        "SELECT string_agg(nextval(%(sequence)s::regclass)::text, ',') FROM generate_series(1, %(count)s)",
        sequence=sequence,
        count=count,
    )
    return pl.Series("id", (text or "").split(",") if count else [], dtype=pl.String).cast(pl.Int64)


class WriteConflict(Exception):
    """A write found that somebody else was there first; decide again."""


class Rehearsed(Exception):
    """Raised inside ``atomic`` to leave it without keeping anything."""


@contextmanager
def atomic(*, keep: bool = True) -> Iterator[None]:
    """One database transaction; with ``keep=False`` all of it is undone at the end."""
    try:
        with transaction.atomic():
            yield
            if not keep:
                raise Rehearsed
    except Rehearsed:
        pass


def settle(work: Callable[[], T], attempts: int = 5) -> T:
    """Run ``work`` (which opens its own ``atomic``), again when it lost a race with another
    asking.
    """
    for left in range(attempts - 1, -1, -1):
        try:
            return work()
        except WriteConflict:
            if not left:
                raise
        except DatabaseError as error:
            if not left or not is_race(error):
                raise
    raise AssertionError("unreachable")


def is_race(error: DatabaseError) -> bool:
    """Whether deciding again on what is now committed can succeed."""
    return getattr(error.__cause__, "sqlstate", None) in _RACES


def contradicts(error: DatabaseError) -> bool:
    """Whether a constraint said no: what was written contradicts what is there."""
    return (getattr(error.__cause__, "sqlstate", None) or "").startswith("23")
