"""The share that is kept for a child of the deceased who is not born yet."""

from __future__ import annotations

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


def keep(award: str, transaction: int, today: date, now: datetime) -> None:
    """Keep a share for a child, from the family's first month on, where none is kept; the others'
    follow. Of several who say so of one child the first is heard.
    """
    survivors.hold(award)  # until the caller's commit: two who say so are not two children
    if left_of(award) <= 0:
        survivors.learn(award, fact(1, today), transaction, now)
