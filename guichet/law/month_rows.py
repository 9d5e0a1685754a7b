"""A month of an engagement: its days, its wage under the ceiling, and a share of that."""

from __future__ import annotations

import polars as pl

from guichet.law.answers import ContributionError
from guichet.law.faults import first_fault
from guichet.lib.money import half_up_div
from guichet.lib.months import last_day_of

MILLION, THOUSAND = 1_000_000, 1_000
USUAL: dict[str, tuple[type[pl.DataType], object]] = {
    "housing": (pl.Int64, 0),
    "started_on": (pl.Date, None),
    "ended_on": (pl.Date, None),
    "hazards_multiplier": (pl.Int64, THOUSAND),
    "annuities_covered": (pl.Boolean, True),
    "saned_covered": (pl.Boolean, True),
    "hazards_covered": (pl.Boolean, True),
    "joint_wage": (pl.Int64, None),
    "joint_remainder": (pl.Int64, 0),
}


def column_of(frame: pl.DataFrame, name: str) -> pl.Expr:
    """A column, missing cells as usual."""
    kind, usual = USUAL[name]
    return pl.col(name).cast(kind).fill_null(pl.lit(usual, dtype=kind))


def refuse_missing(frame: pl.DataFrame) -> None:
    """A missing wage must never become the floor.

    Raises:
        ContributionError: the month, the cohort or the wage is missing.
    """
    for name in ("month", "cohort", "basic"):
        if name not in frame.columns:
            raise ContributionError(f"missing columns: {name}")
        if fault := first_fault(frame, {f"{name} is missing": pl.col(name).is_null()}):
            raise ContributionError(fault)


def insured_days() -> pl.Expr:
    """The days of `_month` within the engagement, by its actual days."""
    first, last = pl.col("_month"), last_day_of(pl.col("_month"))
    start, end = pl.max_horizontal(first, "started_on"), pl.min_horizontal(last, "ended_on")
    return ((end - start).dt.total_days() + 1).clip(lower_bound=0)


def part_of_ceiling() -> pl.Expr:
    """Of the ceiling, by the share of the joint wage."""
    scaled = pl.col("_base").cast(pl.Int128) * pl.col("_ceiling")
    return (scaled // pl.col("joint_wage").cast(pl.Int128)).cast(pl.Int64)


def capped_wage() -> pl.Expr:
    """`_base` held at `_ceiling`; of several wages, this one's part of it."""
    several = pl.col("joint_wage").is_not_null() & (pl.col("joint_wage") > pl.col("_ceiling"))
    alone = pl.min_horizontal("_base", "_ceiling")
    return (
        pl.when(several)
        .then(part_of_ceiling() + pl.col("joint_remainder").fill_null(0))
        .otherwise(alone)
    )


def share_due(rate: pl.Expr, covered: pl.Expr, scale: int = MILLION) -> pl.Expr:
    """A rate (parts of `scale`) of `wage` for the days of the month, rounded half up."""
    due = half_up_div(pl.col("wage") * rate * pl.col("days"), pl.col("days_in_month") * scale)
    return pl.when(covered).then(due).otherwise(0)
