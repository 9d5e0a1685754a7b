"""The establishment a row names, for services that need no more of the registry than that it is
there.
"""

from __future__ import annotations

import polars as pl

from guichet.catalogue.registry._facts import ESTABLISHMENT_UNKNOWN
from guichet.domain.registry.queries import establishments
from guichet.engine.batch import Batch


def know_establishment(batch: Batch, *also: str) -> None:
    """Add ``establishment_id`` and the registry's columns ``also``; refuse rows whose establishment
    there is not.
    """
    found = establishments(batch.frame["establishment"].drop_nulls().unique())
    known = found.select("establishment_id", *also, establishment="number")
    batch.look_up(known, on="establishment")
    batch.refuse(pl.col("establishment_id").is_null(), ESTABLISHMENT_UNKNOWN, "establishment")
