"""Maternity (M/273 41-42; D273 6(1))."""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.benefits.old_age_m33 import AVERAGE, refuse_no_average
from guichet.law.steps import Unit
from guichet.lib.money import half_up_wide
from guichet.lib.months import PARTS, add_months_to, first_day_of

c = pl.col

_MATERNITY = {
    "_months": ("maternity.months", "count"),
    "_extra": ("maternity.extra_months_sick_child", "count"),
    "_needed": ("maternity.qualifying_months", "count"),
    "_pregnancy": ("maternity.min_pregnancy_months", "count"),
}


def _maternity(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """The mean of the twelve months before the birth, for months from the first of the birth's."""
    rows = with_numbers(rows, law, _MATERNITY)
    refuse_no_average(rows)
    entitled = (
        c("_months").is_not_null()
        & (c("qualifying_months") >= c("_needed") * PARTS)
        & (c("pregnancy_months").is_null() | (c("pregnancy_months") >= c("_pregnancy")))
        & c("in_service")
    ).fill_null(value=False)
    number = c("_months") + pl.when(c("sick_child")).then(c("_extra")).otherwise(0)
    rows = rows.with_columns(
        entitled.alias("entitled"),
        pl.when(entitled).then(number).otherwise(0).alias("months"),
        half_up_wide(c("wage_sum"), c("wage_months")).alias("average"),
        first_day_of(c("on")).alias("first_month"),
    )
    last = add_months_to(c("first_month"), pl.max_horizontal(c("months") - 1, 0))
    # Each month is paid by itself, so each is the rounded mean.
    return rows.with_columns(
        (c("average") * c("months")).alias("total"),
        pl.when(c("entitled")).then(c("average")).otherwise(0).alias("monthly"),
        pl.when(c("entitled")).then(last).alias("last_month"),
    )


MATERNITY = Kind(
    name="maternity",
    needs={
        "on": Input(Unit.DAY),  # the birth
        "qualifying_months": Input(
            Unit.MONTHS
        ),  # in the 36 before it; of the older law only those since 3 July 2024
        **AVERAGE,
        "sick_child": Input(Unit.YES, False),
        "in_service": Input(Unit.YES, True),
        "pregnancy_months": Input(Unit.COUNT, None),
    },
    work=_maternity,
    gives={
        "entitled": Unit.YES,
        "months": Unit.COUNT,
        "monthly": Unit.MONEY,
        "first_month": Unit.DAY,
        "last_month": Unit.DAY,
        "total": Unit.MONEY,
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
                "maternity.qualifying_counts_from",
                "maternity.min_pregnancy_months",
            ),
            "M/273 41(1), (2); D273 6(1)",
        ),
        Tell(
            "average",
            ("average", Unit.MONEY),
            (*told(Unit.MONEY, "wage_sum"), *told(Unit.COUNT, "wage_months")),
            ("maternity.average_months",),
            "M/273 42(1)",
            "entitled",
        ),
        Tell(
            "maternity",
            ("total", Unit.MONEY),
            (
                *told(Unit.MONEY, "average"),
                *told(Unit.COUNT, "months"),
                *told(Unit.DAY, "first_month", "last_month"),
            ),
            ("maternity.months", "maternity.extra_months_sick_child"),
            "M/273 41, 42",
            "entitled",
        ),
    ),
)
