"""Shares of a family in a pension, and what follows when one ends (M/33 35, 50, 51; AN20-25; M/273
24).
"""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.benefits.equal_shares import split
from guichet.law.steps import Unit
from guichet.lib.money import half_up_wide
from guichet.lib.months import add_months_to, first_day_of

MILLION = 1_000_000
_SHARES = {
    "survivors_m33": ("share_1", "share_2", "share_3plus"),
    "survivors_m273": ("share_1", "share_2plus"),
}
c = pl.col


def with_share_of_members(rows: pl.DataFrame, law: Parameters, chapter: str) -> pl.DataFrame:
    """Add `_share` in millionths: so much of the pension for one member, for two, for three and
    more.
    """
    keys = _SHARES[chapter]
    rows = with_numbers(
        rows, law, {f"_share_{n}": (f"{chapter}.{key}", "share") for n, key in enumerate(keys, 1)}
    )
    refuse(rows, c("_share_1").is_null(), f"{chapter}: no shares on that day")
    share = pl.lit(0, dtype=pl.Int64)
    for number in range(len(keys), 0, -1):
        least = c("members") >= number if number == len(keys) else c("members") == number
        share = pl.when(least).then(c(f"_share_{number}")).otherwise(share)
    return rows.with_columns(share.alias("_share"))


def with_lifted_total(rows: pl.DataFrame, ceiling: pl.Expr) -> pl.DataFrame:
    """Add `total`: `_plain`, lifted to the minimum of each member, but not above the ceiling
    because of it (35(2)).
    """
    wished = c("member_minimum") * c("members")
    lifted = pl.max_horizontal("_plain", pl.min_horizontal(wished, ceiling))
    rows = rows.with_columns(
        pl.when(c("_plain") < wished).then(lifted).otherwise(c("_plain")).alias("total")
    )
    return rows.with_columns((c("total") > c("_plain")).alias("member_lifted"))


def _work_m33(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_share_of_members(rows, law, "survivors_m33")
    rows = with_numbers(
        rows,
        law,
        {
            "member_minimum": ("survivors_m33.member_minimum", "money"),
            "minimum": ("oldage_m33.minimum_pension", "money"),
        },
    )
    rows = rows.with_columns(half_up_wide(c("pension") * c("_share"), MILLION).alias("_plain"))
    average = pl.coalesce("average", "pension")
    shared = split(
        with_lifted_total(rows, pl.max_horizontal(average, "minimum")), "total", "members", "shares"
    )
    return _with_late(shared, law)


def _with_late(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Add the shares of who came late to `shares`, last: equal ones as if all had come in time, as
    far as something of the pension was shared among nobody; the others' stay as they are (AN23(5)).
    """
    everybody = rows.with_columns(members=c("members") + c("late_members"))
    whole = with_share_of_members(everybody, law, "survivors_m33")
    equal = half_up_wide(c("pension") * c("_share"), MILLION) // c("members")
    left = pl.max_horizontal(c("pension") - c("total"), 0) // c("late_members")
    each = pl.when(c("late_members") > 0).then(pl.min_horizontal(equal, left)).otherwise(0)
    late = rows.with_columns(whole.select(each.alias("late_share")).to_series())
    added = c("late_share").repeat_by(c("late_members").cast(pl.UInt32))
    return late.with_columns(
        pl.concat_list("shares", added).alias("shares"),
        (c("total") + c("late_share") * c("late_members")).alias("total"),
    )


def _work_m273(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_share_of_members(rows, law, "survivors_m273")
    rows = rows.with_columns(half_up_wide(c("pension") * c("_share"), MILLION).alias("total"))
    return split(rows, "total", "members", "shares")


_NEEDS = {"on": Input(Unit.DAY), "pension": Input(Unit.MONEY), "members": Input(Unit.PEOPLE)}
_GIVES = {"total": Unit.MONEY, "shares": Unit.SUMS}
_OF = (*told(Unit.MONEY, "pension"), *told(Unit.PEOPLE, "members"), ("_share", Unit.SHARE))
SHARES_M33 = Kind(
    name="shares_m33",
    needs={
        **_NEEDS,
        "average": Input(Unit.MONEY, None),  # the mean wage the pension came from
        "late_members": Input(Unit.PEOPLE, 0),  # who came after the others had shared
    },
    work=_work_m33,
    gives=_GIVES,
    tells=(
        Tell(
            "share_of_members",
            ("_plain", Unit.MONEY),
            _OF,
            ("survivors_m33.share_1", "survivors_m33.share_2", "survivors_m33.share_3plus"),
            "M/33 35(2), 40(2)",
        ),
        Tell(
            "member_minimum",
            ("total", Unit.MONEY),
            told(Unit.MONEY, "member_minimum", "average", "minimum"),
            ("survivors_m33.member_minimum", "oldage_m33.minimum_pension"),
            "M/33 35(2)",
            "member_lifted",
        ),
        Tell(
            "equal_shares", ("shares", Unit.SUMS), told(Unit.MONEY, "total"), (), "M/33 35(2); R14"
        ),
    ),
)
SHARES_M273 = Kind(
    name="shares_m273",
    needs=_NEEDS,
    work=_work_m273,
    gives=_GIVES,
    tells=(
        Tell(
            "share_of_members",
            ("total", Unit.MONEY),
            _OF,
            ("survivors_m273.share_1", "survivors_m273.share_2plus"),
            "M/273 24(2)",
        ),
        Tell(
            "equal_shares", ("shares", Unit.SUMS), told(Unit.MONEY, "total"), (), "M/273 24(2); R14"
        ),
    ),
)


def _marriage(chapter: str):  # type: ignore[no-untyped-def]
    def work(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
        """The share stops with the month of the marriage; the others' change on the first of the
        next (AN33(3)).
        """
        rows = with_numbers(rows, law, {"_months": (f"{chapter}.marriage_grant_months", "count")})
        month = first_day_of(c("on"))
        return rows.with_columns(
            (c("_months").fill_null(0) * c("share")).alias("grant"),
            c("_months").fill_null(0).alias("grant_months"),
            month.alias("last_month"),
            add_months_to(month, 1).alias("others_from"),
        )

    return work


_MARRIAGE_GIVES = {"grant": Unit.MONEY, "last_month": Unit.DAY, "others_from": Unit.DAY}


def _marriage_kind(name: str, chapter: str, article: str) -> Kind:
    return Kind(
        name=name,
        needs={"on": Input(Unit.DAY), "share": Input(Unit.MONEY)},
        work=_marriage(chapter),
        gives=_MARRIAGE_GIVES,
        tells=(
            Tell(
                "marriage_grant",
                ("grant", Unit.MONEY),
                (*told(Unit.MONEY, "share"), *told(Unit.COUNT, "grant_months")),
                (f"{chapter}.marriage_grant_months",),
                article,
            ),
            Tell(
                "share_ends",
                ("last_month", Unit.DAY),
                told(Unit.DAY, "on", "others_from"),
                ("benefit_months.ends",),
                "M/33 35(3a), 52(2); REG128 AN33(3); M/273 53",
            ),
        ),
    )


MARRIAGE_M33 = _marriage_kind("marriage_grant_m33", "survivors_m33", "M/33 50")
MARRIAGE_M273 = _marriage_kind(
    "marriage_m273", "survivors_m273", "M/273 24: suspended, no grant found"
)


def _recovery(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Of a share given back within the months of the grant, what is left of them is withheld (50;
    R17).
    """
    rows = with_numbers(rows, law, {"_months": ("survivors_m33.marriage_grant_months", "count")})
    rows = rows.with_columns(
        pl.max_horizontal(c("_months") - c("months_since_cut"), 0).alias("recover_months")
    )
    return rows.with_columns((c("recover_months") * c("share")).alias("recover"))


RECOVERY = Kind(
    name="marriage_grant_recovery",
    needs={
        "on": Input(Unit.DAY),
        "share": Input(Unit.MONEY),
        "months_since_cut": Input(Unit.COUNT),
    },
    work=_recovery,
    gives={"recover_months": Unit.COUNT, "recover": Unit.MONEY},
    tells=(
        Tell(
            "withheld",
            ("recover", Unit.MONEY),
            (*told(Unit.MONEY, "share"), *told(Unit.COUNT, "months_since_cut", "recover_months")),
            ("survivors_m33.marriage_grant_months",),
            "M/33 50",
        ),
    ),
)


def _death_grant(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_numbers(
        rows,
        law,
        {
            "_months": ("survivors_m33.death_grant_months", "count"),
            "cap": ("survivors_m33.death_grant_cap", "money"),
        },
    )
    refuse(rows, c("_months").is_null(), "M/33 has no death grant on that day")
    worked = c("_months") * c("pension")
    rows = rows.with_columns(
        pl.min_horizontal(worked, "cap").alias("grant"), (worked > c("cap")).alias("held")
    )
    return split(rows, "grant", "members", "shares")


DEATH_GRANT = Kind(
    name="death_grant_m33",
    needs={"on": Input(Unit.DAY), "pension": Input(Unit.MONEY), "members": Input(Unit.PEOPLE, 1)},
    work=_death_grant,
    gives={"grant": Unit.MONEY, "shares": Unit.SUMS},
    tells=(
        Tell(
            "death_grant",
            ("grant", Unit.MONEY),
            told(Unit.MONEY, "pension"),
            ("survivors_m33.death_grant_months", "survivors_m33.death_grant_cap"),
            "M/33 51; REG128 AN25",
        ),
        Tell(
            "equal_shares", ("shares", Unit.SUMS), told(Unit.PEOPLE, "members"), (), "REG128 AN25"
        ),
    ),
)
