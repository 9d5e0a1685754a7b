"""Months of a pension in payment: from which day one may begin, what a part month comes to,
which month is the last, what may be withheld of one, and for how long it holds that a pensioner
lives.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.law.answers import PensionMonthError
from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters
from guichet.law.sa.contributions.cohorts import M273
from guichet.lib.months import days_in_month_of, first_day

DISABILITY = "disability"
_WHOLE, _ACTUAL, _MONTH_END = "first_of_month", "actual_days_of_month", "last_day_of_month"


def may_begin(kind: str, day: date, *, parameters: Parameters | None = None) -> bool:
    """Whether a pension of a kind may begin on a day: most begin on the first of a month."""
    law = parameters or saudi_parameters()
    rule = law.value(f"benefit_months.begins{'_disability' if kind == DISABILITY else ''}", day)
    return day.day == 1 or rule != _WHOLE


def first_month(monthly: pl.Expr, begins: pl.Expr) -> pl.Expr:
    """What the month in which a pension begins comes to: the days from the beginning on, of all its
    days, half up (R1, R2).
    """
    days = days_in_month_of(begins)
    owed = days - begins.dt.day().cast(pl.Int64) + 1
    return (2 * monthly * owed + days) // (2 * days)


def require_actual_days(begins: pl.Series, *, parameters: Parameters | None = None) -> None:
    """`first_month` counts actual days; where the law says otherwise on one of those days, it must
    be told here first.

    Raises:
        PensionMonthError: it says otherwise.
    """
    law = parameters or saudi_parameters()
    for day in begins.drop_nulls().unique().sort().to_list():
        if day.day != 1 and law.value("benefit_months.part_denominator", day) != _ACTUAL:
            raise PensionMonthError(f"part months of {day:%Y-%m} are counted by no rule known here")


def last_month(event: date, *, parameters: Parameters | None = None) -> date:
    """The last month that is paid when a pension ends by an event (a death, an age, a decision) of
    a day: that whole month.

    Raises:
        PensionMonthError: the law of that day says otherwise.
    """
    law = parameters or saudi_parameters()
    if law.value("benefit_months.ends", event) != _MONTH_END:
        raise PensionMonthError(f"no rule known here ends a pension of {event}")
    return first_day(event)


def recoverable(
    monthly: pl.Expr,
    cohort: pl.Expr,
    on: date,
    *,
    agreed: bool = False,
    parameters: Parameters | None = None,
) -> pl.Expr:
    """What of a month's pension may be withheld for what was paid beyond: a tenth under M/33, a
    quarter with consent (AN39); a quarter under M/273 (57(2)). No minor unit more.
    """
    law = parameters or saudi_parameters()
    key = "limits.recovery_share_agreed" if agreed else "limits.recovery_share"
    older, newer = (law.ppm(f"{key}_{stem}", on) for stem in ("m33", M273))
    share = pl.when(cohort == M273).then(newer).otherwise(older)
    return (monthly.cast(pl.Int128) * share // 1_000_000).cast(pl.Int64)


def confirmed_months(day: date, *, parameters: Parameters | None = None) -> int:
    """For how many months it holds, on a day, that a pensioner has confirmed to live."""
    law = parameters or saudi_parameters()
    return law.count("benefit_months.confirmation", day)
