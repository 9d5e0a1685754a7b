"""Maternity benefits that were awarded: each is a line in payment from its first month to its last,
which the monthly run orders.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.domain.benefits import commands
from guichet.domain.benefits.kept_rows import Kept
from guichet.domain.registry.histories import numbers_of, under_asked
from guichet.engine import store

KIND = "maternity"
AWARDED = {
    "award": pl.String,  # its name
    "person": pl.Int64,  # the number it was claimed under, and is paid under
    "born_on": pl.Date,
    "companion": pl.Boolean,  # with the months of a child who needs a companion
    "decided_on": pl.Date,
    "first_month": pl.Date,
    "last_month": pl.Date,
    "months": pl.Int64,
    "monthly": pl.Int64,  # minor units
    "transaction": pl.Int64,
    "steps": pl.String,  # JSON of `awards.as_text`
}
AWARDS = Kept("benefits_maternity", "maternity-awarded", "maternity benefits", "decided", AWARDED)


def award(rows: pl.DataFrame, today: date, now: datetime) -> None:
    """Award benefits and bring them into payment.

    Args:
        rows: columns of `AWARDED` but for its name and day; ``person_id``; ``added``: whether it is
            only the further months of a child who needs a companion.

    Raises:
        django.db.IntegrityError: that was awarded for the birth already.
    """
    # Named by the person and not by a number, which may be given up: the name is what makes it one.
    name = pl.format(
        "{}-{}-{}{}",
        pl.lit(KIND),
        "person_id",
        pl.col("born_on").dt.to_string("%Y%m%d"),
        pl.when("added").then(pl.lit("-companion")).otherwise(pl.lit("")),
    )
    named = rows.with_columns(award=name, decided_on=pl.lit(today)).select(*AWARDED)
    with store.atomic():
        AWARDS.keep(named)
        lines = named.select(
            "person",
            "monthly",
            "award",
            kind=pl.lit(KIND),
            paid_from="first_month",
            paid_till="last_month",
            owed_from="first_month",
        )
        commands.enter(lines, now)


def awarded_to(numbers: pl.Series) -> pl.DataFrame:
    """What was awarded to persons under any number they have or had, the oldest first: columns of
    `AWARDED`, ``person`` being the number asked for.
    """
    held = numbers_of(numbers)
    found = store.fetch(
        f"SELECT {', '.join(AWARDED)} FROM benefits_maternity"
        " WHERE person = ANY(%(numbers)s::bigint[]) ORDER BY id",
        AWARDED,
        numbers=held["number"].unique(),
    )
    return under_asked(found, held)


_PAID_OTHERWISE = """
    SELECT coalesce(m.award, p.award) FROM benefits_maternity m
    FULL JOIN (SELECT * FROM benefits_pension WHERE kind = 'maternity') p USING (award)
    WHERE p.id IS NULL OR m.id IS NULL
        OR (p.person, p.monthly, p.paid_from) IS DISTINCT FROM (m.person, m.monthly, m.first_month)
        OR coalesce(p.paid_till > m.last_month, true)  -- a death may end it sooner
        OR p.paid_till <> m.last_month AND p.end_reason IS DISTINCT FROM 'died'
    ORDER BY 1
"""


def are_whole() -> list[str]:
    """Every award that is not what its leaf says, or is not paid as it was awarded, in English."""
    return [
        *AWARDS.faults(),
        *(f"{award}: it is not paid as it was awarded" for (award,) in store.rows(_PAID_OTHERWISE)),
    ]
