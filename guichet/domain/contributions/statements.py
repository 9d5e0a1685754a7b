"""Statements: the movements of an account over days, and a contributor's own periods and wages."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.ledger import queries as ledger
from guichet.domain.ledger.kinds import CLIENT
from guichet.domain.registry import bill_facts as register
from guichet.law import country
from guichet.lib.money import half_up_div
from guichet.lib.months import days_in_month_of, first_day_of

PERIOD = ("establishment", "since", "until")
STATEMENT = {
    "establishment": pl.Int64,
    "since": pl.Date,
    "until": pl.Date,
    "opening": pl.Int64,  # what was owed when the first day began
    "day": pl.Date,
    "event": pl.String,  # bill, payment ...
    "month": pl.Date,
    "debit": pl.Int64,
    "credit": pl.Int64,
    "balance": pl.Int64,  # owed after the movement
}
HUNDRED = 100


def period_of(establishment: int, since: date, until: date) -> pl.DataFrame:
    """One establishment's one period, for `statement`."""
    asked = {"establishment": [establishment], "since": [since], "until": [until]}
    return pl.DataFrame(asked, schema={name: STATEMENT[name] for name in PERIOD})


def statement(periods: pl.DataFrame, begun: pl.DataFrame | None = None) -> pl.DataFrame:
    """The movements of establishments' accounts over their own days: columns of `STATEMENT`, oldest
    first.

    ``periods`` has ``establishment``, ``since`` and ``until`` (both included). A period without
    movements has no line; see `openings` for what it began with (``begun``, when that was asked
    already).
    """
    begun = openings(periods) if begun is None else begun
    asked = periods.select(pl.col("establishment").alias("party"), "since", "until")
    # One line an event: what only passes between the accounts of a client is none.
    moved = (
        ledger.movements_of(asked)
        .filter(pl.col("kind").is_in(CLIENT))
        .group_by("party", "since", "until", "journal", maintain_order=True)
        .agg(pl.col("event", "day", "month").first(), pl.col("amount").sum())
        .filter(pl.col("amount") != 0)
    )
    running = pl.col("amount").cum_sum().over(PERIOD)
    return (
        moved.rename({"party": "establishment"})
        .join(begun, on=["establishment", "since"], how="left", maintain_order="left")
        .select(
            *PERIOD,
            pl.col("opening").fill_null(0),
            "day",
            "event",
            "month",
            debit=pl.col("amount").clip(lower_bound=0),
            credit=(-pl.col("amount")).clip(lower_bound=0),
            balance=pl.col("opening").fill_null(0) + running,
        )
    )


def openings(periods: pl.DataFrame) -> pl.DataFrame:
    """What each account held when the period began: ``establishment``, ``since``, ``opening``; none
    if nothing.
    """
    asked = periods.select(pl.col("establishment").alias("party"), "since")
    held = ledger.balances_before(asked).filter(pl.col("kind").is_in(CLIENT))
    return held.group_by("since", establishment="party").agg(opening=pl.col("balance").sum())


def periods_of(numbers: pl.Series, today: date) -> pl.DataFrame:
    """The periods and wages of contributors, oldest first: one line for each wage of each
    engagement.

    Columns: person (the number asked for), engagement, establishment, name_ar, name_latin, since,
        until (null while it
    lasts), wage (registered: basic and housing, halalas), hundredths (contribution months up to
    ``today``, in hundredths, by the law of each month).
    """
    stretches = stretches_of(numbers).with_row_index("stretch")
    counted = stretches.join(
        _months(stretches, today), on="stretch", how="left", maintain_order="left"
    )
    return counted.select(
        "person",
        "engagement",
        "establishment",
        "name_ar",
        "name_latin",
        "since",
        "until",
        "wage",
        hundredths=pl.col("hundredths").fill_null(0),
    )


def stretches_of(numbers: pl.Series) -> pl.DataFrame:
    """`periods_of` without its months: with ``started_on`` and ``ended_on`` of each engagement."""
    wages = register.wage_periods(numbers)
    mine = "engagement"
    # A wage holds until the day before the next one, the last until the engagement ends.
    following = pl.col("wage_from").shift(-1).over("person", mine)
    first = pl.int_range(pl.len()).over("person", mine) == 0
    return wages.with_columns(
        since=pl.when(first)
        .then("started_on")
        .otherwise(pl.max_horizontal("wage_from", "started_on")),
        until=pl.min_horizontal(following.dt.offset_by("-1d"), "ended_on"),
        wage=pl.col("basic") + pl.col("housing"),
    ).filter(pl.col("until").is_null() | (pl.col("until") >= pl.col("since")))


def _months(stretches: pl.DataFrame, today: date) -> pl.DataFrame:
    """Contribution months of each stretch in hundredths: days counted over days of the month, month
    by month.
    """
    reached = stretches.with_columns(
        _last=pl.min_horizontal(pl.col("until"), pl.lit(today)),
        ended_on=pl.min_horizontal(pl.col("ended_on"), pl.lit(today)),
    ).filter(pl.col("since") <= pl.col("_last"))
    months = reached.with_columns(
        month=pl.date_ranges(first_day_of(pl.col("since")), first_day_of(pl.col("_last")), "1mo")
    ).explode("month")
    # Wages change at the first of a month, so a month is of one stretch.
    months = country.contributions.contributed_days(months)
    share = half_up_div(pl.col("days") * HUNDRED, days_in_month_of(pl.col("month")))
    return (
        months.with_columns(share=share).group_by("stretch").agg(hundredths=pl.col("share").sum())
    )
