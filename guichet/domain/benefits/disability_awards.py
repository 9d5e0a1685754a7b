"""Disability pensions that were awarded after a board's finding: which are in payment, when the
board looks at them again, and how one ends or changes.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl

from guichet.domain.benefits import awards, commands, disability, old_age
from guichet.domain.benefits.kept_rows import Kept
from guichet.domain.benefits.succession import RECALCULATED
from guichet.domain.registry.histories import engagements_held
from guichet.engine import events, store
from guichet.engine.context import HOME
from guichet.lib.months import add_months, first_day

ENDED = "pension-ended"  # the event
RECOVERED, CHANGED = "recovered", "reviewed"  # why a pension ended
RESTS_ON = {
    "award": pl.String,
    "supersedes": pl.String,  # null: of a claim
    "person": pl.Int64,
    "since": pl.Date,
    "finding": pl.Int64,
    "pension": pl.Int64,  # a month, minor units, without what is for a helper
    "helper": pl.Boolean,
    "review_on": pl.Date,  # null: final
}
REVIEW: dict[str, Any] = {
    "id": pl.Int64,
    **RESTS_ON,
    "monthly": pl.Int64,  # minor units
    "transaction": pl.Int64,
    "due_on": pl.Date,
    "works": pl.Boolean,  # there is work that no board has looked at
}
DISABILITIES = Kept(
    "benefits_disability", "disability-awarded", "disability pensions", "decided", RESTS_ON
)
_PAID = """
    SELECT d.person FROM benefits_disability d
    JOIN benefits_pension p ON p.award = d.award AND p.paid_till IS NULL
    WHERE %(award)s::text IS NULL OR d.award = %(award)s
"""
# Those in payment, each with the last day that its board named; of who works again that of the
# award. Nobody is awarded a pension at work: work of before it came to be on record since.
_REVIEWS = """
    SELECT * FROM (
        SELECT d.id, d.award, d.supersedes, d.person, d.since, d.finding, d.pension, d.helper,
            d.review_on,
            p.monthly, a.transaction,
            CASE WHEN w.works THEN a.decided_on WHEN f.id IS NULL THEN d.review_on
                ELSE f.review_on END AS due,
            w.works
        FROM benefits_disability d
        JOIN benefits_pension p ON p.award = d.award AND p.paid_till IS NULL
        JOIN benefits_award a ON a.award = d.award
        LEFT JOIN LATERAL (
            SELECT f.id, f.review_on, v.at FROM benefits_boardfinding f
            JOIN benefits_boardvote v ON v.finding = f.id AND v.agreed
            WHERE f.award = d.award ORDER BY f.id DESC LIMIT 1
        ) f ON true
        CROSS JOIN LATERAL (SELECT EXISTS (
            SELECT FROM (SELECT person, started_on FROM unnest(
                %(persons)s::bigint[], %(started)s::date[]) e(person, started_on)) e
            WHERE e.person = d.person AND e.started_on > coalesce(
                (f.at AT TIME ZONE %(home)s)::date,
                CASE WHEN d.supersedes IS NOT NULL THEN a.decided_on END, '-infinity')
        ) AS works) w
    ) r WHERE (%(award)s::text IS NULL OR award = %(award)s)
    ORDER BY due NULLS LAST, id
"""


def way_of(right: disability.Right) -> str:
    """By which of the law's two ways somebody comes to it."""
    return "in-service" if right.in_service else "after-leaving"


def award(rows: pl.DataFrame, today: date, now: datetime) -> None:
    """Award pensions and bring them into payment: columns of `awards.AWARDED`, and of `RESTS_ON`
    but for the name.

    Raises:
        django.db.IntegrityError: a person has a disability pension already.
    """
    with store.atomic():
        awards.award(rows, awards.DISABILITY, today, now)
        named = rows.with_columns(
            award=pl.format("{}-{}", pl.lit(awards.DISABILITY), "transaction"),
            supersedes=pl.lit(None, pl.String),
        )
        DISABILITIES.keep(named.select(*RESTS_ON))


def without_helper(named: pl.Series) -> pl.DataFrame:
    """What awards come to a month without what is for a helper, which nobody inherits: ``award``,
    ``pension``; those that were entered from elsewhere are not known.
    """
    return store.fetch(
        "SELECT award, pension FROM benefits_disability WHERE award = ANY(%(awards)s::text[])",
        {"award": pl.String, "pension": pl.Int64},
        awards=named,
    )


def reviews(today: date, award: str | None = None) -> pl.DataFrame:
    """Pensions in payment that a board is to look at by ``today``, those longest due first; of
    all, or that of an award: columns of `REVIEW`.
    """
    due = looked_at(today, award).filter(pl.col("due_on") <= today)
    # At the normal age it is final, and the dead are not examined.
    known = old_age.Records.of(due["person"], today).on(today).answers
    over = known.filter((pl.col("reached") <= today) | (pl.col("why") == old_age.DIED))
    return due.join(over, on="person", how="anti", maintain_order="left")


def looked_at(today: date, award: str | None = None) -> pl.DataFrame:
    """Pensions in payment, or that of an award, with the day on which a board is to look at each,
    whenever that is: columns of `REVIEW`.
    """
    people = store.fetch(_PAID, {"person": pl.Int64}, award=award)["person"]
    held = engagements_held(people.unique())
    held = held.filter(pl.col("ended_on").is_null() & (pl.col("started_on") <= today))
    return store.fetch(
        _REVIEWS,
        REVIEW,
        persons=held["person"],
        started=held["started_on"],
        award=award,
        home=str(HOME),
    )


# What proved the disability is what the first of awards that took one another's place rests on: a
# later look at it comes long after the law's window for proving it.
_FIRST_EXAMINED = """
    WITH RECURSIVE chain AS (
        SELECT supersedes, finding FROM benefits_disability WHERE award = %(award)s
        UNION ALL SELECT d.supersedes, d.finding FROM benefits_disability d
        JOIN chain c ON d.award = c.supersedes
    )
    SELECT f.examined_on FROM chain c JOIN benefits_boardfinding f ON f.id = c.finding
    WHERE c.supersedes IS NULL
"""


def recover(row: dict[str, Any], now: datetime, today: date) -> None:
    """End the pension of who is no longer disabled with this month; they are told."""
    commands.end(row["award"], today, RECOVERED, now)
    till = store.value(
        "SELECT paid_till FROM benefits_pension WHERE award = %(award)s", award=row["award"]
    )
    events.tell(ENDED, {"person": row["person"], "last": f"{till:%Y-%m}"}, now)


def change_helper(row: dict[str, Any], found: dict[str, Any], now: datetime, today: date) -> None:
    """The pension with a helper's allowance, or without it, from next month on: another award in
    the place of the old one, worked from the day of the disability as that was.
    """
    proven = store.value(_FIRST_EXAMINED, award=row["award"])
    again = disability.right(
        row["person"], row["since"], today, proven_on=proven, helper=found["helper"]
    )
    if again.why is not None or again.monthly == row["monthly"]:
        return
    following = add_months(first_day(today), 1)
    commands.end(row["award"], today, CHANGED, now)
    _in_its_place(row, again, found, following, now, today)
    told = {"person": row["person"], "paid": row["monthly"], "due": again.monthly}
    events.tell(RECALCULATED, told | {"since": f"{following:%Y-%m}"}, now)


def restore(award: str, found: dict[str, Any], now: datetime, today: date) -> None:
    """A pension that ended on a finding goes on from the month after it, because an appeal board
    has found otherwise; the months since are ordered by the monthly run.
    """
    row = store.fetch(
        f"SELECT {', '.join(f'd.{name}' for name in RESTS_ON)}, a.transaction, p.paid_till"
        " FROM benefits_disability d JOIN benefits_award a ON a.award = d.award"
        " JOIN benefits_pension p ON p.award = d.award WHERE d.award = %(award)s",
        {**RESTS_ON, "transaction": pl.Int64, "paid_till": pl.Date},
        award=award,
    ).row(0, named=True)
    again = disability.right(
        row["person"],
        row["since"],
        today,
        proven_on=store.value(_FIRST_EXAMINED, award=award),
        helper=found["helper"],
    )
    if again.why is not None:
        return
    following = add_months(row["paid_till"], 1)
    _in_its_place(row, again, found, following, now, today)
    told = {"person": row["person"], "paid": None, "due": again.monthly}
    events.tell(RECALCULATED, told | {"since": f"{following:%Y-%m}"}, now)


def _in_its_place(
    row: dict[str, Any],
    again: disability.Right,
    found: dict[str, Any],
    following: date,
    now: datetime,
    today: date,
) -> None:
    """Another award in the place of an ended one (columns of `RESTS_ON`, and ``transaction``)."""
    name = f"{row['award']}.{found['id']}"
    kept = {
        "person": row["person"],
        "way": way_of(again),
        "paid_from": following,
        "monthly": again.monthly,
        "transaction": row["transaction"],
        "steps": awards.as_text(again.explained),
        "award": name,
        "decided_on": today,
        "paid_till": None,
    }
    schema = {**awards.AWARDED, "award": pl.String, "decided_on": pl.Date, "paid_till": pl.Date}
    awards.keep(pl.DataFrame([kept], schema=schema), awards.DISABILITY, now)
    rests = {name: row[name] for name in ("person", "since")} | {
        "award": name,
        "supersedes": row["award"],
        "finding": found["id"],
        "pension": again.pension,
        "helper": found["helper"],
        "review_on": found["review_on"],
    }
    DISABILITIES.keep(pl.DataFrame([rests], schema=RESTS_ON))


_UNFOUND = """
    SELECT d.award FROM benefits_disability d
    LEFT JOIN benefits_boardfinding f ON f.id = d.finding AND f.disabled AND NOT f.occupational
    LEFT JOIN benefits_boardvote v ON v.finding = f.id AND v.agreed
    LEFT JOIN benefits_award a ON a.award = d.award AND a.person = d.person
        AND a.benefit = 'disability'
    WHERE v.id IS NULL OR a.id IS NULL ORDER BY 1
"""


def are_whole() -> list[str]:
    """Every disability pension that is not what its leaf says, or that no two members of a board
    have found, in English.
    """
    return [
        *DISABILITIES.faults(),
        *(f"{award}: no board has found it" for (award,) in store.rows(_UNFOUND)),
    ]
