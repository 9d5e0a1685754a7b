"""Unemployment: for how many months, and what they come to (M/18; M/273 47-48)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from guichet.law.awards import Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.benefits.old_age_m33 import AVERAGE, refuse_no_average
from guichet.law.sa.benefits.stretches import parts_of, service
from guichet.law.steps import Unit
from guichet.lib.money import half_up_wide
from guichet.lib.months import PARTS, add_months_to, first_day_of

LAWS = ("m18", "m273")
_WIDE = pl.Int128
c = pl.col

_NUMBERS = {
    "_first_months": ("saned_benefit.months_first", "count"),
    "_most": ("saned_benefit.max_months", "count"),
    "_window": ("saned_benefit.payout_window_months", "count"),
    "_first": ("saned_benefit.rate_first", "share"),
    "_next": ("saned_benefit.rate_next", "share"),
    "_cap_first": ("saned_benefit.cap_first", "money"),
    "_cap_next": ("saned_benefit.cap_next", "money"),
    "floor": ("saned_benefit.floor_m18", "money"),
    "_floor_cap": ("saned_benefit.floor_m18_cap_share_of_average", "share"),
}


def _work(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_numbers(rows, law, _NUMBERS)
    refuse_no_average(rows)
    refuse(rows, ~c("law").is_in(LAWS), f"law is one of {', '.join(LAWS)}")
    refuse(rows, c("_first").is_null(), "there was no unemployment insurance on that day")
    rows = _with_months(rows)
    average = half_up_wide(c("wage_sum"), c("wage_months"))
    rows = rows.with_columns(
        average.alias("average"),
        pl.when(c("law") == "m18")
        .then(_of_average(c("_floor_cap")))
        .otherwise(0)
        .alias("_floor_most"),
    ).with_columns(pl.min_horizontal("floor", "_floor_most").alias("floor"))
    rows = rows.with_columns(
        pl.min_horizontal(pl.max_horizontal(_of_average(c("_first")), "floor"), "_cap_first").alias(
            "first"
        ),
        pl.min_horizontal(pl.max_horizontal(_of_average(c("_next")), "floor"), "_cap_next").alias(
            "next"
        ),
    )
    return rows.with_columns(
        (c("first") * c("first_months") + c("next") * c("next_months")).alias("total"),
        (c("_most") - c("months_used") - c("months")).alias("months_left"),
    )


def _with_months(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `from_day`, `payable_till` (the last month of the window) and how many `months` of which
    amount: those the claim has left, as far as its window reaches.
    """
    following = add_months_to(first_day_of(c("on")), 1)
    rows = rows.with_columns(from_day=following)
    began = pl.coalesce("window_from", "from_day")
    rows = rows.with_columns(payable_till=add_months_to(first_day_of(began), c("_window") - 1))
    reach = _month(c("payable_till")) - _month(c("from_day")) + 1
    left = pl.min_horizontal(c("_most") - c("months_used"), reach).clip(lower_bound=0)
    rows = rows.with_columns(months=pl.min_horizontal(pl.coalesce("months", "_most"), left))
    at_first = (c("_first_months") - c("months_used")).clip(lower_bound=0)
    rows = rows.with_columns(first_months=pl.min_horizontal("months", at_first))
    return rows.with_columns(next_months=c("months") - c("first_months"))


def _month(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int64) * 12 + day.dt.month()


def _of_average(share: pl.Expr) -> pl.Expr:
    return half_up_wide(c("wage_sum").cast(_WIDE) * share, c("wage_months").cast(_WIDE) * 1_000_000)


_FLOOR = ("saned_benefit.floor_m18", "saned_benefit.floor_m18_cap_share_of_average")
BENEFIT = Kind(
    name="unemployment",
    needs={
        "on": Input(Unit.DAY),  # the claim
        "law": Input(Unit.WORD),
        **AVERAGE,
        "months": Input(Unit.COUNT, None),  # fewer than the law gives; null: all of them
        "months_used": Input(Unit.COUNT, 0),  # paid of the same claim before
        "window_from": Input(Unit.DAY, None),  # its first month, when it goes on
    },
    work=_work,
    gives={
        "first": Unit.MONEY,
        "next": Unit.MONEY,
        "total": Unit.MONEY,
        "months": Unit.COUNT,
        "first_months": Unit.COUNT,
        "next_months": Unit.COUNT,
        "months_left": Unit.COUNT,
        "from_day": Unit.DAY,
        "payable_till": Unit.DAY,
    },
    tells=(
        Tell(
            "average",
            ("average", Unit.MONEY),
            (*told(Unit.MONEY, "wage_sum"), *told(Unit.COUNT, "wage_months")),
            ("saned_benefit.average_months",),
            "M/273 48(2)",
        ),
        Tell(
            "first_months",
            ("first", Unit.MONEY),
            (*told(Unit.MONEY, "average", "floor"), *told(Unit.COUNT, "first_months")),
            (
                "saned_benefit.months_first",
                "saned_benefit.rate_first",
                "saned_benefit.cap_first",
                *_FLOOR,
            ),
            "M/18; M/273 48",
        ),
        Tell(
            "next_months",
            ("next", Unit.MONEY),
            (*told(Unit.MONEY, "average", "floor"), *told(Unit.COUNT, "next_months")),
            ("saned_benefit.rate_next", "saned_benefit.cap_next", *_FLOOR),
            "M/18; M/273 48",
        ),
        Tell(
            "months_awarded",
            ("months", Unit.COUNT),
            (*told(Unit.COUNT, "months_used"), *told(Unit.DAY, "from_day", "payable_till")),
            ("saned_benefit.max_months", "saned_benefit.payout_window_months"),
            "M/273 47, 53",
        ),
        Tell(
            "total",
            ("total", Unit.MONEY),
            told(Unit.COUNT, "months", "months_left"),
            ("saned_benefit.max_months", "saned_benefit.payout_window_months"),
            "M/273 47",
        ),
    ),
)


def _of_law(law: str) -> Kind:
    needs = {**BENEFIT.needs, "law": Input(Unit.WORD, law)}
    return replace(BENEFIT, name=f"unemployment_{law}", needs=needs)


OF_M18, OF_M273 = (_of_law(law) for law in LAWS)


def history(periods: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Days of service, their months as parts of their own month (REG230 36)."""
    return service(periods, law).with_columns(parts=parts_of(None))


def facts(history: pl.DataFrame, on: date, law: Parameters) -> pl.DataFrame:
    """`person`, `on` and the mean of the last months contributed: of fewer, where there were fewer
    (R20).
    """
    asked = law.count("saned_benefit.average_months", on) * PARTS
    rows = history.sort("person", "started_on", descending=[False, True]).with_columns(
        _before=c("parts").cum_sum().over("person") - c("parts")
    )
    rows = rows.with_columns(_used=pl.min_horizontal("parts", asked - c("_before")).clip(0))
    return rows.group_by("person", maintain_order=True).agg(
        pl.lit(on).alias("on"),
        wage_sum=(c("wage") * c("_used")).sum(),
        wage_months=c("_used").sum(),
    )
