"""Lines of pensions that end sooner than they were to, because something became known: each change
of one is in the audit log.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from guichet.engine import audit, store

END = {
    "award": pl.String,  # the line's name
    "till": pl.Date,  # the first day of its last month; before its first: it was never due
}


def end(rows: pl.DataFrame, reason: str, now: datetime) -> None:
    """End lines, in the caller's ``atomic``: columns of `END`. What was paid beyond shows as a debt
    in the month's run.

    Raises:
        django.db.IntegrityError: one would end later than it does.
    """
    if rows.is_empty():
        return
    store.execute(
        "UPDATE benefits_pension p SET paid_till = e.till, ended_at = %(now)s,"
        " end_reason = %(reason)s"
        " FROM unnest(%(awards)s::text[], %(tills)s::date[]) AS e (award, till)"
        " WHERE p.award = e.award",
        awards=rows["award"],
        tills=rows["till"],
        reason=reason,
        now=now,
    )
    for award, till in rows.select("award", "till").iter_rows():
        said = {"what": "ended", "award": award, "till": till.isoformat()}
        audit.note("pensions", said | {"reason": reason})
