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
    rows = _completed(frame)
    previous = pl.col("previous_registered")
    exempt = pl.col("_government") & pl.lit(law.yes("wage.age50_exempts_government", on))
    bound = (
        pl.lit(law.yes("wage.age50_growth_applies", on))
        & pl.col("_cohort").is_in([M33, TRANSITIONAL])
        & (pl.col("age_on_1_january") >= law.count("wage.age50_growth_from_age", on))
        & previous.is_not_null()
        & ~exempt
    )
    keys = ["previous_registered", "_absence"]
    limits = _limits(rows.filter(bound).select(keys).unique(), law, on)
    rows = rows.join(limits, on=keys, how="left", maintain_order="left", nulls_equal=True)
    limit = pl.max_horizontal("_limit", pl.lit(law.minor("wage.age50_free_wage", on)))
    held = pl.when(bound).then(pl.min_horizontal("new_actual", limit))
    registered = held.otherwise(pl.col("new_actual")).alias("registered")
    return rows.with_columns(registered).select(*frame.columns, "registered")


def _completed(frame: pl.DataFrame) -> pl.DataFrame:
    """The optional columns with their usual values."""

    def given(name: str, usual: pl.Expr) -> pl.Expr:
        return pl.col(name).fill_null(usual) if name in frame.columns else usual

    return frame.with_columns(
        given("cohort", pl.lit(M33)).alias("_cohort"),
        given("government", pl.lit(value=False)).alias("_government"),
        given("absence_years", pl.lit(None, dtype=pl.Int64)).cast(pl.Int64).alias("_absence"),
    )


def _limits(pairs: pl.DataFrame, law: Parameters, on: date) -> pl.DataFrame:
    """The limit of each previous wage and absence.

    Compounding for decades needs whole numbers of any size, so the few distinct pairs are worked
    in Python.
    """
    growth = law.decimal(RULE, on)
    yearly = law.decimal("wage.age50_returnee_growth_per_year", on)
    limits = [_limit(previous, absence, growth, yearly) for previous, absence in pairs.rows()]
    return pairs.with_columns(pl.Series("_limit", limits, dtype=pl.Int64))


def _limit(previous: int, absence: int | None, growth: Decimal, yearly: Decimal) -> int:
    """10% up, or for who was away 4% for each full year, whichever is higher."""
    up, base = (1 + growth).as_integer_ratio()
    limit = half_up_int(previous * up, base)
    if absence is None:
        return limit
    up, base = (1 + yearly).as_integer_ratio()
    return max(limit, half_up_int(previous * up**absence, base**absence))
