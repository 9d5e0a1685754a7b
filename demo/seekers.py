"""Who of the synthetic world seeks work: nine in ten of the living are registered, the others
were or never have been.
"""

from __future__ import annotations

import polars as pl

from demo.draws import below, draw
from demo.people import WORLD_DAY, Salt, persons

_DAYS = 300  # before the day of the world at most
_TWENTIETHS, _NEVER, _LAPSED = 20, 0, 1


def seekers(numbers: pl.Series) -> pl.DataFrame:
    """The facts about each number (Int64), in the order asked.

    Columns: number, status ('registered', 'lapsed', 'unknown'), registered_on, lapsed_on (Date).
    Where the status is ``unknown`` the rest is null.
    """
    drawn = draw(pl.col("number") % 2**32, Salt.SEEKING)
    rows = persons(numbers).select("number", "known", "alive", chance=below(drawn, _TWENTIETHS))
    known = (pl.col("known") & pl.col("alive")).fill_null(value=False)
    known = known & (pl.col("chance") != _NEVER)
    lapsed = pl.col("chance") == _LAPSED
    since = pl.lit(WORLD_DAY).dt.offset_by(
        pl.format("-{}d", below(draw(pl.col("number") % 2**32, Salt.SOUGHT), _DAYS))
    )
    return rows.select(
        "number",
        status=pl.when(~known)
        .then(pl.lit("unknown"))
        .when(lapsed)
        .then(pl.lit("lapsed"))
        .otherwise(pl.lit("registered")),
        registered_on=pl.when(known).then(since),
        lapsed_on=pl.when(known & lapsed).then(pl.lit(WORLD_DAY)),
    )
