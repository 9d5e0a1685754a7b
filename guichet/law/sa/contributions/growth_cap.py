"""Growth of the registered wage after fifty (M/33 19(2); RC24). M/273 has no such rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl

from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters
from guichet.law.sa.contributions.cohorts import M33, TRANSITIONAL
from guichet.lib.money import half_up_int

RULE = "wage.age50_growth_cap"


def limit_growth(
    frame: pl.DataFrame, *, on: date | None = None, parameters: Parameters | None = None
) -> pl.DataFrame:
    """Add `registered`: the wage that may be registered for the year, in halalas.

    Columns: age_on_1_january (whole years), previous_registered, new_actual (Int64 halalas);
    optional cohort (M/33 when left out), absence_years (full years away, null for who never
    left), government. Up to 10% a year; for who returns the previous wage compounded 4% a full
    year of absence or plus 10%, whichever is higher. Never above the new wage; wages up to 1,500
    and government bodies are free.
    """
    law = parameters or saudi_parameters()
    on = on or law.latest("wage.age50_growth_applies")
    present = frame.columns
    cohort = pl.col("cohort") if "cohort" in present else pl.lit(M33)
    government = pl.col("government").fill_null(value=False) if "government" in present else False
    away = "absence_years" if "absence_years" in present else None
    exempt = government & pl.lit(law.yes("wage.age50_exempts_government", on))
    bound = (
        pl.lit(law.yes("wage.age50_growth_applies", on))
        & cohort.is_in([M33, TRANSITIONAL])
        & (pl.col("age_on_1_january") >= law.count("wage.age50_growth_from_age", on))
        & ~exempt
    )
    rows = frame.join(
        _limits(frame, away, law, on),
        on=["previous_registered", *([away] if away else [])],
        how="left",
        maintain_order="left",
        nulls_equal=True,
    )
    limit = pl.max_horizontal("_limit", pl.lit(law.minor("wage.age50_free_wage", on)))
    registered = pl.when(bound).then(pl.min_horizontal("new_actual", limit))
    return rows.with_columns(registered.otherwise(pl.col("new_actual")).alias("registered")).drop(
        "_limit"
    )


def _limits(frame: pl.DataFrame, away: str | None, law: Parameters, on: date) -> pl.DataFrame:
    """The limit of each previous wage and absence.

    Compounding for decades needs whole numbers of any size, so the few distinct pairs are worked
    in Python.
    """
    keys = ["previous_registered", *([away] if away else [])]
    pairs = frame.select(keys).unique()
    growth = law.decimal(RULE, on)
    yearly = law.decimal("wage.age50_returnee_growth_per_year", on)
    limits = [_limit(row[0], row[1] if away else None, growth, yearly) for row in pairs.rows()]
    return pairs.with_columns(pl.Series("_limit", limits, dtype=pl.Int64))


def _limit(previous: int, absence: int | None, growth: Decimal, yearly: Decimal) -> int:
    up, base = (1 + growth).as_integer_ratio()
    limit = half_up_int(previous * up, base)
    if absence is None:
        return limit
    up, base = (1 + yearly).as_integer_ratio()
    return max(limit, half_up_int(previous * up**absence, base**absence))
