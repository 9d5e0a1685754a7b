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
    store.execute(
        "CREATE TEMP TABLE odd (n bigint, text text, day date, yes boolean) ON COMMIT DROP"
    )
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
        "SELECT n, text, day, yes FROM odd WHERE n = ANY(%(n)s::bigint[]) ORDER BY n",
        dict(frame.schema),
        n=frame["n"],
    )
    assert found.equals(frame)


@pytest.mark.parametrize("text", TEXTS)
def test_a_row_by_itself_goes_in_as_it_goes_in_among_others(text: str | None) -> None:
    store.execute(
        "CREATE TEMP TABLE odd (n bigint, text text, bytes bytea, at timestamptz, yes boolean) ON COMMIT DROP"
    )
    row = {
        "n": [2**40],
        "text": [text],
        "bytes": ["\\x00ff"],
        "at": ["2026-11-22T09:00:00+03:00"],
        "yes": [None],
    }
    frame = pl.DataFrame(row, schema_overrides={"text": pl.String, "yes": pl.Boolean})
    store.insert("odd", frame)
    store.insert("odd", pl.concat([frame, frame]))
    assert len(store.rows("SELECT DISTINCT n, text, bytes, at, yes FROM odd")) == 1
    assert store.value("SELECT count(*) FROM odd") == 3


@pytest.mark.parametrize("times", [1, 20])
def test_texts_are_asked_for_as_they_are_by_few_and_by_many(times: int) -> None:
    odd = [*TEXTS, "NULL", "null", "{a,b}", '"', "\\", " blank ", "\u1680", "a,b", "'; --"] * times
    found = store.fetch(
        "SELECT text, at FROM unnest(%(odd)s::text[]) WITH ORDINALITY AS u(text, at) ORDER BY at",
        {"text": pl.String, "at": pl.Int64},
        odd=pl.Series(odd, dtype=pl.String),
    )
    assert found["text"].to_list() == odd


@pytest.fixture
def preparing() -> Iterator[None]:
    """What web processes do (see guichet/config/wsgi.py): a question asked a few times is
    prepared.
    """
    connection.ensure_connection()
    connection.connection.prepare_threshold = 2
    yield
    connection.connection.prepare_threshold = None


@pytest.mark.usefixtures("preparing")
def test_questions_asked_again_are_prepared_but_not_those_with_long_arrays() -> None:
    query = "SELECT count(*) FROM unnest(%(n)s::bigint[]) AS a(n) WHERE n % 2 = 0".replace(
        " % ", " %% "
    )
    prepared = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT count(*) FROM unnest%%'"
    long = pl.Series(range(1_000))
    for _ in range(4):
        assert store.value(query, n=long) == 500
    assert store.value(prepared) == 0
    for count in (2, 4, 6, 8):
        assert store.value(query, n=list(range(count))) == count // 2
    assert store.value(prepared) == 1
    assert store.value(query, n=long) == 500


def test_a_connection_that_was_cut_is_seen_without_asking() -> None:
    assert connection.is_usable()
    connection.connection.pgconn.finish()
    assert not connection.is_usable()
    connection.close()


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
