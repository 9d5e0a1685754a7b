"""Old-age pensions under M/33 (articles 38 and 41; AN1, AN6-AN8)."""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.steps import Unit
from guichet.lib.money import half_up_wide
from guichet.lib.months import PARTS

# A mean wage as a sum over months; where months are parts, both are in parts, so that the mean is
# exact.
AVERAGE = {"wage_sum": Input(Unit.MONEY, most=5 * 10**16), "wage_months": Input(Unit.COUNT)}
_NUMBERS = {
    "_divisor": ("oldage_m33.months_divisor", "count"),
    "_divisor_before": ("oldage_m33.months_divisor_pre2001_periods", "count"),
    "_limit": ("oldage_m33.average_max_vs_wage_5y_before", "ratio"),
    "_most": ("oldage_m33.max_share_of_average", "ratio"),
    "_own_from": ("oldage_m33.average_excluded_own_pension_from", "ratio"),
    "_fall": ("oldage_m33.separate_period_fall", "ratio"),
    "_separate_months": ("oldage_m33.separate_period_months", "count"),
    "_first": ("oldage_m33.family_supplement_first", "share"),
    "_next": ("oldage_m33.family_supplement_next", "share"),
    "_dependants_most": ("oldage_m33.family_supplement_dependants_max", "count"),
    "minimum": ("oldage_m33.minimum_pension", "money"),
}
_WIDE = pl.Int128
c = pl.col


def refuse_no_average(rows: pl.DataFrame) -> None:
    """An average of no months is no average."""
    refuse(rows, c("wage_months") == 0, "wage_months is nought: there is no average of no months")


def with_limited_average(rows: pl.DataFrame, prefix: str = "") -> pl.DataFrame:
    """Add `_sum`, `_parts`, `limited`: the mean wage as a ratio, held to 150% of the wage five
    years before (38(3c)).

    Who was under the yearly growth limit of 19(2) for those five years is exempt (AN8(1b)).
    """
    wages, months = c(f"{prefix}wage_sum"), c(f"{prefix}wage_months")
    before = c(f"{prefix}wage_5y_before")
    bound = c("_limit_up") * before.cast(_WIDE) * months
    limited = before.is_not_null() & ~c("growth_limited") & (wages * c("_limit_down") > bound)
    rows = rows.with_columns(limited.fill_null(value=False).alias(f"{prefix}limited"))
    held = c(f"{prefix}limited")
    return rows.with_columns(
        pl.when(held).then(c("_limit_up") * before).otherwise(wages).alias(f"_{prefix}sum"),
        pl.when(held).then(c("_limit_down")).otherwise(months).alias(f"_{prefix}parts"),
    )


def _work(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_numbers(rows, law, _NUMBERS)
    refuse_no_average(rows)
    refuse(rows, c("minimum").is_null(), "M/33 has no pensions on that day")
    rows = with_limited_average(with_limited_average(rows), "earlier_")
    earlier = rows["earlier_months"].null_count() < rows.height
    rows = rows.with_columns(
        half_up_wide(c("_sum"), c("_parts")).alias("average"),
        (
            half_up_wide(c("_earlier_sum"), c("_earlier_parts"))
            if earlier
            else pl.lit(None, pl.Int64)
        ).alias("earlier_average"),
        (c("months") * c("_divisor_before") + c("months_before_2001") * c("_divisor")).alias("_up"),
        (c("_divisor") * c("_divisor_before") * PARTS).alias("_down"),
        _excluded().alias("excluded_counts"),
        (_separate() if earlier else pl.lit(value=False)).alias("separate"),
    )
    return _with_minimum(_with_supplement(_with_computed(rows)))


def _excluded() -> pl.Expr:
    """Whether what the limit took away is a tenth of the mean or more: then it has a pension of its
    own (AN8(1b)).
    """
    held = c("_sum").cast(_WIDE) * c("wage_months") * c("_own_from_down")
    rest = c("wage_sum").cast(_WIDE) * c("_parts") * (c("_own_from_down") - c("_own_from_up"))
    return c("limited") & (c("months_above_limit") > 0) & (held <= rest)


def _separate() -> pl.Expr:
    """Whether an earlier period is reckoned apart (38(3d); AN8(2)): both of two years, the last
    mean a tenth lower.

    The difference is measured on the earlier mean: the last one must be at most nine tenths of it.
    """
    least = c("_separate_months") * PARTS
    long = (c("earlier_months") >= least) & (c("months") + c("months_before_2001") >= least)
    last = c("_sum").cast(_WIDE) * c("_earlier_parts") * c("_fall_down")
    earlier = c("_earlier_sum").cast(_WIDE) * c("_parts") * (c("_fall_down") - c("_fall_up"))
    return (long & (last <= earlier)).fill_null(value=False)


def _with_computed(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `computed` and `capped`: the pension before its minimum, rounded once over all its parts.

    Months of an earlier period that is not reckoned apart count with the rest. Most have none:
    theirs is a single product.
    """
    if rows.select(c("separate").any() | c("excluded_counts").any()).item():
        return _with_parts_added(rows)
    months = c("_up") + c("earlier_months").fill_null(0) * c("_divisor_before")
    rows = rows.with_columns(
        half_up_wide(c("_sum").cast(_WIDE) * months, c("_parts").cast(_WIDE) * c("_down")).alias(
            "computed"
        )
    )
    # The mean of a single period is the average itself; its whole is the usual limit.
    top = (
        pl.when(c("_most_up") == c("_most_down"))
        .then(c("average"))
        .otherwise(
            half_up_wide(c("_sum").cast(_WIDE) * c("_most_up"), c("_parts") * c("_most_down"))
        )
        if rows.select((c("_most_up") != c("_most_down")).any()).item()
        else c("average")
    )
    return rows.with_columns(pl.min_horizontal("computed", top).alias("capped"))


def _with_parts_added(rows: pl.DataFrame) -> pl.DataFrame:
    """One denominator for the main pension, what the limit excluded, and the earlier period."""
    months, parts = c("wage_months"), c("_parts")
    earlier_up = c("earlier_months").fill_null(0) * c("_divisor_before")
    apart = pl.when(c("separate"))
    earlier_parts = apart.then(c("_earlier_parts")).otherwise(1)
    main = c("_sum").cast(_WIDE) * (c("_up") + apart.then(0).otherwise(earlier_up))
    over = c("wage_sum").cast(_WIDE) * parts - c("_sum").cast(_WIDE) * months
    own = pl.when(c("excluded_counts")).then(over * c("months_above_limit") * c("_divisor_before"))
    past = apart.then(c("_earlier_sum").cast(_WIDE) * earlier_up)
    up = (
        main * months * earlier_parts
        + own.fill_null(0) * earlier_parts
        + past.fill_null(0) * parts * months
    )
    down = parts.cast(_WIDE) * months * earlier_parts * c("_down")
    means = c("_sum").cast(_WIDE) * c("_earlier_parts") + c("_earlier_sum").cast(_WIDE) * parts
    of_means = half_up_wide(
        means * c("_most_up"), 2 * parts * c("_earlier_parts") * c("_most_down")
    )
    # With a pension on what was excluded the limit is the mean that was paid on.
    whole = pl.when(c("excluded_counts"))
    top_up = whole.then(c("wage_sum")).otherwise(c("_sum")).cast(_WIDE) * c("_most_up")
    top_down = whole.then(months).otherwise(parts) * c("_most_down")
    top = apart.then(of_means).otherwise(half_up_wide(top_up, top_down))
    rows = rows.with_columns(half_up_wide(up, down).alias("computed"), top.alias("_top"))
    return rows.with_columns(pl.min_horizontal("computed", "_top").alias("capped"))


def _supplement_share() -> pl.Expr:
    """The family-burden supplement in millionths: so much for the first dependant, less for the
    next, of three at most.
    """
    people = pl.min_horizontal("dependants", "_dependants_most")
    return pl.when(people > 0).then(c("_first") + (people - 1) * c("_next")).otherwise(0)


def _with_supplement(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `supplement` (AN7(c), (d)): none where pension and supplement together do not pass the
    minimum.
    """
    if not rows.select((c("months_before_2001") > 0).any() & (c("dependants") > 0).any()).item():
        return rows.with_columns(pl.lit(0, pl.Int64).alias("supplement"))
    before = c("_sum").cast(_WIDE) * c("months_before_2001")
    of = c("_parts").cast(_WIDE) * c("_divisor_before") * PARTS * 1_000_000
    rows = rows.with_columns(half_up_wide(before * _supplement_share(), of).alias("supplement"))
    kept = (c("supplement") > 0) & (c("capped") + c("supplement") > c("minimum"))
    return rows.with_columns(pl.when(kept).then(c("supplement")).otherwise(0).alias("supplement"))


def _with_minimum(rows: pl.DataFrame) -> pl.DataFrame:
    lifted = (c("capped") < c("minimum")) & (c("supplement") == 0)
    return rows.with_columns(
        lifted.alias("lifted"),
        pl.when(lifted).then(c("minimum")).otherwise(c("capped")).alias("pension"),
        (c("computed") > c("capped")).alias("held"),
        (c("supplement") > 0).alias("supplemented"),
    ).with_columns((c("pension") + c("supplement")).alias("monthly"))


PENSION = Kind(
    name="old_age_m33",
    needs={
        "on": Input(Unit.DAY),
        "months": Input(Unit.MONTHS),
        **AVERAGE,
        "wage_5y_before": Input(Unit.MONEY, None),
        "growth_limited": Input(Unit.YES, False),
        "months_above_limit": Input(Unit.MONTHS, 0),
        "months_before_2001": Input(Unit.MONTHS, 0),
        "dependants": Input(Unit.PEOPLE, 0),
        "earlier_wage_sum": Input(Unit.MONEY, None),
        "earlier_wage_months": Input(Unit.COUNT, None),
        "earlier_wage_5y_before": Input(Unit.MONEY, None),
        "earlier_months": Input(Unit.MONTHS, None),
    },
    work=_work,
    gives={
        "average": Unit.MONEY,
        "pension": Unit.MONEY,
        "supplement": Unit.MONEY,
        "monthly": Unit.MONEY,
    },
    tells=(
        Tell(
            "average",
            ("average", Unit.MONEY),
            (*told(Unit.MONEY, "wage_sum"), *told(Unit.COUNT, "wage_months")),
            ("oldage_m33.average_months",),
            "M/33 38(3b)",
        ),
        Tell(
            "average_limited",
            ("average", Unit.MONEY),
            told(Unit.MONEY, "wage_5y_before"),
            ("oldage_m33.average_max_vs_wage_5y_before",),
            "M/33 38(3c)",
            "limited",
        ),
        Tell(
            "excluded_pension",
            ("computed", Unit.MONEY),
            told(Unit.MONTHS, "months_above_limit"),
            ("oldage_m33.average_excluded_own_pension_from",),
            "REG128 AN8(1b)",
            "excluded_counts",
        ),
        Tell(
            "separate_periods",
            ("computed", Unit.MONEY),
            (*told(Unit.MONEY, "earlier_average"), *told(Unit.MONTHS, "earlier_months")),
            ("oldage_m33.separate_period_fall", "oldage_m33.separate_period_months"),
            "M/33 38(3d); REG128 AN8(2)",
            "separate",
        ),
        Tell(
            "computed",
            ("computed", Unit.MONEY),
            (*told(Unit.MONEY, "average"), *told(Unit.MONTHS, "months", "months_before_2001")),
            ("oldage_m33.months_divisor", "oldage_m33.months_divisor_pre2001_periods"),
            "M/33 38(3a); REG128 AN7",
        ),
        Tell(
            "not_above_average",
            ("capped", Unit.MONEY),
            told(Unit.MONEY, "computed", "average"),
            ("oldage_m33.max_share_of_average",),
            "M/33 38(3a)",
            "held",
        ),
        Tell(
            "minimum",
            ("pension", Unit.MONEY),
            told(Unit.MONEY, "capped", "minimum"),
            ("oldage_m33.minimum_pension",),
            "M/33 38(3f)",
            "lifted",
        ),
        Tell(
            "family_supplement",
            ("supplement", Unit.MONEY),
            (*told(Unit.MONTHS, "months_before_2001"), *told(Unit.PEOPLE, "dependants")),
            (
                "oldage_m33.family_supplement_first",
                "oldage_m33.family_supplement_next",
                "oldage_m33.family_supplement_dependants_max",
            ),
            "REG128 AN7(c), (d)",
            "supplemented",
        ),
    ),
)
