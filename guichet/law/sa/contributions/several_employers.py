"""Several employers in one month: one ceiling over all of them (RC20, REG230 19)."""

from __future__ import annotations

import polars as pl

from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters
from guichet.law.sa.contributions.base import capped, floored, monthly_wage
from guichet.law.sa.contributions.days import contribution_days
from guichet.law.sa.contributions.inputs import Given, prepare
from guichet.law.sa.contributions.terms import with_terms


def with_joint_wage(frame: pl.DataFrame, *, parameters: Parameters | None = None) -> pl.DataFrame:
    """Add `joint_wage` and `joint_remainder` to rows that also have `person`.

    The frame must hold all engagements of a person in a month. The wages after the floor are
    summed, of those engagements that have contribution days in the month; where the sum passes
    the ceiling, the halalas that rounding each base half-up leaves over or short go to the largest
    wage (R22), the first row of equal ones.
    """
    law = parameters or saudi_parameters()
    columns = [c for c in frame.columns if c not in ("joint_wage", "joint_remainder")]
    given = Given(columns)
    rows = with_terms(prepare(frame.select(columns)), law)
    together = ["person", "_month"]
    active = contribution_days(given) > 0
    rows = rows.with_columns(
        floored(monthly_wage(given), given).alias("_wage"), active.alias("_active")
    )
    counted = pl.when("_active").then(pl.col("_wage"))
    several = pl.col("_active") & (pl.col("_active").sum().over(together) > 1)
    rows = rows.with_columns(
        counted.alias("_counted"),
        pl.when(several).then(counted.sum().over(together)).alias("joint_wage"),
    )
    # The smaller of a null and the ceiling would be the ceiling, so who is away is left out again.
    part = pl.when("_active").then(capped(pl.col("_wage"), Given(["joint_wage"]))).alias("_part")
    over = pl.col("joint_wage") > pl.col("_ceiling")
    left = pl.col("_ceiling") - pl.col("_part").sum().over(together)
    largest = pl.int_range(pl.len()).over(together) == pl.col("_counted").arg_max().over(together)
    remainder = pl.when((over & largest).fill_null(value=False)).then(left).otherwise(0)
    rows = rows.with_columns(part).with_columns(remainder.alias("joint_remainder"))
    return rows.select(*columns, "joint_wage", "joint_remainder")
