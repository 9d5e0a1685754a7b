"""Plausible wages of the synthetic world; a pure function like the rest of it."""

from __future__ import annotations

from functools import cache
from math import exp
from statistics import NormalDist

import polars as pl

from demo.draws import below, draw, pick
from demo.people import Salt, numbers_of
from guichet.lib.locale import here

_STEPS = 1_024
# Median, lowest and highest basic wage in riyals, and the spread of its logarithm.
_WAGE_LAWS = ((8_000, 4_000, 60_000, 0.5), (2_200, 1_000, 45_000, 0.7))


def wages(numbers: pl.Series | pl.DataFrame, salt: int = 0) -> pl.DataFrame:
    """A plausible monthly wage of each number: ``number, basic, housing``, Int64 minor units.

    Lognormal by block, basic in steps of 50 riyals; housing is mostly a quarter of basic, else
    three tenths, or zero (lodging given in kind). Another ``salt`` (an employer, a year) gives
    another wage; the same salt always the same.
    """
    key = pl.col("number") % (1 << 32)
    resident = here().persons.resident(pl.col("number"))
    step = below(draw(key, Salt.WAGE + 64 * salt), _STEPS) + _STEPS * resident
    tenths = below(draw(key, Salt.HOUSING + 64 * salt), 100)
    in_kind = pl.when(resident == 1).then(45).otherwise(12)
    share = pl.when(tenths < in_kind).then(0).when(tenths < 90).then(25).otherwise(30)
    frame = numbers_of(numbers).lazy().with_columns(basic=pick(_wage_steps(), step))
    return frame.with_columns(housing=pl.col("basic") * share // 100).collect()


@cache
def _wage_steps() -> pl.Series:
    """Basic wages in minor units: 1,024 quantiles for Saudis, then 1,024 for residents."""
    steps = []
    for median, lowest, highest, spread in _WAGE_LAWS:
        for i in range(_STEPS):
            # Coarse rounding swallows the last-bit differences of exp() between machines.
            riyals = median * exp(spread * NormalDist().inv_cdf((i + 0.5) / _STEPS))
            steps.append(here().currency.minor * min(max(50 * round(riyals / 50), lowest), highest))
    return pl.Series(steps, dtype=pl.Int64)
