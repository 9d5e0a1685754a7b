"""Maternity (M/273 41-42; D273 6(1))."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from guichet.law.awards import Input, Kind, Tell, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.benefits.old_age_m33 import AVERAGE, refuse_no_average
from guichet.law.sa.benefits.stretches import parts_of, service
from guichet.law.steps import Unit
from guichet.lib.money import half_up_wide
from guichet.lib.months import PARTS, add_months_to, first_day_of

c = pl.col

_MATERNITY = {
    "_months": ("maternity.months", "count"),
    "_extra": ("maternity.extra_months_sick_child", "count"),
    "months_needed": ("maternity.qualifying_months", "count"),
    "window_months": ("maternity.window_months", "count"),
    "pregnancy_needed": ("maternity.min_pregnancy_months", "count"),
}


def _maternity(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """The mean of the twelve months before the birth, for months from the first of the birth's."""
    rows = with_numbers(rows, law, _MATERNITY)
    refuse_no_average(rows)
    rows = rows.with_columns(
        in_force=c("_months").is_not_null(),
        enough=(c("qualifying_months") >= c("months_needed") * PARTS).fill_null(value=False),
        carried=(c("pregnancy_months") >= c("pregnancy_needed")).fill_null(value=True),
    )
    entitled = c("in_force") & c("enough") & c("carried") & c("in_service")
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
        "in_force": Unit.YES,  # whether the law had the benefit on the day of the birth
        "enough": Unit.YES,
        "carried": Unit.YES,  # the pregnancy lasted as long as is asked for
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


def history(periods: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Days of service, their months as parts of their own month (REG230 36)."""
    return service(periods, law).with_columns(parts=parts_of(None))


def facts(history: pl.DataFrame, on: date, law: Parameters) -> pl.DataFrame:
    """`person`, `on` (the birth), `qualifying_months` of the window before it, and the mean wage of
    the months before it: of fewer, where there were fewer (R11).

    No month counts that lies before the law does (D273 6(1)). Of a birth before the benefit began
    the first numbers are taken; the kind refuses it.
    """
    key = "maternity.qualifying_counts_from"
    day = max(on, law.changes(key)[0])
    counted = law.value(key, day)
    assert isinstance(counted, date)
    reached = _before(history, on, law.count("maternity.window_months", day))
    reached = _from(reached, pl.lit(counted))
    months = reached.group_by("person").agg(qualifying_months=c("parts").sum())
    last = _before(history, on, law.count("maternity.average_months", day))
    return (
        last.group_by("person", maintain_order=True)
        .agg(wage_sum=(c("wage") * c("parts")).sum(), wage_months=c("parts").sum())
        .join(months, on="person", how="left", maintain_order="left")
        .with_columns(pl.lit(on).alias("on"), c("qualifying_months").fill_null(0))
    )


def _before(history: pl.DataFrame, on: date, months: int) -> pl.DataFrame:
    """What of a history lies within so many months before a day."""
    ended = pl.min_horizontal("ended_on", pl.lit(on - timedelta(days=1)))
    return _from(history.with_columns(ended_on=ended), add_months_to(pl.lit(on), -months))


def _from(history: pl.DataFrame, first: pl.Expr) -> pl.DataFrame:
    rows = history.with_columns(started_on=pl.max_horizontal("started_on", first))
    return rows.filter(c("started_on") <= c("ended_on")).with_columns(parts=parts_of(None))
