"""Unemployment: who lost work against their will has half of the wage, then two fifths of it."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.law.awards import Input, Kind, Tell, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.steps import Unit
from guichet.law.xx.rules import SCALE
from guichet.lib.money import half_up_wide
from guichet.lib.months import PARTS, add_months_to, first_day_of

_WIDE = pl.Int128
_RIGHT = {
    "months_needed": ("unemployment.months_needed", "count"),
    "window_months": ("unemployment.within_months", "count"),
    "_within": ("unemployment.claim_within_days", "count"),
}
_FORMULA = {
    "_share": ("unemployment.share", "ratio"),
    "_later": ("unemployment.share_later", "ratio"),
    "_most": ("unemployment.most", "money"),
    "_months": ("unemployment.months", "count"),
    "_at_first": ("unemployment.months_at_first", "count"),
    "_window": ("unemployment.window_months", "count"),
}
c = pl.col


def right_facts(history: pl.DataFrame, on: date, law: Parameters) -> pl.DataFrame:
    """Months worked among the last calendar months up to that of the last day."""
    within = law.count("unemployment.within_months", on)
    rows = history.with_columns(left_on=c("ended_on").max().over("person"))
    first = add_months_to(first_day_of(c("left_on")), 1 - within)
    return (
        rows.filter(c("month") >= first)
        .group_by("person", maintain_order=True)
        .agg(
            pl.lit(on).alias("on"),
            c("claim", "left_on").first(),
            months=c("parts").sum(),
            days_since_leaving=(pl.lit(on) - c("left_on").first()).dt.total_days(),
        )
    )


def facts(history: pl.DataFrame, on: date, law: Parameters) -> pl.DataFrame:
    """The mean wage of the last months."""
    asked = law.count("unemployment.average_months", on) * PARTS
    rows = history.sort("person", "month", descending=[False, True])
    before = c("parts").cum_sum().over("person") - c("parts")
    rows = rows.with_columns(used=pl.min_horizontal("parts", asked - before).clip(0))
    return rows.group_by("person", maintain_order=True).agg(
        pl.lit(on).alias("on"),
        wage_sum=(c("wage") * c("used")).sum(),
        wage_months=c("used").sum(),
    )


def _right(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_numbers(rows, law, _RIGHT)
    judged = [pl.when(c("reason").is_null()).then(pl.lit("yes"))]
    for day in rows["on"].unique().to_list():
        for key, answer in (("involuntary", "yes"), ("unclear", "unclear")):
            named = law.table(f"unemployment.reasons_{key}", day)
            on_day = (c("on") == day) & c("reason").is_in(named)
            judged.append(pl.when(on_day).then(pl.lit(answer)))
    rows = rows.with_columns(
        in_time=(c("days_since_leaving") <= c("_within")).fill_null(value=True),
        enough=c("months") >= c("months_needed") * PARTS,
        young=(c("on") < c("reached")).fill_null(value=True),
        reason_counts=pl.coalesce(*judged, pl.lit("no")),
    )
    right = c("in_time") & c("enough") & c("young") & (c("reason_counts") == "yes")
    return rows.with_columns(entitled=right)


def _benefit(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_numbers(rows, law, _FORMULA, scale=SCALE)
    from_day = add_months_to(first_day_of(c("on")), 1)
    rows = rows.with_columns(
        from_day=from_day, average=half_up_wide(c("wage_sum"), c("wage_months"))
    )
    began = first_day_of(pl.coalesce("window_from", "from_day"))
    rows = rows.with_columns(payable_till=add_months_to(began, c("_window") - 1))
    reach = _month(c("payable_till")) - _month(c("from_day")) + 1
    left = pl.min_horizontal(c("_months") - c("months_used"), reach).clip(lower_bound=0)
    rows = rows.with_columns(months=pl.min_horizontal(pl.coalesce("months", "_months"), left))
    at_first = (c("_at_first") - c("months_used")).clip(lower_bound=0)
    rows = rows.with_columns(first_months=pl.min_horizontal("months", at_first))
    rows = rows.with_columns(next_months=c("months") - c("first_months"))
    rows = rows.with_columns(
        first=pl.min_horizontal(_of_average("_share"), "_most"),
        next=pl.min_horizontal(_of_average("_later"), "_most"),
    )
    return rows.with_columns(
        total=c("first") * c("first_months") + c("next") * c("next_months"),
        months_left=c("_months") - c("months_used") - c("months"),
    )


def _month(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int64) * 12 + day.dt.month()


def _of_average(share: str) -> pl.Expr:
    up, down = (c(f"{share}_{part}").cast(_WIDE) for part in ("up", "down"))
    return half_up_wide(c("wage_sum").cast(_WIDE) * up, c("wage_months").cast(_WIDE) * down)


RIGHT = Kind(
    name="unemployment_right",
    needs={
        "on": Input(Unit.DAY),
        "months": Input(Unit.MONTHS),
        "days_since_leaving": Input(Unit.DAYS, None),
        "reason": Input(Unit.WORD, None),
        "reached": Input(Unit.DAY, None),
    },
    work=_right,
    gives={
        "entitled": Unit.YES,
        "months_needed": Unit.COUNT,
        "window_months": Unit.COUNT,
        "reason_counts": Unit.WORD,
        "in_time": Unit.YES,
        "enough": Unit.YES,
        "young": Unit.YES,
    },
    tells=(
        Tell(
            "reason_of_leaving",
            ("reason_counts", Unit.WORD),
            told(Unit.WORD, "reason"),
            ("unemployment.reasons_involuntary", "unemployment.reasons_unclear"),
            "Unemployment Act 4",
        ),
        Tell(
            "normal_age",
            ("reached", Unit.DAY),
            told(Unit.DAY, "on"),
            (),
            "Unemployment Act 2(2)",
        ),
        Tell(
            "entitled",
            ("entitled", Unit.YES),
            (*told(Unit.MONTHS, "months"), *told(Unit.DAYS, "days_since_leaving")),
            (
                "unemployment.months_needed",
                "unemployment.within_months",
                "unemployment.claim_within_days",
            ),
            "Unemployment Act 2, 3",
        ),
    ),
)
BENEFIT = Kind(
    name="unemployment",
    needs={
        "on": Input(Unit.DAY),
        "wage_sum": Input(Unit.MONEY, most=5 * 10**16),
        "wage_months": Input(Unit.COUNT),
        "months": Input(Unit.COUNT, None),
        "months_used": Input(Unit.COUNT, 0),
        "window_from": Input(Unit.DAY, None),
    },
    work=_benefit,
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
            ("unemployment.average_months",),
            "Unemployment Act 5(1)",
        ),
        Tell(
            "first_months",
            ("first", Unit.MONEY),
            (*told(Unit.MONEY, "average"), *told(Unit.COUNT, "first_months")),
            ("unemployment.share", "unemployment.months_at_first", "unemployment.most"),
            "Unemployment Act 5",
        ),
        Tell(
            "next_months",
            ("next", Unit.MONEY),
            (*told(Unit.MONEY, "average"), *told(Unit.COUNT, "next_months")),
            ("unemployment.share_later", "unemployment.most"),
            "Unemployment Act 5",
        ),
        Tell(
            "months_awarded",
            ("months", Unit.COUNT),
            (*told(Unit.COUNT, "months_used"), *told(Unit.DAY, "from_day", "payable_till")),
            ("unemployment.months", "unemployment.window_months"),
            "Unemployment Act 6",
        ),
        Tell(
            "total",
            ("total", Unit.MONEY),
            told(Unit.COUNT, "months", "months_left"),
            ("unemployment.months",),
            "Unemployment Act 6",
        ),
    ),
)
