"""How what a bank tells of our accounts is named and dated among payments: statements and recalls
alike.
"""

from __future__ import annotations

from datetime import time

import polars as pl

from guichet.engine.context import HOME

SCHEME = "bank"
_NOON = time(12)


def scheme_of(account: pl.Expr) -> pl.Expr:
    """The scheme of payments that came to an account of ours; a bank's keys are its own for
    each.
    """
    return pl.lit(f"{SCHEME}:") + account


def moment_of(day: pl.Expr) -> pl.Expr:
    """A bank tells days: noon at home, in UTC."""
    noon = day.dt.combine(_NOON).dt.replace_time_zone(HOME.key)
    return noon.dt.convert_time_zone("UTC").cast(pl.Datetime("us", "UTC"))
