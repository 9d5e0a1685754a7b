"""Benefits for a time: maternity (M/273 41-42; D273 6(1)) and unemployment (M/18; M/273 43-49)."""

from __future__ import annotations

import polars as pl

from guichet.law.awards import BenefitError, Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.benefits.old_age_m33 import AVERAGE, refuse_no_average
from guichet.law.steps import Unit
from guichet.lib.money import half_up_wide
from guichet.lib.months import PARTS, add_months_to, first_day_of

LAWS = ("m18", "m273")
_WIDE = pl.Int128
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

_UNEMPLOYMENT = {
    "_first_months": ("saned_benefit.months_first", "count"),
    "_most": ("saned_benefit.max_months", "count"),
    "_first": ("saned_benefit.rate_first", "share"),
    "_next": ("saned_benefit.rate_next", "share"),
    "_cap_first": ("saned_benefit.cap_first", "money"),
    "_cap_next": ("saned_benefit.cap_next", "money"),
    "floor": ("saned_benefit.floor_m18", "money"),
    "_floor_cap": ("saned_benefit.floor_m18_cap_share_of_average", "share"),
}


def _unemployment(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_numbers(rows, law, _UNEMPLOYMENT)
    refuse_no_average(rows)
    refuse(rows, ~c("law").is_in(LAWS), f"law is one of {', '.join(LAWS)}")
    refuse(rows, c("_first").is_null(), "there was no unemployment insurance on that day")
    average = half_up_wide(c("wage_sum"), c("wage_months"))
    rows = rows.with_columns(
        average.alias("average"),
        pl.min_horizontal("months", "_most").alias("months"),
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
        pl.min_horizontal("months", "_first_months").alias("first_months"),
    )
    rows = rows.with_columns((c("months") - c("first_months")).alias("next_months"))
    return rows.with_columns(
        (c("first") * c("first_months") + c("next") * c("next_months")).alias("total"),
        (c("_most") - c("months")).alias("months_left"),
    )


def _of_average(share: pl.Expr) -> pl.Expr:
    return half_up_wide(c("wage_sum").cast(_WIDE) * share, c("wage_months").cast(_WIDE) * 1_000_000)


_FLOOR = ("saned_benefit.floor_m18", "saned_benefit.floor_m18_cap_share_of_average")
UNEMPLOYMENT = Kind(
    name="unemployment",
    needs={"on": Input(Unit.DAY), "law": Input(Unit.WORD), **AVERAGE, "months": Input(Unit.COUNT)},
    work=_unemployment,
    gives={"first": Unit.MONEY, "next": Unit.MONEY, "total": Unit.MONEY, "months_left": Unit.COUNT},
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
            "total",
            ("total", Unit.MONEY),
            told(Unit.COUNT, "months", "months_left"),
            ("saned_benefit.max_months", "saned_benefit.payout_window_months"),
            "M/273 47",
        ),
    ),
)


def _unemployment_right(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Months worked by the number of the claim; later claims ask what the last row of the table
    does (46(1)).
    """
    key = "saned_benefit.qualifying_months_by_claim"
    refuse(rows, c("claim") < 1, "claim is counted from 1")
    tables = []
    for day in rows["on"].unique().to_list():
        if not law.in_force(key, day):
            raise BenefitError(f"there was no unemployment insurance on {day}")
        tables += [(day, *row) for row in law.grid(key, day)]
    schema = {
        "on": pl.Date,
        "claim_row": pl.Int64,
        "months_needed": pl.Int64,
        "window_months": pl.Int64,
    }
    asked = pl.DataFrame(tables, schema=schema, orient="row")
    last = asked.group_by("on").agg(c("claim_row").max().alias("_last"))
    rows = rows.join(last, on="on", how="left", maintain_order="left")
    rows = rows.with_columns(pl.min_horizontal("claim", "_last").alias("claim_row"))
    rows = rows.join(asked, on=["on", "claim_row"], how="left", maintain_order="left")
    wanted = {"_within": ("saned_benefit.register_within_days", "count")}
    rows = with_numbers(rows, law, wanted)
    in_time = c("days_since_leaving").is_null() | (c("days_since_leaving") <= c("_within"))
    enough = c("months") >= c("months_needed") * PARTS
    return rows.with_columns((enough & in_time).alias("entitled"))


UNEMPLOYMENT_RIGHT = Kind(
    name="unemployment_right",
    needs={
        "on": Input(Unit.DAY),
        "claim": Input(Unit.COUNT),  # the first, the second ...
        "months": Input(Unit.MONTHS),  # worked within the window
        "days_since_leaving": Input(Unit.DAYS, None),
    },
    work=_unemployment_right,
    gives={"entitled": Unit.YES, "months_needed": Unit.COUNT, "window_months": Unit.COUNT},
    tells=(
        Tell(
            "entitled",
            ("entitled", Unit.YES),
            (
                *told(Unit.COUNT, "claim", "months_needed", "window_months"),
                *told(Unit.MONTHS, "months"),
                *told(Unit.DAYS, "days_since_leaving"),
            ),
            ("saned_benefit.qualifying_months_by_claim", "saned_benefit.register_within_days"),
            "M/273 46(1); REG230 75(8)",
        ),
    ),
)
