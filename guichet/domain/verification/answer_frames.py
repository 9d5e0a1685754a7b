"""An answer's bytes as a frame, and which of its rows can be believed.

Never a guess: whatever is missing, contradictory or incomplete counts as not answered.
"""

from __future__ import annotations

import polars as pl

from guichet.domain.verification.sources import UNKNOWN, Source
from guichet.engine.check import SourceDown

_FAULTS = (pl.exceptions.PolarsError, pl.exceptions.PanicException)


def read(source: Source, body: bytes, asked: pl.Series) -> pl.DataFrame:
    """``key`` and the source's facts for each of ``asked`` that has one sound row, in any order.

    Rows nobody asked for, contradicting each other or incomplete are left out.

    Raises:
        SourceDown: the body is not the object agreed upon.
    """
    columns = ["number", *source.facts]
    row = pl.Struct(dict.fromkeys(columns, pl.String))
    try:
        whole = pl.read_json(body, schema={"asked_at": pl.String, source.path: pl.List(row)})
    except _FAULTS as error:
        raise SourceDown(f"{source.url}: not the JSON agreed upon") from error
    if whole.height != 1 or whole[source.path][0] is None or whole["asked_at"][0] is None:
        raise SourceDown(f"{source.url}: not the object agreed upon")
    rows = whole.select(pl.col(source.path).explode()).unnest(source.path)
    wanted = asked.alias("key").to_frame()
    typed = rows.select(_typed(source)).join(wanted, on="key", how="semi")
    sound = _sound(source)
    if typed["key"].is_duplicated().any():
        typed, sound = typed.unique(), sound & (pl.len().over("key") == 1)
    return typed.filter(sound).select("key", *source.facts)


def _typed(source: Source) -> list[pl.Expr]:
    facts = {name: _as(kind, name) for name, kind in source.facts.items()}
    readable = [fact.is_null() == pl.col(name).is_null() for name, fact in facts.items()]
    return [
        pl.col("number").cast(pl.Int64, strict=False).alias("key"),
        pl.all_horizontal(readable).alias("readable"),
        *[fact.alias(name) for name, fact in facts.items()],
    ]


def _as(kind: type[pl.DataType], name: str) -> pl.Expr:
    text = pl.col(name)
    if kind is pl.Date:
        return text.str.to_date("%Y-%m-%d", strict=False)
    return text.cast(kind, strict=False)


def _sound(source: Source) -> pl.Expr:
    """Every fact readable, a status there is, and nothing missing that a known subject has."""
    complete = pl.all_horizontal(pl.col(source.required).is_not_null())
    status = pl.col("status")
    known = status.is_in(list(source.validity))
    return pl.col("readable") & known & (complete | (status == UNKNOWN))
