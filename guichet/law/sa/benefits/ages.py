"""From when a person may draw a pension: normal age, months asked, ways (M/33 38, AN4-5; D273 5;
M/273 16).
"""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.contributions.cohorts import INSURED, M273
from guichet.law.steps import Unit
from guichet.lib.calendars import add_hijri_years_to, gregorian_age_of
from guichet.lib.months import PARTS, add_months_to, first_day_of

_NUMBERS = {
    "_age_m33": ("oldage_m33.age_years", "count"),
    "_age_women": ("oldage_m33.women_55", "count"),
    "_age_arduous": ("oldage_m33.arduous_age", "count"),
    "_months_m33": ("oldage_m33.months_min", "count"),
    "_early_m33": ("oldage_m33.months_early", "count"),
    "_arduous_months": ("oldage_m33.arduous_last_months", "count"),
    "_prison_months": ("oldage_m33.prison_months", "count"),
    "_age_m273": ("oldage_m273.age_years", "count"),
    "_months_m273": ("oldage_m273.months_min", "count"),
    "_early_m273": ("oldage_m273.months_early", "count"),
    "_early_most": ("oldage_m273.early_max_months_before_age", "count"),
}
YEAR = 12
c = pl.col


def _with_transition(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Add `transitional`, `_table_age` (Gregorian months) and `_table_early` for who the decree
    moved (D273 5).

    The tables are of one day and hold for good; who was entitled before that day is judged by the
    day of his award.
    """
    key = "transitional_2024.reference_date"
    day = law.latest(key)
    reference = pl.lit(law.value(key, day), dtype=pl.Date)
    born, held = c("born"), c("months_on_reference")
    of_age = (
        add_months_to(
            born, law.count("transitional_2024.exempt_if_gregorian_age_months_at_least", day)
        )
        <= reference
    )
    few = held < law.count("transitional_2024.exempt_if_months_at_least", day) * PARTS
    rows = rows.with_columns(
        ((c("cohort") != M273) & few & ~of_age & (c("on") >= reference)).alias("transitional"),
        gregorian_age_of(born, reference).alias("_age_then"),
        (held // PARTS).alias("_held_then"),
    )
    ages = law.grid("transitional_2024.normal_age_months_by_age_on_ref_date", day)
    early = law.grid("transitional_2024.early_months_by_months_on_ref_date", day)
    table = {age: months for age, months in ages}  # noqa: C416
    found = c("_age_then").replace_strict(
        table,
        default=law.count("transitional_2024.normal_age_months_under_29", day),
        return_dtype=pl.Int64,
    )
    asked = pl.lit(None, dtype=pl.Int64)
    for least, most, months in early:
        asked = pl.when(c("_held_then").is_between(least, most)).then(months).otherwise(asked)
    moved = c("transitional")
    return rows.with_columns(
        pl.when(moved).then(found).alias("_table_age"),
        pl.when(moved).then(asked).alias("_table_early"),
    )


def _work(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    refuse(rows, ~c("cohort").is_in(INSURED), "cohort is not insured for pensions here")
    rows = _with_transition(with_numbers(rows, law, _NUMBERS), law)
    new = c("cohort") == M273
    refuse(
        rows,
        pl.when(new).then(c("_age_m273")).otherwise(c("_age_m33")).is_null(),
        "that law has no pensions on that day",
    )
    hijri = (
        pl.when((c("sex") == "F") & c("_age_women").is_not_null())
        .then(c("_age_women"))
        .otherwise(c("_age_m33"))
    )
    arduous = c("arduous_months") >= c("_arduous_months") * PARTS
    rows = rows.with_columns(
        pl.when(new).then(c("_age_m273") * YEAR).otherwise(c("_table_age")).alias("age_months"),
        pl.when(~new & c("_table_age").is_null()).then(hijri).alias("hijri_years"),
        pl.when(new).then(c("_months_m273")).otherwise(c("_months_m33")).alias("months_needed"),
        pl.when(new)
        .then(c("_early_m273"))
        .otherwise(pl.coalesce("_table_early", "_early_m33"))
        .alias("months_early"),
        pl.when(~new & arduous)
        .then(add_hijri_years_to(c("born"), c("_age_arduous")))
        .alias("arduous_on"),
    )
    gregorian = add_months_to(c("born"), c("age_months"))
    rows = rows.with_columns(
        pl.coalesce(gregorian, add_hijri_years_to(c("born"), c("hijri_years"))).alias("reached")
    )
    refuse(rows, c("reached").is_null(), "born lies outside the calendar's table")
    return _with_way(rows, new)


def _with_way(rows: pl.DataFrame, new: pl.Expr) -> pl.DataFrame:
    """Add `way`, `entitled` and `from_day`: the first of the month after the conditions are met, or
    after the claim (AN4(4), AN33).
    """
    counted = c("months") + c("calendar_months")
    enough = counted >= c("months_needed") * PARTS
    early = counted >= c("months_early") * PARTS
    near = c("on") >= add_months_to(c("reached"), -c("_early_most"))
    prison = ~new & (c("prison_months") >= c("_prison_months")) & enough
    way = (
        pl.when(enough & (c("on") >= c("reached")))
        .then(pl.lit("normal"))
        .when(enough & (c("on") >= c("arduous_on")))
        .then(pl.lit("arduous"))
        .when(early & (~new | near))
        .then(pl.lit("early"))
        .when(prison)
        .then(pl.lit("prison"))
        .otherwise(pl.lit("none"))
    )
    rows = rows.with_columns(pl.when(c("stopped")).then(way).otherwise(pl.lit("none")).alias("way"))
    right = c("way") != "none"
    following = add_months_to(first_day_of(c("on")), 1)
    return rows.with_columns(
        right.alias("entitled"), pl.when(right).then(following).alias("from_day")
    )


RIGHT = Kind(
    name="old_age_right",
    needs={
        "on": Input(Unit.DAY),  # the claim, or the day asked about
        "born": Input(Unit.DAY),
        "cohort": Input(Unit.WORD),
        "months": Input(Unit.MONTHS, 0),
        "months_on_reference": Input(Unit.MONTHS, 0),  # held on 3 July 2024
        "calendar_months": Input(
            Unit.MONTHS, 0
        ),  # of Gregorian employers, for entitlement only (AN1(3))
        "sex": Input(Unit.WORD, "M"),
        "stopped": Input(Unit.YES, True),
        "arduous_months": Input(Unit.MONTHS, 0),
        "prison_months": Input(Unit.COUNT, 0),
    },
    work=_work,
    gives={
        "reached": Unit.DAY,
        "months_needed": Unit.COUNT,
        "months_early": Unit.COUNT,
        "way": Unit.WORD,
        "entitled": Unit.YES,
        "from_day": Unit.DAY,
        "transitional": Unit.YES,
    },
    tells=(
        Tell(
            "transition",
            ("transitional", Unit.YES),
            (*told(Unit.DAY, "born"), *told(Unit.MONTHS, "months_on_reference")),
            (
                "transitional_2024.reference_date",
                "transitional_2024.exempt_if_months_at_least",
                "transitional_2024.exempt_if_gregorian_age_months_at_least",
            ),
            "D273 5",
            "transitional",
        ),
        Tell(
            "normal_age",
            ("reached", Unit.DAY),
            (
                *told(Unit.DAY, "born"),
                *told(Unit.YEARS, "hijri_years"),
                *told(Unit.COUNT, "age_months"),
            ),
            ("calendar.m33_age_calendar", "oldage_m33.age_years", "oldage_m273.age_years"),
            "M/33 38(1a), AN37; D273 5(2); M/273 16(1)",
        ),
        Tell(
            "months_asked",
            ("months_early", Unit.COUNT),
            told(Unit.COUNT, "months_needed"),
            (
                "oldage_m33.months_min",
                "oldage_m33.months_early",
                "oldage_m273.months_min",
                "oldage_m273.months_early",
            ),
            "M/33 38(1); D273 5(3), (4); M/273 16",
        ),
        Tell(
            "entitled",
            ("entitled", Unit.YES),
            (*told(Unit.WORD, "way"), *told(Unit.MONTHS, "months"), *told(Unit.DAY, "from_day")),
            (),
            "M/33 38(1), AN4-5, AN33; M/273 16, 53",
        ),
    ),
)
