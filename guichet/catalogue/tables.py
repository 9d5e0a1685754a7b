"""Tables in answers: many rows' lines written as JSON text at once."""

from __future__ import annotations

import polars as pl

from guichet.engine.fields import Lines


def lines_text(rows: pl.DataFrame, table: Lines, key: list[str], name: str) -> pl.DataFrame:
    """The rows as a `Lines` field keeps them: the ``key`` columns and ``name``, one row for each
    key.

    Args:
        rows: the key columns and a column for each column of the table, in the order they are to be
            shown.
    """
    cells = [field.plain(pl.col(column)).alias(column) for column, field in table.columns.items()]
    line = pl.struct(cells).struct.json_encode()
    return (
        rows.select(*(pl.col(k) for k in key), _line=line)
        .group_by(key, maintain_order=True)
        .agg(pl.format("[{}]", pl.col("_line").str.join(",")).alias(name))
    )


def table_text(rows: pl.DataFrame, table: Lines) -> str:
    """One table as a `Lines` field keeps it: ``rows`` has a column for each of its columns."""
    text = lines_text(rows.with_columns(_of=pl.lit(0)), table, ["_of"], "text")
    return str(text["text"][0]) if text.height else "[]"
