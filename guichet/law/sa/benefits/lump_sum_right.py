"""Who is given contributions back for want of a pension (M/33 41; M/273 25), and what was paid in
as M/273 gives it back, year by year (REG230 39).
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.law.awards import Input, Kind, Tell, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.contributions.cohorts import M273
from guichet.law.steps import Unit
from guichet.lib.months import PARTS

EARLY = "oldage_m33.lump_sum_before_age"
PRICES = "oldage_m273.refund_price_change"
c = pl.col


def _right(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """At the normal age, out of work, with fewer months than a pension asks for. Before that age
    M/33 knows cases of its own, of which nothing is on record.
    """
    rows = with_numbers(rows, law, {"_early": (EARLY, "word")})
    rows = rows.with_columns(
        of_age=c("on") >= c("reached"),
        short=c("months") < c("months_needed") * PARTS,
        early_possible=((c("cohort") != M273) & (c("_early") == "yes")).fill_null(value=False),
    )
    return rows.with_columns(entitled=c("of_age") & c("short") & c("stopped"))


RIGHT = Kind(
    name="lump_sum_right",
    needs={
        "on": Input(Unit.DAY),  # the claim
        "cohort": Input(Unit.WORD),
        "reached": Input(Unit.DAY),  # when the normal age of a pension is
        "months": Input(Unit.MONTHS),  # that count for the right to one
        "months_needed": Input(Unit.COUNT),
        "stopped": Input(Unit.YES, True),
    },
    work=_right,
    gives={
        "entitled": Unit.YES,
        "of_age": Unit.YES,
        "short": Unit.YES,
        "early_possible": Unit.YES,  # by a case of the law that a person has to look at
    },
    tells=(
        Tell(
            "normal_age",
            ("reached", Unit.DAY),
            (),
            (),
            "M/33 38(1a), AN37; D273 5(2); M/273 16(1)",
        ),
        Tell(
            "too_few_months",
            ("months", Unit.MONTHS),
            told(Unit.COUNT, "months_needed"),
            ("oldage_m33.months_min", "oldage_m273.months_min"),
            "M/33 38(1), 41(1); M/273 16, 25(1)",
            "short",
        ),
    ),
)


def refund_facts(paid: pl.DataFrame, on: date, law: Parameters) -> pl.DataFrame:
    """What `refund_m273` is worked from: a row for each person and calendar year of contributions,
    with the changes of prices of the whole years that followed it before the year of ``on``.

    Args:
        paid: ``person``, ``month``, ``amount`` (annuities of both sides, minor units).

    Returns:
        ``person``, ``on``, ``year``, ``contributions``, ``price_changes`` and ``unknown``, the
        first year whose change of prices is not known here (null: none).
    """
    known = {day.year: str(law.decimal(PRICES, day)) for day in law.changes(PRICES)}
    rows = paid.group_by("person", year=c("month").dt.year().cast(pl.Int64)).agg(
        contributions=c("amount").sum()
    )
    rows = rows.filter(c("contributions") > 0).sort("person", "year")
    following = [range(year + 1, on.year) for year in rows["year"]]
    changes = [[known.get(year, "0") for year in years] for years in following]
    unknown = [next((y for y in years if y not in known), None) for years in following]
    return rows.with_columns(
        pl.lit(on).alias("on"),
        pl.Series("price_changes", changes, dtype=pl.List(pl.String)),
        pl.Series("unknown", unknown, dtype=pl.Int64),
    )
