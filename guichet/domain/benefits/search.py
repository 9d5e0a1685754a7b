"""What am I owed and never asked: once a month everybody on record is looked at, and whoever has an
unpaid amount or a right they did not claim, and can do something about it, is told once.

A month's search goes through all numbers in order, in batches that are whole or not at all; it is
taken up where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from guichet.domain.benefits import grants, unpaid
from guichet.domain.benefits.kept_rows import Kept
from guichet.domain.registry.histories import living, numbers_of, under_asked
from guichet.engine import events, store
from guichet.engine.context import HOME
from guichet.lib.months import first_day, first_day_of

EVENT = "owed-unasked"
BATCH = 20_000
_LOCK = 0x62656E66
# What is on its way by itself needs no telling.
WORTH_TELLING = (
    unpaid.ACCOUNT,
    unpaid.OTHER_ACCOUNT,
    unpaid.CLAIM,
    unpaid.CLAIM_EARLY,
    unpaid.CLAIM_LUMP,
    unpaid.ASK_US,
)
TOLD = Kept(
    "benefits_told",
    "told-unasked",
    "findings told",
    "told",
    {
        "person": pl.Int64,
        "what": pl.String,
        "since": pl.Date,  # the first month it is for
        "amount": pl.Int64,
        "monthly": pl.Int64,
        "to_do": pl.String,
        "told_on": pl.Date,
    },
)
SEARCHED = Kept(
    "benefits_searched",
    "searched-unasked",
    "searches",
    "made",
    {"month": pl.Date, "last_person": pl.Int64, "looked": pl.Int64, "told": pl.Int64},
)
_NO_MONTH = date(1900, 1, 1)  # a right is for no month in particular: it is told once for ever


@dataclass(slots=True)
class Search:
    """What a call of `search` came to."""

    looked: int = 0
    told: int = 0  # findings


def search(now: datetime) -> Search:
    """Look at everybody whom this month's search has not looked at yet, and tell them.

    Another that goes on meanwhile is left to it.
    """
    done = Search()
    if not store.value("SELECT pg_try_advisory_lock(%(lock)s)", lock=_LOCK):
        return done
    try:
        today = now.astimezone(HOME).date()
        for persons in _batches(first_day(today)):
            done.looked += len(persons)
            done.told += _told(persons, today, now)
        return done
    finally:
        store.value("SELECT pg_advisory_unlock(%(lock)s)", lock=_LOCK)


def _batches(month: date) -> Iterator[pl.Series]:
    after = store.value(
        "SELECT coalesce(max(last_person), 0) FROM benefits_searched WHERE month = %(month)s",
        month=month,
    )
    while len(persons := living(int(after), BATCH)):
        yield persons
        after = persons[-1]


def _told(persons: pl.Series, today: date, now: datetime) -> int:
    """Tell what was found of a batch and not told before; how many findings."""
    found = unpaid.unpaid_to(persons, today).filter(pl.col("to_do").is_in(WORTH_TELLING))
    granted = _granted(persons, today)
    rows = found.join(granted, on=["person", "what"], how="left", maintain_order="left")
    since = pl.coalesce("from_month", "granted_in", pl.lit(_NO_MONTH))
    rows = rows.with_columns(since=since, told_on=pl.lit(today)).unique(
        _KEY, keep="first", maintain_order=True
    )
    rows = rows.join(_before(persons), on=_KEY, how="anti", maintain_order="left")
    with store.atomic():
        if rows.height:
            TOLD.keep(rows.select(*TOLD.columns))
            events.tell_many(EVENT, _first_of_each(rows), now)
        row = {
            "month": first_day(today),
            "last_person": persons[-1],
            "looked": len(persons),
            "told": rows.height,
        }
        SEARCHED.keep(
            pl.DataFrame([row], schema=dict(SEARCHED.columns)).with_columns(at=pl.lit(now))
        )
    return rows.height


def _granted(persons: pl.Series, today: date) -> pl.DataFrame:
    """In which month the latest grant was granted that waits: ``person``, ``what``, ``granted_in``.
    A further one is another finding.
    """
    held = numbers_of(persons)
    rows = under_asked(grants.waiting(held["number"].unique(), today), held)
    latest = rows.group_by("person").agg(granted_in=first_day_of(pl.col("granted_on").max()))
    return latest.with_columns(what=pl.lit(unpaid.GRANT))


_KEY = ["person", "what", "since"]


def _before(persons: pl.Series) -> pl.DataFrame:
    return store.fetch(
        "SELECT person, what, since FROM benefits_told WHERE person = ANY(%(persons)s::bigint[])",
        {"person": pl.Int64, "what": pl.String, "since": pl.Date},
        persons=persons,
    )


def _first_of_each(rows: pl.DataFrame) -> pl.DataFrame:
    """One event a person, of the first finding: the word it names leads to all of them."""
    return rows.group_by("person", maintain_order=True).agg(pl.col("what").first())


def searches_are_whole() -> list[str]:
    """Every search and every finding told that is not what the log says of it, in English."""
    return [*SEARCHED.faults(), *TOLD.faults()]
