"""Who of a family has a share, and until when (M/33 2(8), 35(3), AN20-24; M/273 24(1); REG230
85-89).
"""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.contributions.cohorts import M273
from guichet.law.steps import Unit
from guichet.lib.calendars import add_hijri_years_to
from guichet.lib.months import add_months_to, last_day_of

CHILDREN = ("son", "daughter")
SPOUSES = ("widow", "widower")
OTHERS = (
    "father",
    "mother",
    "grandfather",
    "grandmother",
    "brother",
    "sister",
    "sons_son",
    "sons_daughter",
)
RELATIONS = (*CHILDREN, *SPOUSES, *OTHERS)
_NEW_LAW_KNOWS = (*CHILDREN, *SPOUSES, "father", "mother")
_BY_AGE_M33 = ("son", "brother", "sons_son")
_BY_MARRIAGE_M33 = ("widow", "daughter", "sister", "sons_daughter")
_BY_WORK = ("widower", "father", "grandfather")
_BY_AGE = tuple(dict.fromkeys((*CHILDREN, *_BY_AGE_M33)))
HANGS_ON = {"student": _BY_AGE, "disabled": (*_BY_AGE, *_BY_WORK), "dependent": OTHERS}
_NUMBERS = {
    "_son": ("survivors_m33.son_age", "count"),
    "_student_m33": ("survivors_m33.son_student_age", "count"),
    "_idle": ("survivors_m33.idle_age", "count"),
    "_child": ("survivors_m273.child_age", "count"),
    "_student_m273": ("survivors_m273.child_student_age", "count"),
}
YEAR = 12
c = pl.col


def _work(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Add `entitled` and `until`: the last day of the month of the birthday that ends the share,
    null where none does.
    """
    refuse(rows, ~c("relation").is_in(RELATIONS), f"relation is one of {', '.join(RELATIONS)}")
    rows = with_numbers(rows, law, _NUMBERS)
    new, relation = c("cohort") == M273, c("relation")
    refuse(
        rows,
        pl.when(new).then(c("_child")).otherwise(c("_son")).is_null(),
        "that law has no survivors on that day",
    )
    by_age = pl.when(new).then(relation.is_in(CHILDREN)).otherwise(
        relation.is_in(_BY_AGE_M33)
    ) & ~c("disabled")
    student = pl.when(new).then(c("_student_m273")).otherwise(c("_student_m33"))
    years = (
        pl.when(c("student"))
        .then(student)
        .otherwise(pl.when(new).then(c("_child")).otherwise(c("_son")))
    )
    # Ages of the older law are Hijri (AN37), of the newer Gregorian (article 2).
    birthday = (
        pl.when(new)
        .then(add_months_to(c("born"), years * YEAR))
        .otherwise(add_hijri_years_to(c("born"), years))
    )
    rows = rows.with_columns(
        pl.when(by_age).then(years).alias("years"),
        pl.when(by_age).then(last_day_of(birthday)).alias("until"),
    )
    idle = c("disabled") | ((c("on") >= add_hijri_years_to(c("born"), c("_idle"))) & ~c("working"))
    needs_spouse = relation.is_in(SPOUSES) & new
    unmarried = ~c("married") | ~(relation.is_in(_BY_MARRIAGE_M33) & ~new | needs_spouse)
    able = ~relation.is_in(_BY_WORK) | new | idle
    dependent = ~relation.is_in(OTHERS) | c("dependent")
    known = ~new | relation.is_in(_NEW_LAW_KNOWS)
    young = c("until").is_null() | (c("on") <= c("until"))
    return rows.with_columns((known & unmarried & able & dependent & young).alias("entitled"))


MEMBER = Kind(
    name="survivor_member",
    needs={
        "on": Input(Unit.DAY),
        "cohort": Input(Unit.WORD),  # of the deceased
        "relation": Input(Unit.WORD),
        "born": Input(Unit.DAY),
        "student": Input(Unit.YES, False),
        "disabled": Input(Unit.YES, False),
        "married": Input(Unit.YES, False),  # a widow or widower: again
        "working": Input(Unit.YES, False),
        "dependent": Input(Unit.YES, False),
    },
    work=_work,
    gives={"entitled": Unit.YES, "until": Unit.DAY},
    tells=(
        Tell(
            "member",
            ("entitled", Unit.YES),
            (
                *told(Unit.WORD, "relation"),
                *told(Unit.DAY, "born", "until"),
                *told(Unit.YEARS, "years"),
                *told(Unit.YES, "student", "disabled", "married", "working", "dependent"),
            ),
            (
                "survivors_m33.son_age",
                "survivors_m33.son_student_age",
                "survivors_m33.idle_age",
                "survivors_m273.child_age",
                "survivors_m273.child_student_age",
            ),
            "M/33 2(8), 35(3); REG128 AN20-24, AN33(3); M/273 24(1)",
        ),
    ),
)
