"""What the services of overpaid benefits share: how a debt stands under every number its holder
has or had, and how it is told.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.benefits import debts
from guichet.domain.benefits.queries import pension_of
from guichet.domain.registry.histories import numbers_of, persons, under_asked
from guichet.engine.fields import Money
from guichet.law import country
from guichet.lib.months import add_months, first_day
from guichet.lib.text import Words

OPEN = Money(Words(ar="المتبقي عليك (ريال)", en="Still owed (SAR)", fr="Reste dû (SAR)"))
MONTHLY_WORDS = Words(
    ar="يُخصم شهريًا (ريال)", en="Withheld a month (SAR)", fr="Retenu par mois (SAR)"
)


def standing(numbers: pl.Series, today: date) -> pl.DataFrame:
    """How the debts of persons stand: ``person``, ``debt``, ``withheld``, ``open``, ``object_by``,
    ``chosen``; of their pensions this month ``pension`` (null: none), ``usual`` and ``most`` that
    may be withheld of it; ``begins``, the first month of which something is. Who never owed has no
    row.
    """
    held = numbers_of(numbers)
    found = debts.standing(held["number"].unique(), add_months(first_day(today), 1))
    sums = (
        under_asked(found, held)
        .group_by("person")
        .agg(pl.col("debt", "withheld", "open", "due").sum(), pl.col("object_by", "chosen").max())
    )
    paid = under_asked(pension_of(held["number"].unique(), today), held)
    monthly = paid.group_by("person").agg(pension=pl.col("monthly").sum())
    cohorts = persons(sums["person"]).unique("asked").select("cohort", person="asked")
    rows = sums.join(monthly, on="person", how="left").join(cohorts, on="person", how="left")
    usual, most = (
        country.pension_months.recoverable(
            pl.col("pension"), pl.col("cohort"), today, agreed=agreed
        )
        for agreed in (False, True)
    )
    following = pl.lit(add_months(first_day(today), 1))
    by = rows["object_by"].unique().to_list()
    after = {day: debts.begins_after(day) for day in by if day is not None}
    begins = pl.col("object_by").replace_strict(after, default=None, return_dtype=pl.Date)
    return rows.with_columns(
        usual=usual,
        most=most,
        begins=pl.when((pl.col("due") > 0) | pl.col("chosen").is_not_null())
        .then(following)
        .otherwise(pl.max_horizontal(following, begins)),
    )


def debts_of(numbers: pl.Series) -> pl.DataFrame:
    """Each month that was paid beyond: ``person`` (the number asked for), ``month``, ``amount``,
    ``cause``.
    """
    held = numbers_of(numbers)
    return under_asked(debts.debts_of(held["number"].unique()), held)


def under_its_number(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of persons as asked, once for each number under which a debt of theirs stands."""
    held = numbers_of(rows["person"]).rename({"asked": "person"})
    owing = debts.debts_of(held["number"].unique())["person"].unique()
    mine = rows.join(held.filter(pl.col("number").is_in(owing.implode())), on="person")
    return mine.with_columns(person="number").drop("number")
