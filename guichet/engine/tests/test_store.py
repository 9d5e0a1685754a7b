"""Frames in and out of PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest
from django.db import IntegrityError, connection

from guichet.engine import store

pytestmark = pytest.mark.django_db

TEXTS = ["plain", "tab\tnew\nline", "back\\slash", "quote\"'", "عربي", "\\N", "", None]


@pytest.mark.parametrize("times", [1, 20])
def test_what_is_inserted_is_what_is_fetched_for_few_rows_and_for_many(times: int) -> None:
    store.execute("CREATE TEMP TABLE odd (n bigint, text text, day date, yes boolean) ON COMMIT DROP")
    texts = TEXTS * times
    frame = pl.DataFrame(
        {
            "n": range(len(texts)),
            "text": texts,
            "day": [date(2026, 11, 22), None] * (len(texts) // 2),
            "yes": [True, None] * (len(texts) // 2),
        },
        schema_overrides={"n": pl.Int64},
    )
    store.insert("odd", frame)
    found = store.fetch(
        "SELECT n, text, day, yes FROM odd WHERE n = ANY(%(n)s::bigint[]) ORDER BY n", dict(frame.schema), n=frame["n"]
    )
    assert found.equals(frame)


@pytest.fixture
def debug_cursor() -> Iterator[None]:
    """What GUICHET_DEBUG makes of every cursor."""
    connection.force_debug_cursor = True
    yield
    connection.force_debug_cursor = False


@pytest.mark.usefixtures("debug_cursor")
@pytest.mark.parametrize("rows", [3, 100])
def test_inserting_works_with_djangos_debug_cursor(rows: int) -> None:
    store.execute("CREATE TEMP TABLE odd (n bigint PRIMARY KEY) ON COMMIT DROP")
    frame = pl.DataFrame({"n": range(rows)})
    store.insert("odd", frame)
    with pytest.raises(IntegrityError) as caught, store.atomic():
        store.insert("odd", frame)
    assert store.is_race(caught.value) and store.contradicts(caught.value)
