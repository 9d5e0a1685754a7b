"""Old-age pensions: of the mean of all wages, so much for each year; earlier for less."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.law.awards import Input, Kind, Tell, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.steps import Unit
from guichet.law.xx.rules import SCALE
from guichet.lib.money import half_up_wide
from guichet.lib.months import PARTS, add_months_to, days_in_month_of, first_day_of, last_day_of

_BEGAN = date(2010, 1, 1)  # months before the Act count for nothing
_YEAR = 12
_RIGHT = {
    "_age": ("pension.age_years", "count"),
    "months_needed": ("pension.months_min", "count"),
    "months_early": ("pension.months_early", "count"),
}
_FORMULA = {
    "_age": ("pension.age_years", "count"),
    "_accrual": ("pension.accrual_per_year", "ratio"),
    "_most": ("pension.max_share_of_average", "ratio"),
    "_early": ("pension.early_share", "ratio"),
    "minimum": ("pension.minimum", "money"),
}
_WIDE = pl.Int128
c = pl.col


def history(periods: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Months of each period since the Act; part months by their days."""
    del law
    rows = periods.filter(c("ended_on") >= _BEGAN).with_columns(
        started_on=pl.max_horizontal("started_on", pl.lit(_BEGAN))
    )
    months = pl.date_ranges(first_day_of(c("started_on")), first_day_of(c("ended_on")), "1mo")
    rows = rows.with_columns(month=months).explode("month")
    first = pl.max_horizontal("started_on", "month")
    last = pl.min_horizontal("ended_on", last_day_of(c("month")))
    days = (last - first).dt.total_days() + 1
    parts = days * (PARTS // days_in_month_of(c("month")))
    return rows.with_columns(started_on=first, ended_on=last, parts=parts)


def facts(history: pl.DataFrame, on: date, law: Parameters) -> pl.DataFrame:
    """The mean of all wages, and how many months."""
    del law
    return history.group_by("person", maintain_order=True).agg(
        pl.lit(on).alias("on"),
        wage_sum=(c("wage") * c("parts")).sum(),
        wage_months=c("parts").sum(),
        months=c("parts").sum(),
        months_all=c("parts").sum(),
    )


def _right(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_numbers(rows, law, _RIGHT)
    reached = add_months_to(c("born"), c("_age") * _YEAR)
    enough = c("months") >= c("months_needed") * PARTS
    way = (
        pl.when(enough & (c("on") >= reached))
        .then(pl.lit("normal"))
        .when(c("months") >= c("months_early") * PARTS)
        .then(pl.lit("early"))
        .otherwise(pl.lit("none"))
    )
    rows = rows.with_columns(
        reached=reached, way=pl.when(c("stopped")).then(way).otherwise(pl.lit("none"))
    )
    right = c("way") != "none"
    following = add_months_to(first_day_of(c("on")), 1)
    return rows.with_columns(entitled=right, from_day=pl.when(right).then(following))


def _pension(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_numbers(rows, law, _FORMULA, scale=SCALE)
    down = c("_accrual_down") * _YEAR * PARTS
    up = pl.min_horizontal(c("_accrual_up") * c("months") * c("_most_down"), c("_most_up") * down)
    early = c("age_months") < c("_age") * _YEAR
    whole_up = c("wage_sum").cast(_WIDE) * up
    whole_down = c("wage_months").cast(_WIDE) * down * c("_most_down")
    off_up = pl.when(early).then(c("_early_up")).otherwise(1)
    off_down = pl.when(early).then(c("_early_down")).otherwise(1)
    rows = rows.with_columns(
        early=early,
        average=half_up_wide(c("wage_sum"), c("wage_months")),
        computed=half_up_wide(whole_up, whole_down),
        reduced=half_up_wide(whole_up * off_up, whole_down * off_down),
    )
    return rows.with_columns(
        lifted=c("reduced") < c("minimum"), monthly=pl.max_horizontal("reduced", "minimum")
    )


RIGHT = Kind(
    name="pension_right",
    needs={
        "on": Input(Unit.DAY),
        "born": Input(Unit.DAY),
        "months": Input(Unit.MONTHS, 0),
        "stopped": Input(Unit.YES, True),
    },
    work=_right,
    gives={"reached": Unit.DAY, "way": Unit.WORD, "entitled": Unit.YES, "from_day": Unit.DAY},
    tells=(
        Tell(
            "normal_age",
            ("reached", Unit.DAY),
            told(Unit.DAY, "born"),
            ("pension.age_years",),
            "Pensions Act 3(1)",
        ),
        Tell(
            "entitled",
            ("entitled", Unit.YES),
            told(Unit.MONTHS, "months"),
            ("pension.months_min", "pension.months_early"),
            "Pensions Act 3, 4",
        ),
    ),
)
PENSION = Kind(
    name="pension",
    needs={
        "on": Input(Unit.DAY),
        "months": Input(Unit.MONTHS),
        "wage_sum": Input(Unit.MONEY, most=5 * 10**16),
        "wage_months": Input(Unit.COUNT),
        "age_months": Input(Unit.COUNT),
    },
    work=_pension,
    gives={"average": Unit.MONEY, "monthly": Unit.MONEY},
    tells=(
        Tell(
            "average",
            ("average", Unit.MONEY),
            told(Unit.MONTHS, "months"),
            (),
            "Pensions Act 5",
        ),
        Tell(
            "computed",
            ("computed", Unit.MONEY),
            told(Unit.MONEY, "average"),
            ("pension.accrual_per_year", "pension.max_share_of_average"),
            "Pensions Act 6",
        ),
        Tell(
            "early_reduction",
            ("reduced", Unit.MONEY),
            told(Unit.MONEY, "computed"),
            ("pension.early_share",),
            "Pensions Act 4(2)",
            "early",
        ),
        Tell(
            "minimum",
            ("monthly", Unit.MONEY),
            told(Unit.MONEY, "reduced"),
            ("pension.minimum",),
            "Pensions Act 7",
            "lifted",
        ),
    ),
)
