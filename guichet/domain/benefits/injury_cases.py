"""Work injuries that were reported: each kept once, of which the employer is told."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.domain.benefits.kept_rows import Kept
from guichet.domain.registry.histories import numbers_of, under_asked
from guichet.engine import events, store

TOLD = "injury-reported"  # the event
INJURY = {
    "id": pl.Int64,  # its number, by which people name it
    "injury": pl.String,  # its name
    "person": pl.Int64,
    "injured_on": pl.Date,
    "hour": pl.Int64,
    "place": pl.String,
    "cause": pl.String,
    "details": pl.String,
    "engagement": pl.Int64,
    "establishment": pl.Int64,
    "told_on": pl.Date,
    "late": pl.Boolean,
    "paid_from": pl.Date,
    "reported_on": pl.Date,
    "transaction": pl.Int64,
}
INJURIES = Kept("benefits_injury", "injury-reported", "work injuries", "reported", INJURY)


def report(rows: pl.DataFrame, today: date, now: datetime) -> pl.Series:
    """Keep injuries, each under a number of its own, and tell the employers; the numbers.

    Args:
        rows: columns of `INJURY` but for its number, name and day; ``person_id``; ``employer_by``,
            the last day on which the employer may say something.

    Raises:
        django.db.IntegrityError: that injury was reported already.
    """
    # Named by the person and not by a number, which may be given up: the name is what makes it one.
    name = pl.format("injury-{}-{}", "person_id", pl.col("injured_on").dt.to_string("%Y%m%d"))
    with store.atomic():
        named = rows.with_columns(
            store.next_ids("benefits_injury_id_seq", rows.height),
            injury=name,
            reported_on=pl.lit(today),
        )
        INJURIES.keep(named.select(*INJURY))
        told = named.select(
            "establishment",
            "person",
            number="id",
            on=pl.col("injured_on").cast(pl.String),
            due_on=pl.col("employer_by").cast(pl.String),
        )
        events.tell_many(TOLD, told, now)
    return named["id"]


def injuries_of(numbers: pl.Series) -> pl.DataFrame:
    """What persons reported under any number they have or had, the oldest first: columns of
    `INJURY`, ``person`` being the number asked for.
    """
    held = numbers_of(numbers)
    found = store.fetch(
        f"SELECT {', '.join(INJURY)} FROM benefits_injury"
        " WHERE person = ANY(%(numbers)s::bigint[]) ORDER BY injured_on, id",
        INJURY,
        numbers=held["number"].unique(),
    )
    return under_asked(found, held)
