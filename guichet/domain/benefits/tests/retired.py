"""People who have retired: awarded an early pension on 22 November 2026, paid from December on.

10,000.00 a month since January 1995, left on 20 November 2026: 75 months before April 2001 and 308
after it, so 10,000 x (75/600 + 308/480) = 7,666.67.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from demo.public_bodies.bank import iban_of
from guichet.domain.benefits import audit_check, awards, old_age, queries, recalculation
from guichet.domain.benefits.recalculation import recalculations_are_whole
from guichet.domain.payouts.tests.test_batches import record
from guichet.domain.registry import commands as register
from guichet.domain.registry.tests import seeds
from guichet.engine import store

ONE, TWO, THREE = 1_000_000_024, 1_000_000_032, 1_000_000_040
DECIDED, LATER = date(2026, 11, 22), date(2027, 3, 10)
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AFTER = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)
DECEMBER, MARCH = date(2026, 12, 1), date(2027, 3, 1)
MONTHLY = 766_667


def place() -> int:
    """Where they worked."""
    return seeds.establishment(1_010_999_901)


def worked(person: int, at: int, since: date = date(1995, 1, 1), **rest: object) -> int:
    """Somebody who has left and has an account; the engagement."""
    engagement = seeds.engage(at, person, since=since, **rest)  # type: ignore[arg-type]
    left = {
        "engagement_id": [engagement],
        "ended_on": [date(2026, 11, 20)],
        "end_reason": ["resignation"],
        "transaction": [seeds.BEFORE],
    }
    register.end_engagements(ends=pl.DataFrame(left), today=DECIDED)
    record(iban_of(person), person)
    return engagement


def award(*persons: int) -> None:
    """What a claim of that day does."""
    answer = old_age.Records.of(pl.Series(persons), DECIDED).on(DECIDED)
    found = answer.answers.select("person", "way", "monthly", paid_from="from_day")
    rows = found.with_columns(
        transaction=pl.col("person") - 1_000_000_000,
        steps=pl.lit("[]"),
    )
    awards.award(rows, awards.OLD_AGE, DECIDED, AT)


def corrected(engagement: int, since: date, basic: int) -> None:
    """The wage of an engagement from a month on was another one, minor units, without housing."""
    version = store.value(
        "SELECT coalesce(max(version), 0) + 1 FROM registry_wage"
        " WHERE engagement_id = %(e)s AND effective_from = %(month)s",
        e=engagement,
        month=since,
    )
    row = {
        "engagement_id": [engagement],
        "effective_from": [since],
        "version": [version],
        "basic": [basic],
        "housing": [0],
        "transaction": [seeds.BEFORE],
    }
    register.set_wages(wages=pl.DataFrame(row), today=LATER)


def paid(person: int) -> list[tuple[int, date, date | None]]:
    """The lines of somebody's pension: what a month, from when, until when."""
    return queries.history_of(person).select("monthly", "paid_from", "paid_till").rows()


def whole() -> bool:
    """Whether awards and successions are as the log says."""
    return not audit_check.awards_are_whole() and not recalculations_are_whole()


def recalculated() -> None:
    """Every award decided anew, on the day after."""
    recalculation.recalculate(AFTER)
