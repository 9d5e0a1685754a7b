"""What contributions come to when they are given back: pieces of persons' periods, each worked as
on a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from guichet.domain.benefits.contributed import capped
from guichet.domain.benefits.paid_out import between
from guichet.domain.contributions.queries import annuities_paid, first_billed
from guichet.law import country
from guichet.law.awards import Kind
from guichet.law.steps import Explained
from guichet.lib.months import first_day_of

BENEFIT = "lump_sum"
PIECE = {
    "piece": pl.Int64,  # its number
    "person": pl.Int64,
    "cohort": pl.String,
    "on": pl.Date,  # the day as on which it is worked
    "after": pl.Date,  # periods later than it; null: all
    "till": pl.Date,  # the last day of them
}
AMOUNT = {
    "piece": pl.Int64,
    "amount": pl.Int64,  # minor units
    "months": pl.Int64,  # parts of months
    "wage_sum": pl.Int64,  # the mean wage, exact: this over the months
    "wage_months": pl.Int64,
    "unknown": pl.Int64,  # a year of which the law lacks a number; null: none
    "before_books": pl.Boolean,  # periods of it were billed elsewhere
}


@dataclass(frozen=True, slots=True)
class Amounts:
    """A row for each piece with periods, and the steps of each."""

    rows: pl.DataFrame  # columns of `AMOUNT`
    explained: dict[int, list[Explained]]


def amounts(pieces: pl.DataFrame, history: pl.DataFrame, today: date) -> Amounts:
    """Work pieces: columns of `PIECE`.

    Args:
        history: columns of `contributed.PERIOD`, of the persons of the pieces, given back or not.
        today: the day on whose record contributions are paid or not.
    """
    found, explained = [pl.DataFrame(schema=AMOUNT)], dict[int, list[Explained]]()
    for kind, on, mine in _by_law(pieces):
        periods = _periods(mine, history)
        if periods.is_empty():
            continue
        law = country.benefits
        people = mine.select("cohort", person="piece")
        counted = capped(law.history(kind.name, periods), people, on)
        facts = law.facts(kind.name, counted, on)
        rows = _of_paid(kind, facts, mine, on, today) if kind.name in law.from_paid else facts
        rows = rows.with_columns(
            unknown=pl.col("unknown") if "unknown" in rows.columns else pl.lit(None, pl.Int64)
        )
        worked = law.award(kind.name, rows.filter(pl.col("unknown").is_null()))
        for row in worked.iter_rows(named=True):
            explained.setdefault(row["person"], []).append(law.explain(kind.name, row))
        found.append(_found(facts, rows, worked, _unbilled(kind, periods)))
    return Amounts(pl.concat(found), explained)


def _by_law(pieces: pl.DataFrame) -> Iterator[tuple[Kind, date, pl.DataFrame]]:
    for (cohort, on), mine in pieces.group_by("cohort", "on", maintain_order=True):
        kind = country.benefits.of(BENEFIT, str(cohort))
        if kind is not None and isinstance(on, date):
            yield kind, on, mine


def _periods(pieces: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
    """The periods of each piece, ``person`` being its number."""
    rows = history.join(pieces.select("piece", "person", "after", "till"), on="person")
    cut = between(rows).with_columns(person="piece")
    return cut.select(history.columns).sort("person", "started_on")


def _of_paid(
    kind: Kind, facts: pl.DataFrame, pieces: pl.DataFrame, on: date, today: date
) -> pl.DataFrame:
    """What was paid in for each piece, as its law takes it."""
    lines = annuities_paid(pieces["person"].unique(), today).join(
        pieces.select("piece", "person", "after", "till"), on="person"
    )

    def reached(bound: str) -> pl.Expr:
        """Whether a month of an engagement was contributed for by a day: a month is not parted."""
        month = pl.col("month") <= first_day_of(pl.col(bound))
        return (month & (pl.col("started_on") <= pl.col(bound))).fill_null(value=False)

    mine = lines.filter(reached("till") & ~reached("after"))
    paid = mine.select("month", "amount", person="piece")
    law = country.benefits
    rows = law.from_paid[kind.name](paid, on, country.parameters())
    return rows.join(facts.select("person", "months"), on="person", how="inner")


def _unbilled(kind: Kind, periods: pl.DataFrame) -> pl.DataFrame:
    """Pieces of which what was paid in is asked, and not all of it in these books."""
    asked = kind.name in country.benefits.from_paid
    first = first_billed()
    before = pl.lit(value=False)
    if asked:
        began = first_day_of(pl.col("started_on"))
        before = (began < pl.lit(first)).any() if first else pl.lit(value=True)
    return periods.group_by("person").agg(before_books=before)


def _found(
    facts: pl.DataFrame, rows: pl.DataFrame, worked: pl.DataFrame, unbilled: pl.DataFrame
) -> pl.DataFrame:
    sums = worked.group_by("person").agg(pl.col("amount").sum())
    lacking = rows.group_by("person").agg(pl.col("unknown").min())
    whole = facts.select("person", "wage_sum", "wage_months", months="months_all")
    for more in (sums, lacking, unbilled):
        whole = whole.join(more, on="person", how="left", maintain_order="left")
    known = pl.when(pl.col("unknown").is_null()).then(pl.col("amount").fill_null(0))
    return whole.rename({"person": "piece"}).with_columns(amount=known).select(*AMOUNT)
