"""Daily allowances that were awarded: what each month of an injury is paid now, a line in payment
each; days told later bring what the month lacks, days taken back end its lines.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl

from guichet.domain.benefits import commands, ends
from guichet.domain.benefits.kept_rows import Kept
from guichet.engine import store
from guichet.lib.months import add_months_to

KIND, REASON = "injury", "injury-days"
AWARDED = {
    "award": pl.String,  # its name: of the injury, the month, and how often it was decided
    "injury": pl.String,
    "person": pl.Int64,  # the number it was claimed under, and is paid under
    "month": pl.Date,
    "amount": pl.Int64,  # what this line pays, minor units; 0: nothing, days were taken back
    "due": pl.Int64,  # what the month came to
    "days": pl.Int64,  # of the month
    "decided_on": pl.Date,
    "transaction": pl.Int64,
    "steps": pl.String,  # JSON of `awards.as_text`
}
AWARDS = Kept("benefits_injuryday", "injury-awarded", "daily allowances", "decided", AWARDED)
_STANDING = """
    SELECT month, sum(amount)::bigint, max(transaction) FROM (
        SELECT d.month, d.transaction,
            CASE WHEN p.ended_at IS NULL THEN d.amount ELSE 0 END AS amount
        FROM benefits_injuryday d LEFT JOIN benefits_pension p ON p.award = d.award
        WHERE d.injury = %(injury)s) one GROUP BY month ORDER BY month
"""
_LIVE = """
    SELECT award, d.month FROM benefits_injuryday d JOIN benefits_pension p USING (award)
    WHERE d.injury = %(injury)s AND d.month = ANY(%(months)s::date[]) AND p.ended_at IS NULL
    ORDER BY award
"""
_PAID_OTHERWISE = """
    SELECT coalesce(d.award, p.award) FROM (SELECT * FROM benefits_injuryday WHERE amount > 0) d
    FULL JOIN (SELECT * FROM benefits_pension WHERE kind = 'injury') p USING (award)
    WHERE p.id IS NULL OR d.id IS NULL
        OR (p.person, p.monthly, p.paid_from) IS DISTINCT FROM (d.person, d.amount, d.month)
        OR (p.ended_at IS NULL AND p.paid_till IS DISTINCT FROM d.month) ORDER BY 1
"""


def standing(injury: str) -> pl.DataFrame:
    """What an injury is paid: ``month``, ``amount``, ``transaction`` (the latest of the month)."""
    return store.fetch(
        _STANDING,
        {"month": pl.Date, "amount": pl.Int64, "transaction": pl.Int64},
        injury=injury,
    )


def changes(injury: str, wanted: pl.DataFrame) -> pl.DataFrame:
    """The months of which another amount is paid than is ``wanted`` (``month``, ``amount``,
    ``days``): ``month``, ``due``, ``days``, ``paid``.
    """
    paid = standing(injury).select("month", paid="amount")
    both = wanted.join(paid, on="month", how="full", coalesce=True)
    rows = both.select(
        "month",
        due=pl.col("amount").fill_null(0),
        days=pl.col("days").fill_null(0),
        paid=pl.col("paid").fill_null(0),
    )
    return rows.filter(pl.col("due") != pl.col("paid")).sort("month")


def award(row: dict[str, Any], wanted: pl.DataFrame, today: date, now: datetime) -> None:
    """Pay the months of an injury as is wanted, in the caller's ``atomic``.

    Args:
        row: ``injury``, ``person``, ``transaction``, ``steps``.

    Raises:
        store.WriteConflict: it is paid so already: somebody else has decided of it meanwhile.
    """
    store.value(
        "SELECT pg_advisory_xact_lock(hashtextextended(%(injury)s, 0))", injury=row["injury"]
    )
    changed = changes(row["injury"], wanted)
    if changed.is_empty():
        raise store.WriteConflict
    times = store.value(
        "SELECT count(DISTINCT transaction) FROM benefits_injuryday WHERE injury = %(i)s",
        i=row["injury"],
    )
    less = changed.filter(pl.col("due") < pl.col("paid"))["month"].to_list()
    _end(row["injury"], less, now)
    lacks = (
        pl.when(pl.col("month").is_in(less)).then("due").otherwise(pl.col("due") - pl.col("paid"))
    )
    named = changed.with_columns(
        amount=lacks,
        award=pl.format(
            "{}-{}-{}",
            pl.lit(row["injury"]),
            pl.col("month").dt.to_string("%Y%m"),
            pl.lit(int(times) + 1),
        ),
        decided_on=pl.lit(today),
        **{name: pl.lit(row[name]) for name in ("injury", "person", "transaction", "steps")},
    ).select(*AWARDED)
    AWARDS.keep(named)
    lines = named.filter(pl.col("amount") > 0).select(
        "person",
        "award",
        monthly="amount",
        kind=pl.lit(KIND),
        paid_from="month",
        paid_till="month",
        owed_from="month",
    )
    if lines.height:
        commands.enter(lines, now)


def _end(injury: str, months: list[date], now: datetime) -> None:
    """End the lines of months before they began; what was ordered of them becomes a debt."""
    lines = store.fetch(
        _LIVE,
        {"award": pl.String, "month": pl.Date},
        injury=injury,
        months=pl.Series(months, dtype=pl.Date),
    )
    ends.end(lines.select("award", till=add_months_to(pl.col("month"), -1)), REASON, now)


def are_whole() -> list[str]:
    """Every award that is not what its leaf says, or is not paid as it was awarded, in English."""
    return [
        *AWARDS.faults(),
        *(f"{award}: it is not paid as it was awarded" for (award,) in store.rows(_PAID_OTHERWISE)),
    ]
