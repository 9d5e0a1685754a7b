"""The contributory wage of a month: what counts, floor, ceiling (R3: before any part-month)."""

from __future__ import annotations

import polars as pl

from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters
from guichet.law.sa.contributions.inputs import Given, prepare
from guichet.law.sa.contributions.terms import with_terms
from guichet.lib.money import half_up_div
from guichet.lib.months import last_day

MONTHS_PER_YEAR = 12


def monthly_wage(given: Given) -> pl.Expr:
    """Basic with commissions, cash housing and housing in kind (RC1(9), RC16-18; REG230 17).

    Commissions, percentages of sales and of profits are part of the basic wage, as the average of
    the previous year. Housing in kind counts two months of basic a year, a twelfth a month (R23).
    """
    basic = _basic_of_month(given) + given["commission"]
    if not given.has("housing_in_kind"):
        return basic + given["housing"]
    in_kind = half_up_div(basic * pl.col("_in_kind_months"), MONTHS_PER_YEAR)
    return basic + given["housing"] + pl.when(given["housing_in_kind"]).then(in_kind).otherwise(0)


def _basic_of_month(given: Given) -> pl.Expr:
    """Daily wage times 30, hourly wage times 240 (RC17, RC18(2); REG230 18)."""
    if not given.has("wage_unit"):
        return pl.col("basic")
    unit = given["wage_unit"]
    times = (
        pl.when(unit == "day")
        .then(pl.col("_daily_multiplier"))
        .when(unit == "hour")
        .then(pl.col("_hours_per_month"))
        .otherwise(1)
    )
    return pl.col("basic") * times


def floored(wage: pl.Expr, given: Given) -> pl.Expr:
    """Lift to the floor: 1,500 for annuities, 400 for hazards only (RC19(1); M/273 8(1)).

    Government bodies are exempt. A Saudi outside the annuities branch is a hazards-only worker.
    """
    covered = given["annuities_covered"]
    floor = pl.when(covered).then(pl.col("_floor")).otherwise(pl.col("_floor_hazards_only"))
    exempt = given["government"] & pl.col("_floor_exempts_government")
    return pl.max_horizontal(wage, pl.when(exempt).then(0).otherwise(floor))


def capped(wage: pl.Expr, given: Given) -> pl.Expr:
    """Hold down to the ceiling, one for the person over all employers (M/33 19(1b); RC20).

    With a `joint_wage` above the ceiling each base is scaled by ceiling / joint wage (REG230 19);
    `joint_remainder` carries the halalas that rounding left to the largest wage (R22).
    """
    ceiling = pl.col("_ceiling")
    alone = pl.min_horizontal(wage, ceiling)
    if not given.has("joint_wage"):
        return alone
    joint = pl.max_horizontal(given["joint_wage"], wage)
    # A large wage times the ceiling does not fit 64 bits.
    scaled = half_up_div(wage.cast(pl.Int128) * ceiling, joint.cast(pl.Int128)).cast(pl.Int64)
    several = given["joint_wage"].is_not_null() & (joint > ceiling)
    return pl.when(several).then(scaled + given["joint_remainder"]).otherwise(alone)


def unscaled_wage(frame: pl.DataFrame, *, parameters: Parameters | None = None) -> pl.DataFrame:
    """Add `unscaled_wage`: the wage after the floor and before the ceiling.

    The sum of it over the employers of a person in a month is what `assess` takes as `joint_wage`.
    """
    law = parameters or saudi_parameters()
    given = Given(frame.columns)
    wage = floored(monthly_wage(given), given).alias("unscaled_wage")
    return (
        with_terms(prepare(frame), law)
        .with_columns(wage)
        .select(*frame.columns, wage.meta.output_name())
    )


def registered_month(frame: pl.DataFrame, *, parameters: Parameters | None = None) -> pl.DataFrame:
    """Add `wage_month`: the month whose wage is the contributory wage of `month`.

    Until January 2022 the January wage, or a joiner's wage of the joining month, held for the
    year (RC21(2)); since then each month has its own (Saudi Gazette, 25 January 2022).
    """
    law = parameters or saudi_parameters()
    month = pl.col("month").dt.month_start()
    january = month.dt.truncate("1y")
    joined = pl.col("started_on").dt.month_start()
    # The day the frozen wage ended is itself a dated parameter.
    months = frame.select(month.unique().drop_nulls()).to_series().to_list()
    frozen = [
        m
        for m in months
        if law.word("wage.update_frequency", last_day(m)) == "yearly_january_frozen"
    ]
    held = pl.min_horizontal(month, pl.max_horizontal(january, joined))
    wage_month = pl.when(month.is_in(frozen)).then(held).otherwise(month)
    return frame.with_columns(wage_month.alias("wage_month"))
