"""What was paid in for persons' annuities, month by month: what is given back where no pension is
due.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.contributions.paid_months import PAID, person_months
from guichet.domain.registry.histories import engagements_held
from guichet.engine import store
from guichet.lib.money import half_up_wide

ANNUITIES_PAID = {
    "person": pl.Int64,  # the number asked for
    "engagement": pl.Int64,
    "started_on": pl.Date,  # of the engagement
    "month": pl.Date,
    "amount": pl.Int64,  # of both sides, minor units
}
_BILLED = """
    SELECT c.engagement, c.month, sum(c.annuities_employee + c.annuities_employer)::bigint,
        sum(c.total)::bigint
    FROM unnest(%(engagements)s::bigint[], %(months)s::date[]) a(engagement, month)
    JOIN contributions_contribution c USING (month, engagement) GROUP BY 1, 2
"""


def annuities_paid(numbers: pl.Series, today: date) -> pl.DataFrame:
    """The months of persons that are paid in full: columns of `ANNUITIES_PAID`. Of a month that an
    objection made less, annuities are their part of what was left.
    """
    months = person_months(numbers, today).filter(pl.col("state") == PAID)
    asked = months.select("engagement", "month").unique()
    billed = store.fetch(
        _BILLED,
        {"engagement": pl.Int64, "month": pl.Date, "annuities": pl.Int64, "total": pl.Int64},
        engagements=asked["engagement"],
        months=asked["month"],
    )
    began = engagements_held(numbers).select("person", "engagement", "started_on")
    left = half_up_wide(pl.col("annuities") * pl.col("due"), pl.col("total"))
    return (
        months.join(billed, on=["engagement", "month"], how="left", maintain_order="left")
        .join(began, on=["person", "engagement"], how="left", maintain_order="left")
        .with_columns(amount=left)
        .filter(pl.col("amount") > 0)
        .select(*ANNUITIES_PAID)
    )


def first_billed() -> date | None:
    """The first month that these books have billed; None: none yet."""
    found: date | None = store.value("SELECT min(month) FROM contributions_run")
    return found
