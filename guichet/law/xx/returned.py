"""Contributions returned: who is of age with too few months for a pension has so much of the mean
wage for each month, once (Pensions Act 9).
"""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.steps import Unit
from guichet.law.xx.rules import SCALE
from guichet.lib.money import half_up_wide
from guichet.lib.months import PARTS

_WIDE = pl.Int128
c = pl.col


def _right(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """No case of the Act goes before the age."""
    del law
    rows = rows.with_columns(
        of_age=c("on") >= c("reached"),
        short=c("months") < c("months_needed") * PARTS,
        early_possible=pl.lit(value=False),
    )
    return rows.with_columns(entitled=c("of_age") & c("short") & c("stopped"))


def _sum(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    wanted = {"_share": ("pension.returned_share", "ratio")}
    rows = with_numbers(rows, law, wanted, scale=SCALE)
    up = c("wage_sum").cast(_WIDE) * c("months") * c("_share_up")
    down = c("wage_months").cast(_WIDE) * PARTS * c("_share_down")
    return rows.with_columns(
        average=half_up_wide(c("wage_sum"), c("wage_months")), amount=half_up_wide(up, down)
    )


RIGHT = Kind(
    name="returned_right",
    needs={
        "on": Input(Unit.DAY),
        "reached": Input(Unit.DAY),
        "months": Input(Unit.MONTHS),
        "months_needed": Input(Unit.COUNT),
        "stopped": Input(Unit.YES, True),
    },
    work=_right,
    gives={
        "entitled": Unit.YES,
        "of_age": Unit.YES,
        "short": Unit.YES,
        "early_possible": Unit.YES,
    },
    tells=(
        Tell("normal_age", ("reached", Unit.DAY), (), (), "Pensions Act 3(1)"),
        Tell(
            "too_few_months",
            ("months", Unit.MONTHS),
            told(Unit.COUNT, "months_needed"),
            ("pension.months_min",),
            "Pensions Act 9(1)",
            "short",
        ),
    ),
)
RETURNED = Kind(
    name="returned",
    needs={
        "on": Input(Unit.DAY),
        "months": Input(Unit.MONTHS),
        "wage_sum": Input(Unit.MONEY, most=5 * 10**16),
        "wage_months": Input(Unit.COUNT),
    },
    work=_sum,
    gives={"amount": Unit.MONEY},
    tells=(
        Tell(
            "lump_sum",
            ("amount", Unit.MONEY),
            (*told(Unit.MONEY, "average"), *told(Unit.MONTHS, "months")),
            ("pension.returned_share",),
            "Pensions Act 9(2)",
        ),
    ),
)
