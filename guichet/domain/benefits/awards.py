"""Awards: what was decided for whom, with the steps it came about by; each brings its pension into
payment at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import polars as pl

from guichet.domain.benefits import audit_check, commands
from guichet.domain.registry.histories import numbers_of, under_asked
from guichet.engine import audit, store
from guichet.law.steps import Explained
from guichet.lib.months import add_months, first_day

OLD_AGE, DISABILITY = "old-age", "disability"
BESIDE_WORK = "work-again"  # why a line ended: its holder works, and it comes back after the work
AWARDED = {
    "person": pl.Int64,
    "way": pl.String,  # normal, early ... as the law calls it
    "paid_from": pl.Date,
    "monthly": pl.Int64,  # minor units
    "transaction": pl.Int64,
    "steps": pl.String,  # JSON of `as_text`
}
KEPT = {
    "person": pl.Int64,
    "award": pl.String,
    "benefit": pl.String,
    "way": pl.String,
    "decided_on": pl.Date,
    "paid_from": pl.Date,
    "monthly": pl.Int64,
    "transaction": pl.Int64,
}


def as_text(explained: Iterable[Explained]) -> str:
    """The steps of a decision as they are kept: JSON, one object a kind of the law."""
    return json.dumps([one.as_data() for one in explained], ensure_ascii=False)


def award(rows: pl.DataFrame, benefit: str, today: date, now: datetime) -> None:
    """Decide for persons, each once, and bring their pensions into payment.

    Args:
        rows: columns of `AWARDED`.

    Raises:
        django.db.IntegrityError: a person has a pension of that kind already.
    """
    keep(
        rows.select(*AWARDED).with_columns(
            award=pl.format("{}-{}", pl.lit(benefit), pl.col("transaction")),
            decided_on=pl.lit(today),
            paid_till=pl.lit(None, dtype=pl.Date),
        ),
        benefit,
        now,
    )


def keep(rows: pl.DataFrame, benefit: str, now: datetime) -> None:
    """Keep awards under their names, and bring their pensions into payment.

    Args:
        rows: columns of `AWARDED`, ``award``, ``decided_on``, and ``paid_till``, the last month of
            the pension (null: until further notice).

    Raises:
        django.db.IntegrityError: one was kept before, or a person has a pension of that kind.
    """
    with store.atomic():
        leaf = audit.reserve()
        kept = rows.with_columns(benefit=pl.lit(benefit), leaf=pl.lit(leaf))
        store.insert("benefits_award", kept.drop("paid_till"))
        commands.enter(
            rows.select(
                "person",
                "monthly",
                "paid_from",
                "paid_till",
                "award",
                kind=pl.lit(benefit),
                owed_from=pl.col("paid_from"),
            ),
            now,
        )
        audit_check.awarded(kept, leaf)


def awards_of(numbers: pl.Series) -> pl.DataFrame:
    """What was decided for persons: columns of `KEPT`, the oldest first."""
    return store.fetch(
        f"SELECT {', '.join(KEPT)} FROM benefits_award"
        " WHERE person = ANY(%(numbers)s::bigint[]) ORDER BY person, id",
        KEPT,
        numbers=numbers,
    )


def steps_of(awards: pl.Series) -> pl.DataFrame:
    """The steps that were kept with awards: ``award``, ``steps`` (JSON of `as_text`)."""
    return store.fetch(
        "SELECT award, steps FROM benefits_award WHERE award = ANY(%(awards)s::text[])",
        {"award": pl.String, "steps": pl.String},
        awards=awards,
    )


def mean_wage(steps: str | None) -> int | None:
    """The mean wage that a decision told in its ``steps``, minor units; None: it told none."""
    told = json.loads(steps) if steps else []
    found = [
        step["result"]["value"]
        for one in told
        for step in one["steps"]
        if step["name"] in ("average", "average_limited")
    ]
    return int(found[-1]) if found else None


def in_payment(numbers: pl.Series, benefits: Sequence[str], today: date) -> pl.DataFrame:
    """Who is paid a pension of certain kinds in a month after that of ``today``: ``person`` (the
    number asked for), ``benefit``, and ``awarded_by``, the transaction that awarded it (null: it
    was entered, not asked for here). One row a person and kind.

    A pension stays under the number its holder had when it was entered: it is theirs under every
    number they have or had. One that is not paid while its holder works comes back by itself, and
    is in payment: who has left is not to be awarded another before it does.
    """
    held = numbers_of(numbers)
    found = store.fetch(
        "SELECT p.person, p.kind, a.transaction FROM benefits_pension p"
        " LEFT JOIN benefits_award a ON a.award = p.award"
        " WHERE p.person = ANY(%(numbers)s::bigint[]) AND p.kind = ANY(%(benefits)s)"
        " AND (p.paid_till IS NULL OR p.paid_till >= greatest(%(following)s, p.paid_from)"
        "  OR p.end_reason = %(stopped)s AND NOT EXISTS (SELECT FROM benefits_pension later"
        "   WHERE later.person = p.person AND later.kind = p.kind AND later.id > p.id))",
        {"person": pl.Int64, "benefit": pl.String, "awarded_by": pl.Int64},
        numbers=held["number"].unique(),
        benefits=list(benefits),
        following=add_months(first_day(today), 1),
        stopped=BESIDE_WORK,
    )
    mine = under_asked(found, held).sort("person", "benefit", "awarded_by", nulls_last=True)
    return mine.unique(["person", "benefit"], keep="first", maintain_order=True)
