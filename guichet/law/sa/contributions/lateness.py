"""Due dates and the penalty for paying late (M/33 19(5); M/273 9(3); RC30, RC33; REG230 24)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import polars as pl

from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters
from guichet.law.sa.contributions.shares import MILLION
from guichet.lib.money import half_up_div
from guichet.lib.months import add_months, first_day, last_day, started_months

DUE_BY_HEAD_COUNT = False
CAP = "payment.late_penalty_cap_of_contributions"


def extended(
    due: date, holidays: Collection[date], *, parameters: Parameters | None = None
) -> date:
    """Move a due day by the official holidays among the last five days of its window (RC33(3)).

    Only days of the official table count, not weekends (R8), and at most five.
    """
    law = parameters or saudi_parameters()
    window = law.count("payment.holiday_extension_window_days", due)
    inside = {day for day in holidays if due - timedelta(window) < day <= due}
    return due + timedelta(min(len(inside), window))


def due_date(
    month: date,
    holidays: Collection[date] = (),
    *,
    employees: int = 0,
    parameters: Parameters | None = None,
) -> date:
    """The last day for paying the contributions of a month: the 15th of the next one."""
    law = parameters or saudi_parameters()
    day = law.count("payment.due_day_next_month", last_day(month))
    due = add_months(first_day(month), 1).replace(day=day)
    return extended(due, holidays, parameters=law)


def late_penalty(
    frame: pl.DataFrame,
    *,
    holidays: Collection[date] = (),
    parameters: Parameters | None = None,
) -> pl.DataFrame:
    """Add due_on, late_months and penalty to rows of month, cohort, unpaid (halalas), paid_on.

    2% of the unpaid contribution for each month or part of one, counted from the day after the
    window (RC1(14), R9); under M/33 up to the contribution itself (RC30), under M/273 without end.
    """
    law = parameters or saudi_parameters()
    pairs = frame.select(pl.col("month").dt.month_start().alias("_month"), "cohort").unique()
    terms = [(m, c, *_late_terms(law, m, c, holidays)) for m, c in pairs.iter_rows()]
    schema = {"_month": pl.Date, "cohort": pl.String, "_due_on": pl.Date}
    schema |= {"_rate": pl.Int64, "_cap": pl.Int64}
    rows = frame.with_columns(pl.col("month").dt.month_start().alias("_month")).join(
        pl.DataFrame(terms, schema=schema, orient="row"),
        on=["_month", "cohort"],
        how="left",
        maintain_order="left",
    )
    own = pl.col("due_on") if "due_on" in frame.columns else pl.lit(None, dtype=pl.Date)
    rows = rows.with_columns(due_on=pl.coalesce(own, "_due_on")).drop("_due_on")
    # A null cap is no cap: the smaller of the two ignores it.
    share = pl.min_horizontal(pl.col("_rate") * pl.col("late_months"), pl.col("_cap"))
    # A large debt without a cap, late for decades, does not fit 64 bits before the division.
    amount = half_up_div(pl.col("unpaid").cast(pl.Int128) * share, MILLION).cast(pl.Int64)
    return (
        rows.with_columns(started_months(pl.col("due_on"), pl.col("paid_on")).alias("late_months"))
        .with_columns(amount.alias("penalty"))
        .drop("_month", "_rate", "_cap")
    )


def _late_terms(
    law: Parameters, month: date, cohort: str, holidays: Collection[date]
) -> tuple[date, int, int | None]:
    on = last_day(month)
    key = law.cohort_key(CAP, cohort)
    cap = law.ppm(key, on) if law.value(key, on) is not None else None
    rate = law.ppm("payment.late_penalty_rate_per_month_or_part", on)
    return due_date(month, holidays, parameters=law), rate, cap
