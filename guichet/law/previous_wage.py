"""The wage of the month before something happened, for laws that pay days by it."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.law.parameters import Parameters
from guichet.lib.months import add_months, first_day, last_day

c = pl.col


def facts(history: pl.DataFrame, on: date, law: Parameters) -> pl.DataFrame:
    """`person`, `on`, `wage`: as it stood at the end of the month before a day, or, for who joined
    in it, of the month of that day; of all employers together.

    Args:
        history: stretches of `person`, `started_on`, `ended_on`, `wage`.
    """
    del law
    this = first_day(on)
    before = _at_the_end(history, add_months(this, -1))
    joined = _at_the_end(history, this).join(before, on="person", how="anti")
    return pl.concat([before, joined]).with_columns(on=pl.lit(on)).select("person", "on", "wage")


def _at_the_end(history: pl.DataFrame, month: date) -> pl.DataFrame:
    """The wage of each person's last day of work in a month: ``person``, ``wage``."""
    ended = pl.min_horizontal("ended_on", pl.lit(last_day(month)))
    rows = history.filter(
        (c("started_on") <= last_day(month)) & (c("ended_on") >= month)
    ).with_columns(_end=ended)
    last = rows.filter(c("_end") == c("_end").max().over("person"))
    return last.group_by("person", maintain_order=True).agg(c("wage").sum())
