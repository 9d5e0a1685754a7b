"""Old-age pensions under M/273 (articles 16, 17 and 26)."""

from __future__ import annotations

import polars as pl

from guichet.law.awards import BenefitError, Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.benefits.old_age_m33 import AVERAGE, refuse_no_average
from guichet.law.steps import Unit
from guichet.lib.money import half_up_wide
from guichet.lib.months import PARTS

YEAR = 12
LINEAR, PROPORTIONAL = "linear", "proportional"
LAST, FIRST = "last", "first"
FORMULA = {
    "_accrual": ("oldage_m273.accrual_per_year", "ratio"),
    "_most": ("oldage_m273.max_share_of_average", "ratio"),
    "_full": ("oldage_m273.full_months", "count"),
    "_months_min": ("oldage_m273.months_min", "count"),
    "_minimum_full": ("oldage_m273.minimum_at_480_months", "money"),
    "_minimum_least": ("oldage_m273.minimum_at_qualifying_months", "money"),
    "_shape": ("oldage_m273.minimum_shape", "word"),
}
_NUMBERS = FORMULA | {
    "_age": ("oldage_m273.age_years", "count"),
    "_months_early": ("oldage_m273.months_early", "count"),
    "_early_most": ("oldage_m273.early_max_months_before_age", "count"),
    "_reduction": ("oldage_m273.early_reduction_per_12_months", "ratio"),
    "_bonus": ("oldage_m273.deferral_bonus_per_12_months", "ratio"),
    "_applied": ("oldage_m273.minimum_applied", "word"),
}
_WIDE = pl.Int128
c = pl.col


def with_formula(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `_up`, `_down` (the share of the mean wage: 2.25% a year, at most all of it) and the
    minimum by months.

    Raises:
        BenefitError: the law names a rule for the minimum that is not known here.
    """
    refuse_no_average(rows)
    refuse(rows, c("_full").is_null(), "M/273 has no pensions on that day")
    for column, known in (("_shape", {LINEAR, PROPORTIONAL}), ("_applied", {LAST, FIRST})):
        if column in rows.columns and (odd := set(rows[column].drop_nulls().unique()) - known):
            raise BenefitError(f"no rule known here for the minimum {sorted(odd)[0]!r}")
    down = c("_accrual_down") * YEAR * PARTS
    up = c("_accrual_up") * c("months")
    rows = rows.with_columns(
        down.alias("_down"), (up * c("_most_down") > down * c("_most_up")).alias("held")
    )
    most = down * c("_most_up") // c("_most_down")
    rows = rows.with_columns(
        pl.when(c("held")).then(most).otherwise(up).alias("_up"),
        half_up_wide(c("wage_sum"), c("wage_months")).alias("average"),
    )
    return _with_minimum(rows).with_columns(
        half_up_wide(
            c("wage_sum").cast(_WIDE) * c("_up"), c("wage_months").cast(_WIDE) * c("_down")
        ).alias("computed")
    )


def _with_minimum(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `_minimum_up`, `_minimum_down`, `minimum`: 2,000 at 180 months rising to 4,000 at 480
    (17(2); R24).
    """
    least, full = c("_months_min") * PARTS, c("_full") * PARTS
    between = c("months").clip(least, full) - least
    rise = c("_minimum_full") - c("_minimum_least")
    linear = c("_minimum_least") * (full - least) + rise * between
    share = pl.min_horizontal(c("months"), full) * c("_minimum_full")
    proportional = pl.max_horizontal(share, c("_minimum_least") * full)
    straight = c("_shape") == LINEAR
    rows = rows.with_columns(
        pl.when(straight).then(linear).otherwise(proportional).alias("_minimum_up"),
        pl.when(straight).then(full - least).otherwise(full).alias("_minimum_down"),
    )
    return rows.with_columns(half_up_wide(c("_minimum_up"), c("_minimum_down")).alias("minimum"))


def _work(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_formula(with_numbers(rows, law, _NUMBERS))
    limit = c("_age") * YEAR
    before = pl.max_horizontal(limit - c("age_months"), 0)
    after = pl.max_horizontal(c("age_months") - limit, 0) * PARTS
    short = pl.max_horizontal(c("_full") * PARTS - c("months"), 0)
    at_age = (c("age_months") >= limit) & (c("months") >= c("_months_min") * PARTS)
    early = (c("months") >= c("_months_early") * PARTS) & (before <= c("_early_most"))
    rows = rows.with_columns(
        pl.when(at_age)
        .then(pl.lit("normal"))
        .when(early & (before > 0))
        .then(pl.lit("early"))
        .otherwise(pl.lit("none"))
        .alias("way"),
        pl.min_horizontal(before * PARTS, short).alias("reduced_months"),
        pl.coalesce("deferred_months", after).alias("increased_months"),
    ).with_columns(
        (c("way") == "early").alias("early"),
        ((c("way") == "normal") & (c("increased_months") > 0)).alias("late"),
    )
    refuse(
        rows,
        c("late") & (c("increased_months") > after),
        "deferred_months are more than the months after the age",
    )
    return _with_pension(_with_change(rows))


def _with_change(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `_by_up`, `_by_down`: 3% a year off for an early pension, on for a late one, pro rata
    (17(3), (4)).
    """
    off, on = c("_reduction_down") * YEAR * PARTS, c("_bonus_down") * YEAR * PARTS
    return rows.with_columns(
        pl.when(c("early"))
        .then(off - c("_reduction_up") * c("reduced_months"))
        .when(c("late"))
        .then(on + c("_bonus_up") * c("increased_months"))
        .otherwise(1)
        .alias("_by_up"),
        pl.when(c("early")).then(off).when(c("late")).then(on).otherwise(1).alias("_by_down"),
    )


def _with_pension(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `changed` and `pension`; the minimum stands last (R26), or before the change where the
    law is read so.
    """
    up = c("wage_sum").cast(_WIDE) * c("_up") * c("_by_up")
    down = c("wage_months").cast(_WIDE) * c("_down") * c("_by_down")
    lifted = half_up_wide(
        c("_minimum_up").cast(_WIDE) * c("_by_up"), c("_minimum_down").cast(_WIDE) * c("_by_down")
    )
    rows = rows.with_columns(
        half_up_wide(up, down).alias("changed"),
        pl.when(c("_applied") == LAST).then(c("minimum")).otherwise(lifted).alias("_least"),
        (c("way") != "none").alias("entitled"),
    )
    right = c("entitled")
    return rows.with_columns(
        (right & (c("changed") < c("_least"))).alias("lifted"),
        pl.when(right).then(pl.max_horizontal("changed", "_least")).otherwise(0).alias("pension"),
    ).with_columns(c("pension").alias("monthly"))


PENSION = Kind(
    name="old_age_m273",
    needs={
        "on": Input(Unit.DAY),
        "months": Input(Unit.MONTHS),
        **AVERAGE,
        "age_months": Input(Unit.COUNT),
        "deferred_months": Input(
            Unit.MONTHS, None
        ),  # contributed after the age; all since, if not said
    },
    work=_work,
    gives={
        "average": Unit.MONEY,
        "entitled": Unit.YES,
        "way": Unit.WORD,
        "pension": Unit.MONEY,
        "monthly": Unit.MONEY,
    },
    tells=(
        Tell(
            "entitled",
            ("entitled", Unit.YES),
            (
                *told(Unit.WORD, "way"),
                *told(Unit.COUNT, "age_months"),
                *told(Unit.MONTHS, "months"),
            ),
            (
                "oldage_m273.age_years",
                "oldage_m273.months_min",
                "oldage_m273.months_early",
                "oldage_m273.early_max_months_before_age",
            ),
            "M/273 16",
        ),
        Tell(
            "average",
            ("average", Unit.MONEY),
            (*told(Unit.MONEY, "wage_sum"), *told(Unit.COUNT, "wage_months")),
            ("oldage_m273.average_best_months",),
            "M/273 26(1)",
        ),
        Tell(
            "computed",
            ("computed", Unit.MONEY),
            (*told(Unit.MONEY, "average"), *told(Unit.MONTHS, "months")),
            ("oldage_m273.accrual_per_year",),
            "M/273 17(1)",
        ),
        Tell(
            "not_above_average",
            ("computed", Unit.MONEY),
            told(Unit.MONEY, "average"),
            ("oldage_m273.max_share_of_average",),
            "M/273 17(1)",
            "held",
        ),
        Tell(
            "early_reduction",
            ("changed", Unit.MONEY),
            (*told(Unit.MONEY, "computed"), *told(Unit.MONTHS, "reduced_months")),
            ("oldage_m273.early_reduction_per_12_months", "oldage_m273.full_months"),
            "M/273 17(3)",
            "early",
        ),
        Tell(
            "late_increase",
            ("changed", Unit.MONEY),
            (*told(Unit.MONEY, "computed"), *told(Unit.MONTHS, "increased_months")),
            ("oldage_m273.deferral_bonus_per_12_months",),
            "M/273 17(4)",
            "late",
        ),
        Tell(
            "minimum",
            ("pension", Unit.MONEY),
            told(Unit.MONEY, "changed", "minimum"),
            (
                "oldage_m273.minimum_at_480_months",
                "oldage_m273.minimum_at_qualifying_months",
                "oldage_m273.minimum_shape",
                "oldage_m273.minimum_applied",
            ),
            "M/273 17(2)",
            "lifted",
        ),
    ),
)
