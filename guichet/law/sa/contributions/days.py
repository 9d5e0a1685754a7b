"""Contribution days of a month: joining, leaving, and how part months count."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters
from guichet.law.sa.contributions.inputs import Given
from guichet.lib.months import days_in_month_of, first_day, last_day, last_day_of

BY_DAYS = "proration.rule"


def contribution_days(given: Given) -> pl.Expr:
    """Days of the month that contributions are due for.

    From February 2022: the days of service, first and last day included (REG230 20(2), AN2(1);
    R2, R4). Before: the joining month whole, the leaving month nothing unless its last day is
    worked, and joining and leaving in one month whole (RC21(3)).
    """
    first, last = pl.col("_month"), last_day_of(pl.col("_month"))
    started, ended = given["started_on"], given["ended_on"]
    start = pl.max_horizontal(first, started)
    end = pl.min_horizontal(last, ended)
    served = ((end - start).dt.total_days() + 1).clip(lower_bound=0)
    stayed = ended.is_null() | (ended >= last)
    joined_here = (started >= first).fill_null(value=False)
    whole = (served > 0) & (stayed | joined_here)
    old_rule = pl.when(whole).then(days_in_month_of(first)).otherwise(0)
    return pl.when(pl.col("_by_days")).then(served).otherwise(old_rule)


def contributed_days(frame: pl.DataFrame, *, parameters: Parameters | None = None) -> pl.DataFrame:
    """Add `days` that contributions are due for to rows of `month` (its first day), `started_on`,
    `ended_on`.
    """
    law = parameters or saudi_parameters()
    months = frame["month"].unique().drop_nulls().to_list()
    by_days = pl.col("month").is_in(_counted_by_days(months, law))
    rows = frame.with_columns(_month=pl.col("month"), _by_days=by_days)
    return rows.with_columns(days=contribution_days(Given(frame.columns))).drop(
        "_month", "_by_days"
    )


def _counted_by_days(months: list[date], law: Parameters) -> list[date]:
    began = first_day(law.changes(BY_DAYS)[0])
    return [m for m in months if m >= began and law.word(BY_DAYS, last_day(m)) == "service_days"]
