"""Survivors' pensions: a spouse until another marriage, children to an age, parents who depended on
who died; the more they are the more of the pension, in equal shares.
"""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.steps import Unit
from guichet.law.xx.rules import SCALE
from guichet.lib.money import half_up_wide
from guichet.lib.months import PARTS, add_months_to, last_day_of

_YEAR = 12
_MILLION = 1_000_000
_CHILDREN, _SPOUSES = ("son", "daughter"), ("widow", "widower")
_PARENTS = ("father", "mother")
HANGS_ON = {"student": _CHILDREN, "disabled": _CHILDREN}
_WIDE = pl.Int128
c = pl.col


def _member(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    numbers = {
        "_child": ("survivors.child_age", "count"),
        "_student": ("survivors.student_age", "count"),
    }
    rows = with_numbers(rows, law, numbers, scale=SCALE)
    child, spouse = c("relation").is_in(_CHILDREN), c("relation").is_in(_SPOUSES)
    years = pl.when(c("student")).then(c("_student")).otherwise(c("_child"))
    ends = last_day_of(add_months_to(c("born"), years * _YEAR))
    rows = rows.with_columns(until=pl.when(child & ~c("disabled")).then(ends))
    young = c("until").is_null() | (c("on") <= c("until"))
    parent = c("relation").is_in(_PARENTS) & c("dependent")
    return rows.with_columns(entitled=(child & young) | (spouse & ~c("married")) | parent)


MEMBER = Kind(
    name="survivor",
    needs={
        "on": Input(Unit.DAY),
        "relation": Input(Unit.WORD),
        "born": Input(Unit.DAY),
        "student": Input(Unit.YES, False),
        "disabled": Input(Unit.YES, False),
        "married": Input(Unit.YES, False),
        "dependent": Input(Unit.YES, False),
    },
    work=_member,
    gives={"entitled": Unit.YES, "until": Unit.DAY},
    tells=(
        Tell(
            "member",
            ("entitled", Unit.YES),
            (*told(Unit.WORD, "relation"), *told(Unit.DAY, "born", "until")),
            ("survivors.child_age", "survivors.student_age"),
            "Pensions Act 11",
        ),
    ),
)


def _shares(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    numbers = {
        "_one": ("survivors.share_1", "share"),
        "_two": ("survivors.share_2", "share"),
        "_more": ("survivors.share_3plus", "share"),
    }
    rows = with_numbers(rows, law, numbers, scale=SCALE)
    share = (
        pl.when(c("members") >= 3)
        .then(c("_more"))
        .when(c("members") == 2)
        .then(c("_two"))
        .otherwise(c("_one"))
    )
    total = pl.when(c("members") > 0).then(half_up_wide(c("pension") * share, _MILLION))
    rows = rows.with_columns(_share=share, total=total.otherwise(0))
    return _in_equal_parts(rows, "total")


def _in_equal_parts(rows: pl.DataFrame, total: str) -> pl.DataFrame:
    """Add `shares`: equal, and what cannot be divided a mil each to the eldest (12(3))."""
    parts = [
        [whole // number + (1 if place < whole % number else 0) for place in range(number)]
        for whole, number in rows.select(total, "members").iter_rows()
    ]
    return rows.with_columns(pl.Series("shares", parts, dtype=pl.List(pl.Int64)))


_SHARED = (
    "survivors.share_1",
    "survivors.share_2",
    "survivors.share_3plus",
)
SHARES = Kind(
    name="survivors_shares",
    needs={
        "on": Input(Unit.DAY),
        "pension": Input(Unit.MONEY),
        "members": Input(Unit.PEOPLE, most=1_000),
    },
    work=_shares,
    gives={"total": Unit.MONEY, "shares": Unit.SUMS},
    tells=(
        Tell(
            "share_of_members",
            ("total", Unit.MONEY),
            (*told(Unit.MONEY, "pension"), *told(Unit.PEOPLE, "members")),
            _SHARED,
            "Pensions Act 12(1)",
        ),
        Tell(
            "equal_shares",
            ("shares", Unit.SUMS),
            told(Unit.MONEY, "total"),
            (),
            "Pensions Act 12(2), 12(3)",
        ),
    ),
)


def _death(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """The pension that the months came to, whatever the age; nothing below so many."""
    numbers = {
        "_needed": ("survivors.months_min", "count"),
        "_accrual": ("pension.accrual_per_year", "ratio"),
        "minimum": ("pension.minimum", "money"),
    }
    rows = with_numbers(rows, law, numbers, scale=SCALE)
    down = c("_accrual_down") * _YEAR * PARTS
    worked = half_up_wide(
        c("wage_sum").cast(_WIDE) * c("_accrual_up") * c("months"),
        c("wage_months").cast(_WIDE) * down,
    )
    rows = rows.with_columns(
        average=half_up_wide(c("wage_sum"), c("wage_months")),
        computed=worked,
        entitled=c("months") >= c("_needed") * PARTS,
    )
    base = pl.max_horizontal("computed", "minimum")
    return rows.with_columns(base=pl.when(c("entitled")).then(base).otherwise(0))


DEATH = Kind(
    name="death",
    needs={
        "on": Input(Unit.DAY),
        "months": Input(Unit.MONTHS),
        "wage_sum": Input(Unit.MONEY, most=5 * 10**16),
        "wage_months": Input(Unit.COUNT),
        "in_service": Input(Unit.YES, True),
    },
    work=_death,
    gives={"entitled": Unit.YES, "base": Unit.MONEY, "average": Unit.MONEY},
    tells=(
        Tell(
            "computed",
            ("base", Unit.MONEY),
            (*told(Unit.MONEY, "average", "minimum"), *told(Unit.MONTHS, "months")),
            ("pension.accrual_per_year", "pension.minimum", "survivors.months_min"),
            "Pensions Act 10",
        ),
    ),
)


def _funeral(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_numbers(rows, law, {"_months": ("survivors.funeral_months", "count")}, scale=SCALE)
    rows = rows.with_columns(grant=c("_months") * c("pension"))
    return _in_equal_parts(rows, "grant")


FUNERAL = Kind(
    name="funeral",
    needs={
        "on": Input(Unit.DAY),
        "pension": Input(Unit.MONEY),
        "members": Input(Unit.PEOPLE, 1, most=1_000),
    },
    work=_funeral,
    gives={"grant": Unit.MONEY, "shares": Unit.SUMS},
    tells=(
        Tell(
            "death_grant",
            ("grant", Unit.MONEY),
            told(Unit.MONEY, "pension"),
            ("survivors.funeral_months",),
            "Pensions Act 14",
        ),
    ),
)
KINDS = {
    "member": MEMBER,
    "shares": SHARES,
    "death_in_service": DEATH,
    "death_grant": FUNERAL,
}
