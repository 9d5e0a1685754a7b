"""On which day a claim was made that has waited since."""

from __future__ import annotations

import polars as pl

from guichet.engine import pending
from guichet.engine.batch import Batch
from guichet.engine.context import HOME


def with_day(batch: Batch) -> None:
    """Add ``asked_on``: a claim that waited is one of the day on which it was made."""
    today = pl.lit(batch.context.today)
    if "resolves" not in batch.frame.columns:
        batch.compute(asked_on=today)
        return
    batch.look_up(pending.first_asked(batch.frame["resolves"]), on="resolves")
    first = pl.col("first_asked").dt.convert_time_zone(str(HOME)).dt.date()
    batch.compute(asked_on=pl.coalesce(first, today))
