"""Bills: their amounts by branch and side, and their lines page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from guichet.domain.contributions.assessment import AMOUNTS, SHARES
from guichet.domain.contributions.paid_months import paid_months
from guichet.domain.registry import bill_facts as register
from guichet.engine import store

PAGE = 50

BILL = {
    "id": pl.Int64,
    "establishment": pl.Int64,
    "month": pl.Date,
    "due_on": pl.Date,
    "total": pl.Int64,
    "employee": pl.Int64,
    "employer": pl.Int64,
    "adjustments": pl.Int64,
    "lines": pl.Int64,
    "run": pl.Int64,
    "journal": pl.Int64,
}
BILL_COLUMNS = (
    "b.id, b.establishment, b.month, b.due_on, b.total, b.employee, b.employer, b.adjustments, b.lines,"
    " b.run_id, b.journal_id"
)


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill with its amounts by branch and side, and one page of its lines."""

    id: int
    establishment: int
    month: date
    due_on: date
    total: int
    employee: int
    employer: int
    adjustments: int
    lines: int
    run: int
    journal: int
    breakdown: pl.DataFrame  # branch, side, amount
    # month, engagement, worker, name_ar, name_latin, `reckoning.AMOUNTS`, and of the person's whole
    # month ``state`` and ``left``
    workers: pl.DataFrame
    more: bool  # further pages follow


def bill_of(
    establishment: int, month: date, today: date, *, page: int = 1, size: int = PAGE
) -> Bill | None:
    """The bill of an establishment for a month, or None when there is none; paid or not as of
    ``today``.
    """
    found = store.fetch(
        f"SELECT {BILL_COLUMNS} FROM contributions_bill b"
        " WHERE b.establishment = %(establishment)s AND b.month = %(month)s",
        BILL,
        establishment=establishment,
        month=month,
    )
    if found.is_empty():
        return None
    lines = _lines_of_bill(establishment, month, size + 1, (page - 1) * size)
    return Bill(
        **found.row(0, named=True),
        breakdown=_breakdown(establishment, month),
        workers=_with_states(lines.head(size), establishment, today),
        more=lines.height > size,
    )


def _with_states(lines: pl.DataFrame, establishment: int, today: date) -> pl.DataFrame:
    asked = lines.select("month", "engagement", establishment=pl.lit(establishment, dtype=pl.Int64))
    months = paid_months(asked, today)
    found = months.select("month", "engagement", "state", left=pl.col("due") - pl.col("paid"))
    return lines.join(found, on=["month", "engagement"], how="left", maintain_order="left")


def _breakdown(establishment: int, month: date) -> pl.DataFrame:
    sums = ", ".join(f"coalesce(sum({name}), 0)::bigint" for name in SHARES)
    wide = store.fetch(
        f"SELECT {sums} FROM contributions_contribution"
        " WHERE billed_in = %(month)s AND establishment = %(establishment)s",
        dict.fromkeys(SHARES, pl.Int64),
        establishment=establishment,
        month=month,
    )
    share = pl.col("share").str.split_exact("_", 1).struct.rename_fields(["branch", "side"])
    long = wide.unpivot(SHARES, variable_name="share", value_name="amount")
    return long.select(share.alias("share"), "amount").unnest("share")


def _lines_of_bill(establishment: int, month: date, limit: int, offset: int) -> pl.DataFrame:
    lines = store.fetch(
        f"SELECT month, engagement, {', '.join(AMOUNTS)} FROM contributions_contribution"
        " WHERE billed_in = %(month)s AND establishment = %(establishment)s"
        " ORDER BY month DESC, engagement LIMIT %(limit)s OFFSET %(offset)s",
        {"month": pl.Date, "engagement": pl.Int64, **dict.fromkeys(AMOUNTS, pl.Int64)},
        establishment=establishment,
        month=month,
        limit=limit,
        offset=offset,
    )
    names = register.workers(lines["engagement"])
    return lines.join(names, on="engagement", how="left", maintain_order="left")
