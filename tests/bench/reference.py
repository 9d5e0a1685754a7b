"""The reference of the bulk figures: the rows a run left, by bare COPY, into tables made alike.

The tables have every index and check of their models, their foreign keys and the guards that stand
for foreign keys.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from psycopg import sql

from tests.bench.institution import STATE

_SCHEMA = "reference"
_PIECE = 2**20
# What a run leaves for good. The file itself was there when the clock started; jobs are not
# records.
_TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r'
        AND c.relname ~ '^(engine|registry|verification)_' ORDER BY 1
"""
_COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
    AND attgenerated = '' ORDER BY attnum
"""
_FOREIGN_KEYS = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'"
_GUARDS = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"


def now() -> int:
    """A point in the database's own time: rows written from here on are told from older ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        return int(cursor.fetchone()[0])


def copy_again(since: int) -> tuple[float, dict[str, int]]:
    """Seconds to COPY all rows written after ``since`` once more, in one commit; and how many in
    each table.
    """
    with _exported(since) as exported:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {_SCHEMA}")
        try:
            for table in exported:
                _make_alike(table)
            started = time.perf_counter()
            counts = _copy_in(exported)
            return time.perf_counter() - started, counts
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP SCHEMA {_SCHEMA} CASCADE")


@contextmanager
def _exported(since: int) -> Iterator[dict[str, Path]]:
    """The rows as files in COPY's text format, by table; tables without any are left out."""
    folder = STATE / "reference"
    folder.mkdir(exist_ok=True)
    found: dict[str, Path] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute(_TABLES)
            for (table,) in cursor.fetchall():
                path = folder / f"{table}.copy"
                found[table] = path
                # A young cluster: its transaction numbers have not wrapped.
                rows = sql.SQL(
                    "COPY (SELECT {} FROM {} WHERE xmin::text::bigint >= {}) TO STDOUT"
                ).format(_columns(table), sql.Identifier(table), sql.Literal(since))
                with path.open("wb") as target, cursor.copy(rows) as copy:
                    for piece in copy:
                        target.write(piece)
        yield {table: path for table, path in found.items() if path.stat().st_size}
    finally:
        for path in found.values():
            path.unlink(missing_ok=True)


def _columns(table: str) -> sql.Composed:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [table])
        return sql.SQL(", ").join(sql.Identifier(name) for (name,) in cursor.fetchall())


def _make_alike(table: str) -> None:
    alike = sql.Identifier(_SCHEMA, table)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(alike, sql.Identifier(table))
        )
        cursor.execute(_FOREIGN_KEYS, [table])
        for name, definition in cursor.fetchall():
            statement = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}")
            cursor.execute(statement.format(alike, sql.Identifier(name), sql.SQL(definition)))
        cursor.execute(_GUARDS, [table])
        for (definition,) in cursor.fetchall():
            cursor.execute(definition.replace(f" ON public.{table} ", f" ON {_SCHEMA}.{table} "))


def _copy_in(exported: dict[str, Path]) -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        for table, path in exported.items():
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(_SCHEMA, table), _columns(table)
            )
            with path.open("rb") as source, cursor.copy(statement) as copy:
                while piece := source.read(_PIECE):
                    copy.write(piece)
            counts[table] = cursor.rowcount
        cursor.execute("COMMIT")
    return counts
