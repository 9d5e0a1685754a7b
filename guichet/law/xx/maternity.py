"""Maternity: four fifths of the wage for the months after a birth."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from guichet.law.awards import Input, Kind, Tell, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.steps import Unit
from guichet.law.xx.rules import SCALE
from guichet.lib.money import half_up_wide
from guichet.lib.months import PARTS, add_months_to, days_in_month_of, first_day_of

_WIDE = pl.Int128
_NUMBERS = {
    "_months": ("maternity.months", "count"),
    "_extra": ("maternity.extra_months_sick_child", "count"),
    "_share": ("maternity.share", "ratio"),
    "months_needed": ("maternity.qualifying_months", "count"),
    "window_months": ("maternity.window_months", "count"),
    "pregnancy_needed": ("maternity.min_pregnancy_months", "count"),
}
c = pl.col


def facts(history: pl.DataFrame, on: date, law: Parameters) -> pl.DataFrame:
    """The mean wage of the months before the birth, and how many count of the window."""
    last = _before(history, on, law.count("maternity.average_months", on))
    reached = _before(history, on, law.count("maternity.window_months", on))
    months = reached.group_by("person").agg(qualifying_months=c("parts").sum())
    return (
        last.group_by("person", maintain_order=True)
        .agg(wage_sum=(c("wage") * c("parts")).sum(), wage_months=c("parts").sum())
        .join(months, on="person", how="left", maintain_order="left")
        .with_columns(on=pl.lit(on))
    )


def _before(history: pl.DataFrame, on: date, months: int) -> pl.DataFrame:
    rows = history.with_columns(
        started_on=pl.max_horizontal("started_on", add_months_to(pl.lit(on), -months)),
        ended_on=pl.min_horizontal("ended_on", pl.lit(on - timedelta(days=1))),
    ).filter(c("started_on") <= c("ended_on"))
    days = (c("ended_on") - c("started_on")).dt.total_days() + 1
    return rows.with_columns(parts=days * (PARTS // days_in_month_of(c("month"))))


def _work(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_numbers(rows, law, _NUMBERS, scale=SCALE)
    rows = rows.with_columns(
        in_force=c("_months").is_not_null(),
        enough=(c("qualifying_months") >= c("months_needed") * PARTS).fill_null(value=False),
        carried=(c("pregnancy_months") >= c("pregnancy_needed")).fill_null(value=True),
        average=half_up_wide(c("wage_sum"), c("wage_months")),
        first_month=add_months_to(first_day_of(c("on")), 1),
    )
    right = c("in_force") & c("enough") & c("carried") & c("in_service")
    number = c("_months") + pl.when("sick_child").then(c("_extra")).otherwise(0)
    monthly = half_up_wide(
        c("wage_sum").cast(_WIDE) * c("_share_up"), c("wage_months").cast(_WIDE) * c("_share_down")
    )
    rows = rows.with_columns(
        entitled=right,
        months=pl.when(right).then(number).otherwise(0),
        monthly=pl.when(right).then(monthly).otherwise(0),
    )
    last = add_months_to(c("first_month"), c("months") - 1)
    return rows.with_columns(
        total=c("monthly") * c("months"), last_month=pl.when("entitled").then(last)
    )


MATERNITY = Kind(
    name="maternity",
    needs={
        "on": Input(Unit.DAY),
        "qualifying_months": Input(Unit.MONTHS),
        "wage_sum": Input(Unit.MONEY, most=5 * 10**16),
        "wage_months": Input(Unit.COUNT),
        "sick_child": Input(Unit.YES, False),
        "in_service": Input(Unit.YES, True),
        "pregnancy_months": Input(Unit.COUNT, None),
    },
    work=_work,
    gives={
        "entitled": Unit.YES,
        "months": Unit.COUNT,
        "monthly": Unit.MONEY,
        "first_month": Unit.DAY,
        "last_month": Unit.DAY,
        "total": Unit.MONEY,
        "in_force": Unit.YES,
        "enough": Unit.YES,
        "carried": Unit.YES,
        "months_needed": Unit.COUNT,
        "window_months": Unit.COUNT,
        "pregnancy_needed": Unit.COUNT,
    },
    tells=(
        Tell(
            "entitled",
            ("entitled", Unit.YES),
            (
                *told(Unit.DAY, "on"),
                *told(Unit.MONTHS, "qualifying_months"),
                *told(Unit.COUNT, "pregnancy_months"),
            ),
            (
                "maternity.qualifying_months",
                "maternity.window_months",
                "maternity.min_pregnancy_months",
            ),
            "Maternity Act 2",
        ),
        Tell(
            "average",
            ("average", Unit.MONEY),
            (*told(Unit.MONEY, "wage_sum"), *told(Unit.COUNT, "wage_months")),
            ("maternity.average_months",),
            "Maternity Act 4",
        ),
        Tell(
            "maternity",
            ("total", Unit.MONEY),
            (
                *told(Unit.MONEY, "average", "monthly"),
                *told(Unit.COUNT, "months"),
                *told(Unit.DAY, "first_month", "last_month"),
            ),
            (
                "maternity.months",
                "maternity.extra_months_sick_child",
                "maternity.share",
            ),
            "Maternity Act 3, 4",
            "entitled",
        ),
    ),
)
