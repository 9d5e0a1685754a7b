"""How much of a late penalty may be let go (RC30; REG230 25)."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters
from guichet.law.sa.contributions.shares import MILLION


def waivable(
    penalty: pl.Expr, delay_days: pl.Expr, on: date, *, parameters: Parameters | None = None
) -> pl.Expr:
    """Of a penalty (halalas): all of it after a short delay, else the share that the Governor may waive, and no halala more."""
    law = parameters or saudi_parameters()
    short = law.count("payment.penalty_waiver_full_max_days", on)
    share = law.ppm("payment.penalty_waiver_governor_max", on)
    part = (penalty.cast(pl.Int128) * share // MILLION).cast(pl.Int64)
    return pl.when(delay_days <= short).then(penalty).otherwise(part)


def waivable_beyond(
    penalty: pl.Expr, waived: pl.Expr, on: date, *, parameters: Parameters | None = None
) -> pl.Expr:
    """What the Board may let go of a penalty (halalas) on top of what was waived before."""
    law = parameters or saudi_parameters()
    share = law.ppm("payment.penalty_waiver_board_max", on)
    most = (penalty.cast(pl.Int128) * share // MILLION).cast(pl.Int64)
    return (most - waived).clip(lower_bound=0)
