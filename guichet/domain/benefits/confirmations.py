"""Pensioners confirm that they live, once a year: what was confirmed, and whose word is overdue.

Nothing is suspended by itself: who is overdue is a list for people to ask after.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.domain.registry.histories import numbers_of
from guichet.engine import store
from guichet.law import country
from guichet.lib.months import add_months, add_months_to, first_day

CONFIRMED = {
    "person": pl.Int64,
    "confirmed_on": pl.Date,
    "by_agent": pl.Boolean,  # somebody else confirmed it for them
    "transaction": pl.Int64,
}
UNCONFIRMED = {
    "person": pl.Int64,
    "awarded_on": pl.Date,  # the latest award, or since when a pension is paid that was entered
    "confirmed_on": pl.Date,  # null: never
    "due_on": pl.Date,  # the last day on which it was in time
}
_LIVE = """
    SELECT p.person, max(coalesce(a.decided_on, p.paid_from)) AS awarded_on
    FROM benefits_pension p LEFT JOIN benefits_award a ON a.award = p.award
    WHERE p.paid_from - (extract(day FROM p.paid_from)::int - 1) <= %(month)s
        AND (p.paid_till IS NULL OR p.paid_till >= %(month)s)
    GROUP BY p.person
"""
_LAST = (
    "SELECT person, max(confirmed_on) AS confirmed_on FROM benefits_confirmation GROUP BY person"
)
_OVERDUE = f"""
    FROM ({_LIVE}) live LEFT JOIN ({_LAST}) last USING (person)
    WHERE greatest(live.awarded_on, last.confirmed_on) < %(before)s
"""


def confirm(rows: pl.DataFrame, now: datetime) -> None:
    """Keep that persons have confirmed: columns of `CONFIRMED`, each person once a day.

    It is kept under every number they have or had: a pension stays under the one of its beginning.

    Raises:
        django.db.IntegrityError: somebody has confirmed that day already.
    """
    held = numbers_of(rows["person"]).rename({"asked": "person"})
    under_each = rows.join(held, on="person").with_columns(person="number")
    store.insert("benefits_confirmation", under_each.select(*CONFIRMED, at=pl.lit(now)))


def on_day(numbers: pl.Series, day: date) -> pl.DataFrame:
    """Who has confirmed on a day: ``person``, and ``confirmed_by``, the transaction."""
    return store.fetch(
        "SELECT person, transaction FROM benefits_confirmation"
        " WHERE person = ANY(%(numbers)s::bigint[]) AND confirmed_on = %(day)s",
        {"person": pl.Int64, "confirmed_by": pl.Int64},
        numbers=numbers,
        day=day,
    )


def confirmed_till(day: date) -> date:
    """The last day for which a confirmation of a day holds, by the law of that day."""
    return add_months(day, country.pension_months.confirmed_months(day))


def unconfirmed(today: date, limit: int = 500) -> pl.DataFrame:
    """Pensioners of whom neither a confirmation nor an award is recent enough by the law of today:
    columns of `UNCONFIRMED`, the longest overdue first.
    """
    rows = store.fetch(
        f"SELECT person, live.awarded_on, last.confirmed_on {_OVERDUE}"
        " ORDER BY greatest(live.awarded_on, last.confirmed_on), person LIMIT %(limit)s",
        {name: kind for name, kind in UNCONFIRMED.items() if name != "due_on"},
        month=first_day(today),
        before=_before(today),
        limit=limit,
    )
    last = pl.max_horizontal("awarded_on", "confirmed_on")
    months = country.pension_months.confirmed_months(today)
    return rows.with_columns(due_on=add_months_to(last, months)).select(*UNCONFIRMED)


def count_unconfirmed(today: date) -> int:
    """How many `unconfirmed` would list without a limit."""
    return int(
        store.value(f"SELECT count(*) {_OVERDUE}", month=first_day(today), before=_before(today))
    )


def _before(today: date) -> date:
    return add_months(today, -country.pension_months.confirmed_months(today))
