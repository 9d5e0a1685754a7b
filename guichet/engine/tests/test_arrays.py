"""Columns of an answer come out the same whether no value, some or all of them are null."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from guichet.engine import store

pytestmark = pytest.mark.django_db

_ROWS = 100  # more than travel as single rows
_SQL: dict[str, tuple[str, type[pl.DataType]]] = {
    "bigint": ("n * 10000000000 - 1", pl.Int64),
    "integer": ("-n", pl.Int32),
    "smallint": ("n - 50", pl.Int16),
    "boolean": ("mod(n, 3) = 0", pl.Boolean),
    "date": ("date '1899-12-31' + (n * 400)::integer", pl.Date),
    "text": ("'س' || n", pl.String),
}


@pytest.mark.parametrize("kind", _SQL)
@pytest.mark.parametrize("null", ["false", "mod(n, 2) = 0", "n > 1", "true"])
def test_nulls_stay_where_they_are(kind: str, null: str) -> None:
    value, dtype = _SQL[kind]
    query = (
        f"SELECT CASE WHEN {null} THEN NULL ELSE ({value})::{kind} END"
        " FROM unnest(%(numbers)s::bigint[]) AS a(n) ORDER BY n"
    )
    schema: dict[str, Any] = {"value": dtype}
    many = store.fetch(query, schema, numbers=pl.Series(range(1, _ROWS + 1)))
    one_by_one = store.fetch_in_place(query, schema, numbers=list(range(1, _ROWS + 1)))
    assert many.equals(one_by_one)
    assert many["value"].dtype == dtype


@pytest.mark.parametrize("kind", _SQL)
def test_no_row_at_all(kind: str) -> None:
    value, dtype = _SQL[kind]
    query = f"SELECT ({value})::{kind} FROM unnest(%(numbers)s::bigint[]) AS a(n) WHERE n < 0"
    assert store.fetch(query, {"value": dtype}, numbers=pl.Series(range(_ROWS))).height == 0
