"""Unemployment benefits that were awarded, and the months of them that were confirmed: each becomes
a month in payment, which the monthly run orders once.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.domain.benefits import commands
from guichet.domain.benefits.kept_rows import Kept
from guichet.domain.registry.histories import numbers_of, under_asked
from guichet.engine import store

KIND = "unemployment"
AWARDED = {
    "award": pl.String,  # its name
    "person": pl.Int64,  # the number it was claimed under
    "claim": pl.Int64,  # which of the person's claims; one that goes on keeps its number
    "engagement": pl.Int64,  # the one that ended
    "left_on": pl.Date,
    "reason": pl.String,
    "decided_on": pl.Date,
    "from_day": pl.Date,  # the first month
    "payable_till": pl.Date,  # the last month of the law's window
    "window_from": pl.Date,  # the first month of the claim
    "months_awarded": pl.Int64,
    "first_months": pl.Int64,
    "first": pl.Int64,  # minor units a month
    "next": pl.Int64,
    "wage_sum": pl.Int64,  # the mean it is worked from, exact
    "wage_months": pl.Int64,
    "transaction": pl.Int64,
    "steps": pl.String,  # JSON of `awards.as_text`
}
CONFIRMED = {
    "award": pl.String,
    "month": pl.Date,
    "number": pl.Int64,  # of the award, from 1
    "person": pl.Int64,  # the number it was confirmed under, and is paid under
    "amount": pl.Int64,  # minor units
    "by_agent": pl.Boolean,  # somebody else said it for them
    "transaction": pl.Int64,
}
AWARDS = Kept(
    "benefits_unemployment", "unemployment-awarded", "unemployment awards", "decided", AWARDED
)
MONTHS = Kept(
    "benefits_unemploymentmonth",
    "unemployment-month",
    "months of unemployment",
    "confirmed",
    CONFIRMED,
)


def award(rows: pl.DataFrame, today: date) -> None:
    """Award benefits: columns of `AWARDED` but for its name, its day; each departure once.

    Raises:
        django.db.IntegrityError: something was awarded for that departure already.
    """
    named = rows.with_columns(
        award=pl.format("{}-{}", pl.lit(KIND), pl.col("transaction")), decided_on=pl.lit(today)
    )
    with store.atomic():
        AWARDS.keep(named.select(*AWARDED))


_UNDONE = (
    "SELECT count(*) FROM benefits_unemploymentmonth m"
    " JOIN benefits_pension p ON p.award = m.award || '-' || m.number"
    " WHERE m.award = u.award AND p.paid_till < p.paid_from"
)


def awarded_to(numbers: pl.Series) -> pl.DataFrame:
    """What was awarded to persons under any number they have or had, the oldest first: columns of
    `AWARDED`, ``person`` being the number asked for; ``confirmed``, how many months were, and of
    them ``undone``, which were not due as came to be known later.
    """
    held = numbers_of(numbers)
    columns = ", ".join(f'u."{name}"' for name in AWARDED)
    found = store.fetch(
        f"SELECT {columns}, (SELECT count(*) FROM benefits_unemploymentmonth m"
        f" WHERE m.award = u.award), ({_UNDONE}) FROM benefits_unemployment u"
        " WHERE u.person = ANY(%(numbers)s::bigint[]) ORDER BY u.id",
        {**AWARDED, "confirmed": pl.Int64, "undone": pl.Int64},
        numbers=held["number"].unique(),
    )
    return under_asked(found, held)


def last_claims(numbers: pl.Series) -> pl.DataFrame:
    """The last claim of each person who had one: how far it was paid, and what it was worked from.

    Columns: person, last_claim, last_from (its first month), last_till (of its window),
    months_of_claim, months_used, sum_then and count_then (of the mean wage).
    """
    rows = awarded_to(numbers)
    last = rows.filter(pl.col("claim") == pl.col("claim").max().over("person"))
    return last.group_by(person="person", last_claim="claim").agg(
        last_from=pl.col("window_from").first(),
        last_till=pl.col("payable_till").first(),
        months_of_claim=pl.col("months_awarded").first(),
        months_used=(pl.col("confirmed") - pl.col("undone")).sum(),
        sum_then=pl.col("wage_sum").first(),
        count_then=pl.col("wage_months").first(),
    )


def months_of(awards: pl.Series) -> pl.DataFrame:
    """The months of awards that were confirmed, the first first: columns of `CONFIRMED`."""
    return store.fetch(
        f"SELECT {', '.join(CONFIRMED)} FROM benefits_unemploymentmonth"
        " WHERE award = ANY(%(awards)s) ORDER BY award, number",
        CONFIRMED,
        awards=awards.drop_nulls().unique().to_list(),
    )


def confirm(rows: pl.DataFrame, now: datetime) -> None:
    """Keep that months were confirmed, and enter them to be paid: columns of `CONFIRMED`, each
    month of an award once.

    Raises:
        django.db.IntegrityError: a month was confirmed already, or two at the same time.
    """
    kept = rows.select(*CONFIRMED)
    with store.atomic():
        MONTHS.keep(kept.with_columns(at=pl.lit(now)))
        lines = kept.select(
            "person",
            kind=pl.lit(KIND),
            monthly="amount",
            paid_from="month",
            paid_till="month",
            award=pl.format("{}-{}", "award", "number"),
            owed_from="month",
        )
        commands.enter(lines, now)


_PAID_OTHERWISE = """
    SELECT coalesce(m.award || '-' || m.number, p.award) FROM benefits_unemploymentmonth m
    FULL JOIN (SELECT * FROM benefits_pension WHERE kind = 'unemployment') p
        ON p.award = m.award || '-' || m.number
    WHERE p.id IS NULL OR m.id IS NULL OR (p.person, p.monthly, p.paid_from)
        IS DISTINCT FROM (m.person, m.amount, m.month)
    UNION ALL
    SELECT m.award || '-' || m.number FROM benefits_unemploymentmonth m
    LEFT JOIN benefits_unemployment u ON u.award = m.award
    WHERE u.id IS NULL OR m.number > u.months_awarded OR m.month < u.from_day
        OR m.month > u.payable_till
        OR m.amount <> CASE WHEN m.number <= u.first_months THEN u."first" ELSE u."next" END
    ORDER BY 1
"""


def are_whole() -> list[str]:
    """Every award and month that is not what its leaf says, and every month that is not paid as it
    was awarded and confirmed, in English.
    """
    return [
        *AWARDS.faults(),
        *MONTHS.faults(),
        *(
            f"unemployment {month}: it is not paid as it was awarded"
            for (month,) in store.rows(_PAID_OTHERWISE)
        ),
    ]
