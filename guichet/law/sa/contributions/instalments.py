"""A debt in instalments: how many, how much first, and on which days (RC40-42; REG230 29-31)."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from guichet.law.answers import InstalmentTerms
from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters

SCHEDULE = {"position": pl.UInt32, "number": pl.Int64, "due_on": pl.Date, "amount": pl.Int64}
_MILLION = 1_000_000


def terms(day: date, *, parameters: Parameters | None = None) -> InstalmentTerms:
    """The terms of a plan that begins on a day."""
    law = parameters or saudi_parameters()
    return InstalmentTerms(
        least_debt=law.minor("instalments.minimum_debt", day),
        most=law.count("instalments.most_instalments", day),
        first_share=law.ppm("instalments.first_payment_share", day),
        first_on=day + timedelta(law.count("instalments.first_payment_days", day)),
        staff_above=law.minor("instalments.decided_by_staff_above", day),
    )


def schedule(debts: pl.DataFrame, terms: InstalmentTerms) -> pl.DataFrame:
    """The instalments of each debt: columns of `SCHEDULE`; they sum to the debt, to the halala.

    The first is the law's share of the debt, or an equal part where that is more; what does not
    divide goes to the first of the others. They are due a month apart.

    Args:
        debts: ``position``, ``debt`` (halalas) and ``count``, at least two.
    """
    share = (
        pl.col("debt").cast(pl.Int128) * terms.first_share + _MILLION - 1
    ) // _MILLION  # upwards
    first = pl.max_horizontal(share.cast(pl.Int64), pl.col("debt") // pl.col("count"))
    rows = debts.with_columns(first=first, number=pl.int_ranges(1, pl.col("count") + 1)).explode(
        "number"
    )
    others, rest = pl.col("count") - 1, pl.col("debt") - pl.col("first")
    one = rest // others + (pl.col("number") - 1 <= rest % others).cast(pl.Int64)
    months = pl.format("{}mo", pl.col("number") - 1)
    return rows.select(
        "position",
        "number",
        due_on=pl.lit(terms.first_on).dt.offset_by(months),
        amount=pl.when(pl.col("number") == 1).then("first").otherwise(one),
    ).cast(SCHEDULE)  # type: ignore[arg-type]
