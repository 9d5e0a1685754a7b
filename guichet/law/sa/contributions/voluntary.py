"""Voluntary contributors under M/33: bands, share, due day (M/33 18(2b), 43; RC42-45)."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters
from guichet.law.sa.contributions.shares import MILLION
from guichet.lib.money import half_up_div
from guichet.lib.months import last_day

HALALAS = 100


def bands(on: date, *, parameters: Parameters | None = None) -> tuple[int, ...]:
    """The forty bands of monthly income in halalas, from the lowest (RC, table 1)."""
    law = parameters or saudi_parameters()
    found = law.table("voluntary.bands", on)
    return tuple(HALALAS * band for band in found if isinstance(band, int))


def allowed_bands(
    previous: int | None, on: date, *, parameters: Parameters | None = None
) -> tuple[int, ...]:
    """The bands open for a new year: one up or any lower; at first any (RC42-45)."""
    law = parameters or saudi_parameters()
    known = bands(on, parameters=law)
    if previous is None:
        return known
    highest = known.index(previous) + law.count("voluntary.bands_up_per_year", on)
    return known[: highest + 1]


def band_year(asked: date, *, parameters: Parameters | None = None) -> int:
    """The year a change of band asked for on a day serves: this one until 15 January."""
    law = parameters or saudi_parameters()
    days = law.count("voluntary.band_change_days_into_year", asked)
    return asked.year if (asked - date(asked.year, 1, 1)).days < days else asked.year + 1


def assess_voluntary(frame: pl.DataFrame, *, parameters: Parameters | None = None) -> pl.DataFrame:
    """Add `band` (1 to 40, null if the income is no band), `total` and `due_on` to rows of month
    and `band_income` (halalas): 18%, in advance, by the 15th of the month itself."""
    law = parameters or saudi_parameters()
    months = frame.select(pl.col("month").dt.month_start().unique()).to_series().to_list()
    rows = [
        (
            month,
            income,
            number,
            law.ppm("rates.annuities_m33_voluntary", last_day(month)),
            month.replace(day=law.count("voluntary.due_day_same_month", last_day(month))),
        )
        for month in months
        for number, income in enumerate(bands(last_day(month), parameters=law), start=1)
    ]
    schema = {"_month": pl.Date, "band_income": pl.Int64, "band": pl.Int64, "_rate": pl.Int64}
    table = pl.DataFrame(rows, schema=schema | {"due_on": pl.Date}, orient="row")
    joined = frame.with_columns(pl.col("month").dt.month_start().alias("_month")).join(
        table, on=["_month", "band_income"], how="left", maintain_order="left"
    )
    total = half_up_div(pl.col("band_income") * pl.col("_rate"), MILLION)
    return joined.with_columns(total.alias("total")).drop("_month", "_rate")
