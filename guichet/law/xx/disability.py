"""Disability: the pension of the months worked, for who was at work at least two fifths of the mean
wage; and the boards that find it.
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

_YEAR = 12
_WIDE = pl.Int128
_NUMBERS = {
    "_accrual": ("pension.accrual_per_year", "ratio"),
    "_most": ("pension.max_share_of_average", "ratio"),
    "minimum": ("pension.minimum", "money"),
    "_months": ("disability.months_min", "count"),
    "_after": ("disability.months_after", "count"),
    "_floor": ("disability.floor_share", "ratio"),
    "_helper": ("disability.helper_share", "ratio"),
}
_BOARD = {
    "within_days": ("disability.decides_within_days", "count"),
    "review_months": ("disability.review_months_most", "count"),
    "lasting_months": ("disability.lasting_months", "count"),
}
c = pl.col


def _work(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_numbers(rows, law, _NUMBERS, scale=SCALE)
    needed = pl.when("in_service").then(c("_months")).otherwise(c("_after"))
    rows = rows.with_columns(
        months_needed=needed,
        entitled=c("months") >= needed * PARTS,
        average=half_up_wide(c("wage_sum"), c("wage_months")),
    )
    down = c("_accrual_down") * _YEAR * PARTS
    up = pl.min_horizontal(c("_accrual_up") * c("months") * c("_most_down"), c("_most_up") * down)
    computed = half_up_wide(
        c("wage_sum").cast(_WIDE) * up, c("wage_months").cast(_WIDE) * down * c("_most_down")
    )
    floor = half_up_wide(
        c("wage_sum").cast(_WIDE) * c("_floor_up"), c("wage_months").cast(_WIDE) * c("_floor_down")
    )
    rows = rows.with_columns(
        computed=computed, floor=pl.when("in_service").then(floor).otherwise(0)
    )
    least = pl.max_horizontal("floor", "minimum")
    rows = rows.with_columns(
        lifted=c("computed") < least, worked=pl.max_horizontal(c("computed"), least)
    )
    helped = c("entitled") & c("helper_needed") & c("in_service")
    more = half_up_wide(c("worked").cast(_WIDE) * c("_helper_up"), c("_helper_down"))
    rows = rows.with_columns(
        pension=pl.when("entitled").then("worked").otherwise(0),
        helper=pl.when(helped).then(more).otherwise(0),
    )
    return rows.with_columns(monthly=c("pension") + c("helper"), helped=c("helper") > 0)


DISABILITY = Kind(
    name="disability",
    needs={
        "on": Input(Unit.DAY),
        "months": Input(Unit.MONTHS),
        "wage_sum": Input(Unit.MONEY, most=5 * 10**16),
        "wage_months": Input(Unit.COUNT),
        "helper_needed": Input(Unit.YES, False),
        "in_service": Input(Unit.YES, True),
    },
    work=_work,
    gives={
        "average": Unit.MONEY,
        "entitled": Unit.YES,
        "in_service": Unit.YES,
        "months_needed": Unit.COUNT,
        "pension": Unit.MONEY,
        "helper": Unit.MONEY,
        "monthly": Unit.MONEY,
    },
    tells=(
        Tell("average", ("average", Unit.MONEY), (), (), "Pensions Act 5"),
        Tell(
            "computed",
            ("computed", Unit.MONEY),
            (*told(Unit.MONEY, "average"), *told(Unit.MONTHS, "months")),
            ("pension.accrual_per_year", "pension.max_share_of_average"),
            "Pensions Act 6, 8",
        ),
        Tell(
            "minimum",
            ("worked", Unit.MONEY),
            told(Unit.MONEY, "computed", "floor", "minimum"),
            ("disability.floor_share", "pension.minimum"),
            "Pensions Act 7, 8(3)",
            "lifted",
        ),
        Tell(
            "helper",
            ("helper", Unit.MONEY),
            told(Unit.MONEY, "pension"),
            ("disability.helper_share",),
            "Pensions Act 8(4)",
            "helped",
        ),
    ),
)
BOARD = Kind(
    name="medical_board",
    needs={"on": Input(Unit.DAY)},
    work=lambda rows, law: with_numbers(rows, law, _BOARD),
    gives={"within_days": Unit.DAYS, "review_months": Unit.COUNT, "lasting_months": Unit.COUNT},
    tells=(
        Tell(
            "board_decides",
            ("within_days", Unit.DAYS),
            told(Unit.DAY, "on"),
            ("disability.decides_within_days",),
            "Pensions Act 9(1)",
        ),
    ),
)
