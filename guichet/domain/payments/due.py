"""Until when the contributions of a month are to be paid, by the law and, where it matters, by how
many an establishment employs.
"""

from __future__ import annotations

import polars as pl

from guichet.domain.registry import bill_facts
from guichet.law import country, holidays


def with_due(rows: pl.DataFrame, of: str = "month") -> pl.DataFrame:
    """Add ``due_on`` to rows of ``establishment`` and a month (``of``).

    The head count is that of the month as the registry knows it today; where no law asks for it, it
    is not looked up.
    """
    law = country.contributions
    if not law.DUE_BY_HEAD_COUNT:
        usual = {month: law.due_date(month, holidays()) for month in rows[of].unique().drop_nulls()}
        return rows.with_columns(
            due_on=pl.col(of).replace_strict(usual, default=None, return_dtype=pl.Date)
        )
    asked = rows.select("establishment", month=of).unique()
    counted = bill_facts.head_counts(asked)
    days = [
        law.due_date(month, holidays(), employees=employees)
        for month, employees in counted.select("month", "employees").iter_rows()
    ]
    known = counted.select("establishment", "month", due_on=pl.Series(days, dtype=pl.Date))
    return rows.join(
        known,
        left_on=["establishment", of],
        right_on=["establishment", "month"],
        how="left",
        maintain_order="left",
    )
