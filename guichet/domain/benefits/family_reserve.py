"""The share that is kept for a child of the deceased who is not born yet."""

from __future__ import annotations

import json
from datetime import date, datetime

import polars as pl

from guichet.domain.benefits import survivors
from guichet.domain.benefits.family_facts import FACT, RESERVED, STILLBORN


def fact(children: int, on: date) -> pl.DataFrame:
    """That so many children are expected, as known since a day: columns of `FACT`; none: no row."""
    kept = [{"person": 0, "what": RESERVED, "on": on, "value": children}]
    return pl.DataFrame(kept if children else [], schema=FACT)


def left(heirs: pl.DataFrame, facts: pl.DataFrame) -> int:
    """For how many children a share is still kept: they are neither born nor lost.

    Args:
        heirs: columns of `HEIR`.
        facts: columns of `FACT`.
    """
    count = dict(facts.group_by("what").agg(pl.col("value").sum()).iter_rows())
    born = int(heirs["from_reserve"].sum())
    return int(count.get(RESERVED, 0)) - int(count.get(STILLBORN, 0)) - born


def left_of(award: str) -> int:
    """`left` of the family of an award."""
    return left(survivors.heirs_of(award), survivors.facts_of(award))


def mothers(persons: pl.Series) -> pl.Series:
    """Those of persons who may be the mother of a child for whom a share is kept: widows of a
    family that keeps one.
    """
    families = survivors.awards_with(persons.unique())
    found = [
        row["person"]
        for row in families.iter_rows(named=True)
        if _widow(row["award"], row["person"]) and left_of(row["award"]) > 0
    ]
    return pl.Series(found, dtype=pl.Int64).unique()


def _widow(award: str, person: int) -> bool:
    heirs = survivors.heirs_of(award)
    return bool(((heirs["person"] == person) & (heirs["relation"] == "widow")).any())


def lost(entries: str | None, died_on: date, kept: int) -> list[tuple[int, str, date, int]]:
    """That the child for whom a share is kept was born dead, as rows of `FACT`; none: it was not,
    or the registry does not say so.

    Args:
        entries: the mother's births (JSON, as `sources.BIRTHS` has them).
        kept: for how many children a share is kept.
    """
    born = [
        (date.fromisoformat(one["born_on"]), one["live"]) for one in json.loads(entries or "[]")
    ]
    since = sorted(one for one in born if one[0] >= died_on)
    # What ended the pregnancy of the day of death is the first of them, twins or not.
    first = [live for day, live in since if day == since[0][0]]
    if kept <= 0 or not first or "yes" in first:
        return []
    return [(0, STILLBORN, since[0][0], 1)]


def keep(award: str, transaction: int, today: date, now: datetime) -> None:
    """Keep a share for a child, from the family's first month on, where none is kept; the others'
    follow. Of several who say so of one child the first is heard.
    """
    survivors.hold(award)  # until the caller's commit: two who say so are not two children
    if left_of(award) <= 0:
        survivors.learn(award, fact(1, today), transaction, now)
