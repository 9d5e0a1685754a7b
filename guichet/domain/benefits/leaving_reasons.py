"""Why somebody left, as the former employer says it when asked: once for a departure."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from guichet.domain.benefits.kept_rows import Kept
from guichet.engine import store

ANSWERED = {
    "engagement": pl.Int64,
    "establishment": pl.Int64,  # its number
    "person": pl.Int64,  # national number
    "reason": pl.String,  # one of `words.LEAVING`
    "transaction": pl.Int64,
}
KEPT = Kept("benefits_leavingreason", "leaving-reason", "reasons of leaving", "answered", ANSWERED)


def answer(rows: pl.DataFrame, now: datetime) -> None:
    """Keep what employers answered: columns of `ANSWERED`, each departure once.

    Raises:
        django.db.IntegrityError: a departure was answered for already.
    """
    with store.atomic():
        KEPT.keep(rows.select(*ANSWERED, at=pl.lit(now)))


def answers(engagements: pl.Series) -> pl.DataFrame:
    """What was answered about departures: columns of `ANSWERED`."""
    return store.fetch(
        f"SELECT {', '.join(ANSWERED)} FROM benefits_leavingreason"
        " WHERE engagement = ANY(%(engagements)s::bigint[])",
        ANSWERED,
        engagements=engagements.drop_nulls().unique(),
    )
