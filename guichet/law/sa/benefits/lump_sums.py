"""Months bought at 60, lump sums without a pension, refunds (M/33 38(2), 41; AN6, AN13; M/273 25;
REG230 39).
"""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from guichet.law.awards import Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.benefits.equal_shares import split
from guichet.law.sa.benefits.old_age_m33 import AVERAGE, refuse_no_average
from guichet.law.steps import Unit
from guichet.lib.money import half_up_int, half_up_wide
from guichet.lib.months import PARTS

_WIDE = pl.Int128
c = pl.col

_DEEMED = {
    "_actual": ("oldage_m33.deemed_months_min_actual", "count"),
    "_most": ("oldage_m33.deemed_months_max", "count"),
    "_needed": ("oldage_m33.months_min", "count"),
    "_rate": ("oldage_m33.deemed_months_rate", "ratio"),
    "_instalment": ("oldage_m33.deemed_months_instalment_share", "ratio"),
    "_divisor": ("oldage_m33.months_divisor", "count"),
    "minimum": ("oldage_m33.minimum_pension", "money"),
}


def _deemed(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_numbers(rows, law, _DEEMED)
    refuse_no_average(rows)
    refuse(rows, c("minimum").is_null(), "M/33 has no pensions on that day")
    missing = pl.max_horizontal(c("_needed") * PARTS - c("months"), 0)
    possible = (
        (c("months") >= c("_actual") * PARTS) & (missing > 0) & (missing <= c("_most") * PARTS)
    )
    rows = rows.with_columns(
        possible.alias("possible"),
        pl.when(possible).then(missing).otherwise(0).alias("months_bought"),
        half_up_wide(c("wage_sum"), c("wage_months")).alias("average"),
    ).with_columns(
        (c("months") + c("months_bought")).alias("months_then"),
        half_up_wide(
            c("wage_sum").cast(_WIDE) * c("_rate_up") * c("months_bought"),
            c("wage_months").cast(_WIDE) * c("_rate_down") * PARTS,
        ).alias("cost"),
    )
    entitled = c("months_then") >= c("_needed") * PARTS
    worked = half_up_wide(
        c("wage_sum").cast(_WIDE) * c("months_then"),
        c("wage_months").cast(_WIDE) * c("_divisor") * PARTS,
    )
    held = pl.min_horizontal(worked, "average")
    pension = pl.when(entitled).then(pl.max_horizontal(held, "minimum")).otherwise(0)
    rows = rows.with_columns(pension.alias("pension"))
    instalment = half_up_wide(c("pension") * c("_instalment_up"), c("_instalment_down"))
    return rows.with_columns(
        pl.when(c("possible")).then(instalment).otherwise(0).alias("instalment")
    )


DEEMED = Kind(
    name="deemed_months",
    needs={"on": Input(Unit.DAY), "months": Input(Unit.MONTHS), **AVERAGE},
    work=_deemed,
    gives={
        "possible": Unit.YES,
        "months_bought": Unit.MONTHS,
        "cost": Unit.MONEY,
        "pension": Unit.MONEY,
        "instalment": Unit.MONEY,
    },
    tells=(
        Tell(
            "months_bought",
            ("months_bought", Unit.MONTHS),
            told(Unit.MONTHS, "months"),
            (
                "oldage_m33.months_min",
                "oldage_m33.deemed_months_min_actual",
                "oldage_m33.deemed_months_max",
            ),
            "M/33 38(2)",
        ),
        Tell(
            "cost",
            ("cost", Unit.MONEY),
            (*told(Unit.MONEY, "average"), *told(Unit.MONTHS, "months_bought")),
            ("oldage_m33.deemed_months_rate",),
            "M/33 38(2); REG128 AN6",
        ),
        Tell(
            "pension",
            ("pension", Unit.MONEY),
            (*told(Unit.MONEY, "average"), *told(Unit.MONTHS, "months_then")),
            ("oldage_m33.months_divisor", "oldage_m33.minimum_pension"),
            "M/33 38(3)",
        ),
        Tell(
            "instalment",
            ("instalment", Unit.MONEY),
            told(Unit.MONEY, "pension"),
            (
                "oldage_m33.deemed_months_instalment_share",
                "oldage_m33.deemed_instalments_lapse_at_death",
            ),
            "REG128 AN6",
        ),
    ),
)


_LUMP = {
    "_first_months": ("oldage_m33.lump_sum_first_months", "count"),
    "_first": ("oldage_m33.lump_sum_first_60", "share"),
    "_above": ("oldage_m33.lump_sum_above_60", "share"),
    "_first_before": ("oldage_m33.lump_sum_first_60_pre2001", "share"),
    "_above_before": ("oldage_m33.lump_sum_above_60_pre2001", "share"),
}


def _lump(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """The first 60 months are the earliest ones, so those of the former law come first."""
    rows = with_numbers(rows, law, _LUMP)
    refuse_no_average(rows)
    refuse(rows, c("_first").is_null(), "M/33 has no lump sums on that day")
    first, before = c("_first_months") * PARTS, c("months_before_2001")
    rows = rows.with_columns(
        half_up_wide(c("wage_sum"), c("wage_months")).alias("average"),
        pl.min_horizontal(before, first).alias("first_before"),
        pl.max_horizontal(before - first, 0).alias("above_before"),
    ).with_columns(pl.min_horizontal(c("months"), first - c("first_before")).alias("first"))
    rows = rows.with_columns((c("months") - c("first")).alias("above"))
    weighed = (
        c("first").cast(_WIDE) * c("_first")
        + c("above").cast(_WIDE) * c("_above")
        + c("first_before").cast(_WIDE) * c("_first_before")
        + c("above_before").cast(_WIDE) * c("_above_before")
    )
    amount = half_up_wide(weighed * c("wage_sum"), c("wage_months").cast(_WIDE) * PARTS * 1_000_000)
    rows = rows.with_columns(amount.alias("amount"))
    return split(rows, "amount", "members", "shares")


LUMP = Kind(
    name="lump_sum_m33",
    needs={
        "on": Input(Unit.DAY),
        "months": Input(Unit.MONTHS),
        **AVERAGE,
        "months_before_2001": Input(Unit.MONTHS, 0),
        "members": Input(
            Unit.PEOPLE, 1
        ),  # of a family that a death leaves without a pension (41(2); AN13(2))
    },
    work=_lump,
    gives={"amount": Unit.MONEY, "shares": Unit.SUMS},
    tells=(
        Tell(
            "lump_sum",
            ("amount", Unit.MONEY),
            (
                *told(Unit.MONEY, "average"),
                *told(Unit.MONTHS, "first", "above", "first_before", "above_before"),
            ),
            (
                "oldage_m33.lump_sum_first_months",
                "oldage_m33.lump_sum_first_60",
                "oldage_m33.lump_sum_above_60",
            ),
            "M/33 41; REG128 AN13",
        ),
        Tell(
            "equal_shares",
            ("shares", Unit.SUMS),
            told(Unit.PEOPLE, "members"),
            (),
            "M/33 41(2); REG128 AN13(2)",
        ),
    ),
)


def revalued(contributions: int, changes: list[str] | None, cap: Fraction) -> int:
    """Contributions compounded by the yearly change of prices, each at most the cap; never below
    what was paid.
    """
    amount = Fraction(contributions)
    for change in changes or ():
        amount *= 1 + min(Fraction(change), cap)
    return max(half_up_int(amount.numerator, amount.denominator), contributions)


def _refund(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Compounding for decades needs whole numbers of any size, and refunds are few: worked row by
    row.
    """
    key = "oldage_m273.refund_cpi_cap_per_year"
    rows = with_numbers(
        rows,
        law,
        {
            "_cap": (key, "share"),
            "_choice": ("oldage_m273.refund_min_months_for_instalments", "count"),
        },
    )
    refuse(rows, c("_cap").is_null(), "M/273 has no refunds on that day")
    given = rows.select("contributions", "price_changes", "_cap").rows()
    amounts = [revalued(paid, changes, Fraction(cap, 1_000_000)) for paid, changes, cap in given]
    rows = rows.with_columns(pl.Series("amount", amounts, dtype=pl.Int64))
    rows = rows.with_columns((c("months") >= c("_choice") * PARTS).alias("instalments_possible"))
    return split(rows, "amount", "members", "shares")


REFUND = Kind(
    name="refund_m273",
    needs={
        "on": Input(Unit.DAY),
        "contributions": Input(Unit.MONEY),  # of both sides
        "price_changes": Input(Unit.RATES, None),  # yearly, as exact decimals: "0.03"
        "months": Input(Unit.MONTHS, 0),
        "members": Input(Unit.PEOPLE, 1),
    },
    work=_refund,
    gives={"amount": Unit.MONEY, "shares": Unit.SUMS, "instalments_possible": Unit.YES},
    tells=(
        Tell(
            "revalued",
            ("amount", Unit.MONEY),
            (*told(Unit.MONEY, "contributions"), *told(Unit.RATES, "price_changes")),
            ("oldage_m273.refund_cpi_cap_per_year",),
            "M/273 25; REG230 39(1d)",
        ),
        Tell(
            "equal_shares", ("shares", Unit.SUMS), told(Unit.PEOPLE, "members"), (), "REG230 39(3)"
        ),
        Tell(
            "instalments",
            ("instalments_possible", Unit.YES),
            told(Unit.MONTHS, "months"),
            ("oldage_m273.refund_min_months_for_instalments",),
            "M/273 25(1a)",
        ),
    ),
)
