"""What persons contributed, as their pensions are reckoned from it: periods that count and are not
closed, as they stand on a day, with no wage above the law's ceiling.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from guichet.domain.benefits import paid_out
from guichet.domain.contributions.paid_months import PARTLY, UNPAID
from guichet.domain.contributions.queries import person_months, stretches_of
from guichet.law import country
from guichet.law.answers import WageLimits
from guichet.law.parameters import NotInForce, Parameters
from guichet.lib.months import add_months, first_day, first_day_of, last_day, last_day_of

PERIOD = {
    "person": pl.Int64,  # national number
    "started_on": pl.Date,
    "ended_on": pl.Date,  # null while it lasts
    "wage": pl.Int64,  # a month, minor units
}


def history_of(numbers: pl.Series, today: date, hanging: pl.Series | None = None) -> pl.DataFrame:
    """What counts of persons' periods for a pension: `counted_of` without the days that are closed,
    because what was contributed for them was given back.
    """
    return paid_out.open_only(counted_of(numbers, today, hanging))


def counted_of(numbers: pl.Series, today: date, hanging: pl.Series | None = None) -> pl.DataFrame:
    """What counts of persons' periods, given back or not: columns of `PERIOD`, without the months
    that count only when they are paid, and are not.

    Args:
        hanging: those of the persons whose rights hang on payment; by default all are looked at.
    """
    periods = stretches_of(numbers).select(
        "person", "engagement", "wage", started_on="since", ended_on="until"
    )
    if hanging is not None and hanging.is_empty():
        return periods.select(*PERIOD)
    months = person_months(numbers if hanging is None else hanging, today)
    lost = months.filter(pl.col("hangs") & pl.col("state").is_in([UNPAID, PARTLY]))
    return (_without(periods, lost, today) if lost.height else periods).select(*PERIOD)


def worked_by(numbers: pl.Series) -> pl.DataFrame:
    """All of persons' periods, whether their employers have paid for them or not: columns of
    `PERIOD`.
    """
    return counted_of(numbers, date.min, hanging=numbers.clear())


def _without(periods: pl.DataFrame, lost: pl.DataFrame, today: date) -> pl.DataFrame:
    """Periods with some months cut out; those of persons who lost none stay as they are."""
    few = pl.col("person").is_in(lost["person"].unique().implode())
    apart = periods.filter(few).with_columns(
        _last=pl.col("ended_on").fill_null(pl.lit(last_day(today)))
    )
    months = pl.date_ranges(
        first_day_of(pl.col("started_on")), first_day_of(pl.col("_last")), "1mo"
    )
    kept = (
        apart.with_columns(month=months)
        .explode("month")
        .join(lost.select("engagement", "month"), on=["engagement", "month"], how="anti")
    )
    # Of a period that lasts, the running month is not its last.
    lasts = pl.col("ended_on").is_null() & (pl.col("month") == first_day_of(pl.col("_last")))
    last = pl.min_horizontal("_last", last_day_of(pl.col("month")))
    kept = kept.with_columns(
        started_on=pl.max_horizontal("started_on", "month"),
        ended_on=pl.when(lasts).then(None).otherwise(last),
    )
    return pl.concat([periods.filter(~few), kept.select(periods.columns)])


def until(history: pl.DataFrame, on: date, today: date, wage: int | None = None) -> pl.DataFrame:
    """A history as it stands on a day: what lasts goes on to the day before it.

    Args:
        history: columns of `PERIOD`.
        wage: from next month on, instead of today's; minor units.
    """
    last, turn = on - timedelta(days=1), add_months(first_day(today), 1)
    pieces = [history.with_columns(ended_on=pl.col("ended_on").fill_null(last))]
    if wage is not None and turn <= last:
        until_then = pl.col("ended_on").fill_null(turn - timedelta(days=1))
        more = history.filter(pl.col("ended_on").is_null()).select(
            "person", started_on=pl.lit(turn), ended_on=pl.lit(last), wage=pl.lit(wage, pl.Int64)
        )
        pieces = [history.with_columns(ended_on=until_then), more.unique("person")]
    held = pl.concat(pieces).with_columns(ended_on=pl.min_horizontal("ended_on", pl.lit(last)))
    return held.filter(pl.col("started_on") <= pl.col("ended_on")).select(*PERIOD)


def last_run(periods: pl.DataFrame) -> pl.DataFrame:
    """The periods up to the last that follow one another without a day between."""
    rows = periods.sort("started_on", descending=True)
    kept: list[dict[str, Any]] = []
    for row in rows.iter_rows(named=True):
        if kept and row["ended_on"] < kept[-1]["started_on"] - timedelta(days=1):
            break
        kept.append(row)
    return pl.DataFrame(kept, schema=periods.schema).sort("started_on")


def capped(
    history: pl.DataFrame, people: pl.DataFrame, on: date, law: Parameters | None = None
) -> pl.DataFrame:
    """Stretches of which no wage counts above the law's ceiling of its month; those of several
    employers at a time are one wage.

    Args:
        history: as the law makes it of periods: ``person``, ``month``, ``wage``, ``parts``.
        people: ``person`` and ``cohort``.
        on: the day whose ceiling holds for months before the law's first.
    """
    rows = history.join(people.select("person", "cohort"), on="person", how="left")
    pairs = rows.select("month", "cohort").unique()
    tops = [_limits(month, on, law).ceilings.get(cohort) for month, cohort in pairs.iter_rows()]
    known = pairs.with_columns(_top=pl.Series(tops, dtype=pl.Int64))
    held = rows.join(known, on=["month", "cohort"], how="left", maintain_order="left")
    return held.with_columns(wage=pl.min_horizontal("wage", "_top")).select(history.columns)


def _limits(month: date, on: date, law: Parameters | None) -> WageLimits:
    try:
        return country.contributions.wage_limits(month, parameters=law)
    except NotInForce:  # one wage has outlasted a change of law
        return country.contributions.wage_limits(on, parameters=law)
