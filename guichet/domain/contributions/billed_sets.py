"""What was billed so far, set by set: what a run compares the facts with."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.contributions.assessment import AMOUNTS, LINE
from guichet.engine import store

_SUMS = ", ".join(f"sum({name})::bigint" for name in AMOUNTS)


def billed_of(month: date, engagements: pl.Series) -> pl.DataFrame:
    """What all bills together hold for those engagements in that month: columns of
    `reckoning.LINE`.
    """
    return store.fetch(
        f"SELECT month, engagement, establishment, {_SUMS} FROM contributions_contribution"
        " WHERE month = %(month)s AND engagement = ANY(%(engagements)s::bigint[])"
        " GROUP BY month, engagement, establishment",
        LINE,
        month=month,
        engagements=engagements,
    )


def establishments_billed(month: date) -> pl.DataFrame:
    """The establishments that have their bill of the month: ``establishment``."""
    return store.fetch(
        "SELECT establishment FROM contributions_bill WHERE month = %(month)s",
        {"establishment": pl.Int64},
        month=month,
    )


def has_later_lines(month: date) -> bool:
    """Whether a later bill holds lines of the month already (months run out of their order)."""
    query = (
        "SELECT EXISTS (SELECT FROM contributions_contribution"
        " WHERE month = %(month)s AND billed_in > %(month)s)"
    )
    return bool(store.value(query, month=month))


def conceded_of(bills: pl.DataFrame) -> pl.DataFrame:
    """What stands conceded of bills (``establishment``, ``month``): the same and ``conceded``."""
    return store.fetch(
        "SELECT k.establishment, k.billed_in, sum(k.amount)::bigint"
        " FROM unnest(%(establishments)s::bigint[], %(months)s::date[]) a(establishment, billed_in)"
        " JOIN contributions_concession k USING (establishment, billed_in) GROUP BY 1, 2",
        {"establishment": pl.Int64, "month": pl.Date, "conceded": pl.Int64},
        establishments=bills["establishment"],
        months=bills["month"],
    )
