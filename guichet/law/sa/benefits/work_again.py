"""Work again after a pension: what is still paid beside the new wage (M/33 38(4); M/273 18)."""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.benefits.survivors import MILLION
from guichet.law.steps import Unit
from guichet.lib.calendars import add_hijri_years_to
from guichet.lib.money import half_up_wide

c = pl.col


def _return_m33(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """The pension stops; past sixty, or for the disabled, it fills the new wage up to the old one
    (38(4a); AN8(3)).
    """
    rows = with_numbers(rows, law, {"_age": ("oldage_m33.return_allowed_from_age", "count")})
    old = c("on") >= add_hijri_years_to(c("born"), c("_age"))
    higher = pl.max_horizontal("average", "last_wage")
    rows = rows.with_columns(
        higher.alias("higher"), (old | c("disability_pension")).alias("allowed")
    )
    gap = pl.max_horizontal(c("higher") - c("new_wage"), 0)
    return rows.with_columns(
        pl.when(c("allowed")).then(pl.min_horizontal("pension", gap)).otherwise(0).alias("paid")
    )


RETURN_M33 = Kind(
    name="return_to_work_m33",
    needs={
        "on": Input(Unit.DAY),
        "born": Input(Unit.DAY),
        "pension": Input(Unit.MONEY),
        "average": Input(Unit.MONEY),
        "last_wage": Input(Unit.MONEY),
        "new_wage": Input(Unit.MONEY),
        "disability_pension": Input(Unit.YES, False),
    },
    work=_return_m33,
    gives={"allowed": Unit.YES, "paid": Unit.MONEY},
    tells=(
        Tell(
            "paid_beside_wage",
            ("paid", Unit.MONEY),
            (*told(Unit.YES, "allowed"), *told(Unit.MONEY, "pension", "higher", "new_wage")),
            ("oldage_m33.return_allowed_from_age",),
            "M/33 38(4a); REG128 AN8(3)",
        ),
    ),
)


def _return_m273(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Before the age: all of an early pension up to half the mean wage of the insured, then 75%,
    then half (18(1)).
    """
    wanted = {
        "_at": ("oldage_m273.return_share_at_or_above_average", "share"),
        "_below": ("oldage_m273.return_share_below_average", "share"),
        "_full": ("oldage_m273.return_full_up_to_share_of_average", "share"),
    }
    rows = with_numbers(rows, law, wanted)
    refuse(rows, c("_at").is_null(), "M/273 has no pensions on that day")
    low = c("new_wage") * MILLION <= c("mean_wage") * c("_full")
    share = (
        pl.when(low)
        .then(MILLION)
        .when(c("new_wage") >= c("mean_wage"))
        .then(c("_at"))
        .otherwise(c("_below"))
    )
    rows = rows.with_columns(share.alias("_share"))
    return rows.with_columns(half_up_wide(c("pension") * c("_share"), MILLION).alias("paid"))


RETURN_M273 = Kind(
    name="return_to_work_m273",
    needs={
        "on": Input(Unit.DAY),
        "pension": Input(Unit.MONEY),
        "new_wage": Input(Unit.MONEY),
        "mean_wage": Input(Unit.MONEY),  # of all Saudi contributors, the figure of December
    },
    work=_return_m273,
    gives={"paid": Unit.MONEY},
    tells=(
        Tell(
            "paid_beside_wage",
            ("paid", Unit.MONEY),
            (*told(Unit.MONEY, "pension", "new_wage", "mean_wage"), ("_share", Unit.SHARE)),
            (
                "oldage_m273.return_share_at_or_above_average",
                "oldage_m273.return_share_below_average",
                "oldage_m273.return_full_up_to_share_of_average",
            ),
            "M/273 18(1); REG230 37",
        ),
    ),
)
