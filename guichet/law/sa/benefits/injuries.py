"""Work injuries: daily allowance, annuities, lump sums (M/33 30-36; OH8, OH11; M/273 33-39; D273
6).
"""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.benefits.old_age_m33 import AVERAGE, refuse_no_average
from guichet.law.sa.benefits.survivors import MILLION
from guichet.law.steps import Unit
from guichet.lib.money import half_up_wide
from guichet.lib.months import cut_by_months, days_in_month_of, first_day_of

YEAR = 12
_WIDE = pl.Int128
c = pl.col


def lines_of(spells: pl.DataFrame) -> pl.DataFrame:
    """Spells of `on` and `until` (both included) cut at the ends of months, a line for each month,
    in their order.
    """
    refuse(spells, c("until") < c("on"), "until is before on")
    return cut_by_months(spells)


def _allowance(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Each line is rounded (R18): the wage of a day of its month, by its days; three quarters under
    treatment.
    """
    refuse(
        rows,
        (c("until") < c("on")) | (first_day_of(c("until")) != first_day_of(c("on"))),
        "a line lies in one month: cut spells by lines_of",
    )
    wanted = {
        "_whole": ("work_injury.daily_rate", "share"),
        "_treated": ("work_injury.daily_rate_under_treatment", "share"),
        "_rule": ("work_injury.daily_denominator", "word"),
    }
    rows = with_numbers(rows, law, wanted)
    refuse(
        rows,
        c("_rule").is_null() | (c("_rule") != "actual_days_of_month"),
        "no rule known here for the days of that month",
    )
    rows = rows.with_columns(
        ((c("until") - c("on")).dt.total_days() + 1).alias("days"),
        days_in_month_of(c("on")).alias("days_in_month"),
        pl.when(c("treatment")).then(c("_treated")).otherwise(c("_whole")).alias("_rate"),
    )
    due = c("wage").cast(_WIDE) * c("_rate") * c("days")
    return rows.with_columns(half_up_wide(due, c("days_in_month") * MILLION).alias("amount"))


ALLOWANCE = Kind(
    name="injury_allowance",
    needs={
        "on": Input(Unit.DAY),
        "until": Input(Unit.DAY),
        "wage": Input(Unit.MONEY),  # of the month before the injury, or of the joining month
        "treatment": Input(Unit.YES, False),  # at the institution's expense
    },
    work=_allowance,
    gives={"days": Unit.DAYS, "amount": Unit.MONEY},
    tells=(
        Tell(
            "daily_allowance",
            ("amount", Unit.MONEY),
            (
                *told(Unit.DAY, "on", "until"),
                *told(Unit.MONEY, "wage"),
                *told(Unit.DAYS, "days", "days_in_month"),
                ("_rate", Unit.SHARE),
            ),
            (
                "work_injury.daily_rate",
                "work_injury.daily_rate_under_treatment",
                "work_injury.daily_denominator",
            ),
            "M/33 30; REG128 OH8, OH11; REG230 53",
        ),
    ),
)

_ANNUITY = {
    "_threshold": ("work_injury.pension_threshold_pct", "share"),
    "_helper": ("disability.helper_share", "ratio"),
    "helper_cap": ("disability.helper_cap", "money"),
    "minimum": ("oldage_m33.minimum_pension", "money"),
}


def with_whole_annuity(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Add `average` and `minimum`: the annuity of total disability is the mean wage, at least the
    minimum (31(1), (4)).
    """
    rows = with_numbers(rows, law, _ANNUITY)
    refuse_no_average(rows)
    refuse(rows, c("minimum").is_null(), "no injury annuities on that day")
    refuse(rows, c("degree") > MILLION, "degree is above the whole")
    average = half_up_wide(c("wage_sum"), c("wage_months"))
    return rows.with_columns(average.alias("average"), (average < c("minimum")).alias("lifted"))


def part_of_annuity(up: pl.Expr, down: pl.Expr | int) -> pl.Expr:
    """A multiple or part of the annuity of total disability, rounded once."""
    by = pl.lit(down, dtype=pl.Int64) if isinstance(down, int) else down
    mean = half_up_wide(c("wage_sum").cast(_WIDE) * up, c("wage_months").cast(_WIDE) * by)
    return pl.max_horizontal(mean, half_up_wide(c("minimum").cast(_WIDE) * up, by))


def _annuity(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_whole_annuity(rows, law)
    entitled = c("degree") >= c("_threshold")
    helper = part_of_annuity(c("degree") * c("_helper_up"), c("_helper_down") * MILLION)
    helped = entitled & c("helper_needed")
    rows = rows.with_columns(
        entitled.alias("entitled"),
        pl.when(entitled).then(part_of_annuity(c("degree"), MILLION)).otherwise(0).alias("annuity"),
        pl.when(helped).then(pl.min_horizontal(helper, "helper_cap")).otherwise(0).alias("helper"),
    )
    return rows.with_columns(
        (c("annuity") + c("helper")).alias("monthly"), (c("helper") > 0).alias("helped")
    )


INJURED = {
    "on": Input(Unit.DAY),
    **AVERAGE,
    "degree": Input(Unit.SHARE, MILLION),
}  # of disability, in millionths
AVERAGE_TOLD = Tell(
    "average",
    ("average", Unit.MONEY),
    (*told(Unit.MONEY, "wage_sum"), *told(Unit.COUNT, "wage_months")),
    ("work_injury.average_months",),
    "M/33 31(4); M/273 36(1)",
)
MINIMUM_TOLD = Tell(
    "minimum",
    ("minimum", Unit.MONEY),
    told(Unit.MONEY, "average"),
    ("oldage_m33.minimum_pension",),
    "M/33 31(1)",
    "lifted",
)
ANNUITY = Kind(
    name="injury_annuity",
    needs={**INJURED, "helper_needed": Input(Unit.YES, False)},
    work=_annuity,
    gives={
        "average": Unit.MONEY,
        "entitled": Unit.YES,
        "annuity": Unit.MONEY,
        "helper": Unit.MONEY,
        "monthly": Unit.MONEY,
    },
    tells=(
        AVERAGE_TOLD,
        MINIMUM_TOLD,
        Tell(
            "part_of_whole",
            ("annuity", Unit.MONEY),
            told(Unit.SHARE, "degree"),
            ("work_injury.pension_threshold_pct",),
            "M/33 31(1), (2); M/273 35",
        ),
        Tell(
            "helper",
            ("helper", Unit.MONEY),
            told(Unit.MONEY, "annuity", "helper_cap"),
            ("disability.helper_share", "disability.helper_cap"),
            "M/33 31(3); REG128 OH20; REG230 63",
            "helped",
        ),
    ),
)

_LUMP = {
    "_lump": ("work_injury.lump_months", "count"),
    "_least": ("work_injury.lump_min_months", "count"),
    "_age": ("work_injury.lump_age_threshold", "count"),
    "_part_year": ("work_injury.part_year_months", "count"),
    "cap": ("work_injury.lump_cap", "money"),
}


def _lump(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """60 times what the annuity would be, once less for each year of age above the threshold; half
    a year is a year (32).
    """
    rows = with_numbers(with_whole_annuity(rows, law), law, _LUMP)
    above = pl.max_horizontal(c("age_months") - c("_age") * YEAR, 0)
    years = (above + YEAR - c("_part_year")) // YEAR
    entitled = (c("degree") > 0) & (c("degree") < c("_threshold"))
    rows = rows.with_columns(
        entitled.alias("entitled"),
        years.alias("years_above"),
        pl.when(entitled)
        .then(pl.max_horizontal(c("_lump") - years, "_least"))
        .otherwise(0)
        .alias("months"),
    )
    return with_cap(rows, part_of_annuity(c("degree") * c("months"), MILLION), "amount")


def with_cap(rows: pl.DataFrame, worked: pl.Expr, into: str) -> pl.DataFrame:
    """Add an amount held at `cap`, where the law of that day has one, and `held`."""
    rows = rows.with_columns(worked.alias("computed"))
    return rows.with_columns(
        pl.min_horizontal("computed", "cap").alias(into),
        (c("computed") > c("cap")).fill_null(value=False).alias("held"),
    )


_CAPPED = Tell(
    "cap",
    ("amount", Unit.MONEY),
    told(Unit.MONEY, "computed", "cap"),
    ("work_injury.lump_cap",),
    "M/33 32; D273 6(2)",
    "held",
)
LUMP = Kind(
    name="injury_lump_sum",
    needs={**INJURED, "age_months": Input(Unit.COUNT)},  # `on` is the day of the injury
    work=_lump,
    gives={"entitled": Unit.YES, "months": Unit.COUNT, "amount": Unit.MONEY},
    tells=(
        AVERAGE_TOLD,
        MINIMUM_TOLD,
        Tell(
            "months",
            ("months", Unit.COUNT),
            told(Unit.COUNT, "age_months", "years_above"),
            (
                "work_injury.lump_months",
                "work_injury.lump_age_threshold",
                "work_injury.lump_min_months",
                "work_injury.part_year_months",
            ),
            "M/33 32; M/273 35(3), (4); D273 6(3)",
        ),
        Tell(
            "lump_sum",
            ("computed", Unit.MONEY),
            (*told(Unit.SHARE, "degree"), *told(Unit.COUNT, "months")),
            (),
            "M/33 32; M/273 35(3)",
        ),
        _CAPPED,
    ),
)
