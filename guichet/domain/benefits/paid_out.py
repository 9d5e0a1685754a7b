"""Contributions that were given back: which periods they closed, and for what.

Periods up to the last day that was closed count for no pension any more, whenever they came to be
on record: what the record of them comes to later is a difference of the payment that closed them
(`lump_sums`). Unemployment is an insurance of its own and counts them.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import polars as pl

from guichet.domain.benefits.kept_rows import Kept
from guichet.domain.registry.histories import numbers_of, under_asked
from guichet.engine import store

KIND = "lump-sum"  # of the grants that pay it
LUMP = {
    "award": pl.String,
    "of": pl.String,  # the award that closed the periods: itself, or that of a difference
    "person": pl.Int64,
    "decided_on": pl.Date,
    "since": pl.Date,  # closed before; null: nothing was
    "until": pl.Date,  # the last day that it closes
    "months": pl.Int64,  # parts of months
    "amount": pl.Int64,  # minor units
    "transaction": pl.Int64,
    "steps": pl.String,  # JSON of `awards.as_text`
}
LUMPS = Kept("benefits_lumpsum", "lump-sum-paid", "lump sums", "paid", LUMP)
_MADE_OF = ("lump_sum", "revalued")  # the steps that an amount is the sum of
_PAID_OTHERWISE = """
    SELECT coalesce(l.award, g.award) FROM benefits_lumpsum l
    FULL JOIN (SELECT * FROM benefits_grant WHERE kind = %(kind)s) g
        ON (g.award, g.person, g.amount, g.transaction)
            = (l.award, l.person, l.amount, l.transaction)
    WHERE l.id IS NULL OR g.id IS NULL ORDER BY 1
"""


def paid_to(numbers: pl.Series) -> pl.DataFrame:
    """What was given back to persons under any number they have or had, the oldest first: columns
    of `LUMP` and ``id``, ``person`` being the number asked for.
    """
    held = numbers_of(numbers)
    named = ", ".join(f'l."{name}"' for name in LUMP)
    found = store.fetch(
        f"SELECT l.id, {named} FROM benefits_lumpsum l"
        " WHERE l.person = ANY(%(numbers)s::bigint[]) ORDER BY l.id",
        {"id": pl.Int64, **LUMP},
        numbers=held["number"].unique(),
    )
    return under_asked(found, held)


def persons_after(person: int, limit: int) -> pl.Series:
    """The numbers above one that something was given back to, in order."""
    return store.fetch(
        "SELECT DISTINCT person FROM benefits_lumpsum WHERE person > %(after)s"
        " ORDER BY person LIMIT %(limit)s",
        {"person": pl.Int64},
        after=person,
        limit=limit,
    )["person"]


def closed(numbers: pl.Series) -> pl.DataFrame:
    """Up to which day periods of persons are closed: ``person``, ``closed``; who was given nothing
    back has no row.
    """
    return paid_to(numbers).group_by("person").agg(closed=pl.col("until").max())


def open_only(history: pl.DataFrame) -> pl.DataFrame:
    """A history (``person``, ``started_on``, ``ended_on``) without the days that are closed."""
    days = closed(history["person"].unique())
    if days.is_empty():
        return history
    rows = history.join(days, on="person", how="left", maintain_order="left")
    return between(rows.rename({"closed": "after"})).select(history.columns)


def between(history: pl.DataFrame) -> pl.DataFrame:
    """The days of periods later than ``after`` and, where there is a ``till``, none later than it;
    null: no such bound.
    """
    begins = pl.max_horizontal("started_on", pl.col("after") + timedelta(days=1))
    rows = history.with_columns(started_on=begins)
    if "till" in rows.columns:
        rows = rows.with_columns(ended_on=pl.min_horizontal("ended_on", "till"))
    return rows.filter(pl.col("ended_on").is_null() | (pl.col("started_on") <= pl.col("ended_on")))


def hold(person: int) -> None:
    """Keep every other claim of a person from being paid until commit: who waits here reads what
    the other has written. Whatever number it comes under, it is the same person.
    """
    first = min(numbers_of(pl.Series([person], dtype=pl.Int64))["number"].to_list())
    store.value(
        "SELECT pg_advisory_xact_lock(hashtextextended(%(whose)s, 0))", whose=f"lump-{first}"
    )


def lump_sums_are_whole() -> list[str]:
    """Every lump sum that is not what the log says, was not granted as it was decided, does not
    come to what its steps do, or closes days that another has closed; in English.
    """
    return [
        *LUMPS.faults(),
        *(
            f"lump sum {award}: it was not granted as it was decided"
            for (award,) in store.rows(_PAID_OTHERWISE, kind=KIND)
        ),
        *_recounted(),
    ]


def _recounted() -> list[str]:
    rows = store.fetch(
        'SELECT award, "of", person, since, until, amount, steps FROM benefits_lumpsum ORDER BY id',
        {name: LUMP[name] for name in ("award", "of", "person", "since", "until")}
        | {"amount": pl.Int64, "steps": pl.String},
    )
    faults, paid = [], dict[str, int]()
    ends: dict[int, Any] = {}
    for row in rows.iter_rows(named=True):
        paid[row["of"]] = paid.get(row["of"], 0) + row["amount"]
        if paid[row["of"]] != _told(row["steps"]):
            faults.append(f"lump sum {row['award']}: it is not what its steps come to")
        if row["of"] != row["award"]:
            continue
        before = ends.get(row["person"])
        if before is not None and (row["since"] is None or row["since"] < before):
            faults.append(f"lump sum {row['award']}: it pays days that another has paid")
        ends[row["person"]] = row["until"]
    return faults


def _told(steps: str) -> int:
    """What the steps of a decision come to."""
    return sum(
        int(step["result"]["value"])
        for one in json.loads(steps)
        for step in one["steps"]
        if step["name"] in _MADE_OF
    )
