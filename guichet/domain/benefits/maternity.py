"""Who has a right to a benefit for a birth, and what it comes to: by the law of each on the day of
the birth, from what is on record.

The right hangs on work and not on payment, as that of those out of work does: what an employer has
not paid is owed by the employer, and counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from guichet.domain.benefits.contributed import capped, until, worked_by
from guichet.domain.benefits.deadlines import with_deadline
from guichet.domain.benefits.old_age import DIED, NOT_INSURED, UNKNOWN
from guichet.domain.registry.histories import engagements_held
from guichet.domain.registry.histories import persons as known_persons
from guichet.law import country
from guichet.law.awards import Kind
from guichet.law.steps import Explained

BENEFIT = "maternity"
NO_WAGE = "no-wage"  # beside `old_age.UNKNOWN`, `DIED` and `NOT_INSURED`
ASKED = {
    "row": pl.Int64,  # tells apart what is asked
    "person": pl.Int64,
    "birth": pl.Date,
    "pregnancy_months": pl.Int64,  # null: a child that lives, or not known
    "companion": pl.Boolean,  # the child needs one
}
ANSWER = {
    "row": pl.Int64,
    "person_id": pl.Int64,
    "name_ar": pl.String,
    "name_latin": pl.String,
    "why": pl.String,  # there is nothing to judge; null: what follows says it
    "in_force": pl.Boolean,  # the benefit existed on the day of the birth
    "in_service": pl.Boolean,  # at work on that day
    "enough": pl.Boolean,
    "carried": pl.Boolean,  # the pregnancy lasted as long as is asked for
    "qualifying_months": pl.Int64,  # parts of months
    "months_needed": pl.Int64,
    "window_months": pl.Int64,
    "pregnancy_needed": pl.Int64,
    "average": pl.Int64,  # minor units
    "months": pl.Int64,
    "monthly": pl.Int64,
    "first_month": pl.Date,
    "last_month": pl.Date,
    "claim_by": pl.Date,  # null: the law knows no last day
    "late": pl.Boolean,
}
_FOUND = [
    name
    for name in ANSWER
    if name not in ("person_id", "name_ar", "name_latin", "why", "claim_by", "late", "in_service")
]


@dataclass(frozen=True, slots=True)
class Judged:
    """Answers, and the rows they were worked from, for their explanation."""

    answers: pl.DataFrame  # columns of `ANSWER`, one for each row asked
    rows: tuple[tuple[str, pl.DataFrame], ...]  # of each kind that was worked

    def explained(self) -> Iterator[tuple[int, Explained]]:
        """The steps to each row's right and amount."""
        for kind, rows in self.rows:
            for row in rows.iter_rows(named=True):
                yield row["row"], country.benefits.explain(kind, row)


def judge(asked: pl.DataFrame, today: pl.Expr) -> Judged:
    """The right of everybody asked about, and what it comes to whether they have it or not.

    Args:
        asked: columns of `ASKED`, and those that ``today``, the day of the claim, names.
    """
    numbers = asked["person"].drop_nulls().unique()
    known = known_persons(numbers).unique("asked")
    people = known.select("person_id", "name_ar", "name_latin", "cohort", "died_on", person="asked")
    rows = asked.with_columns(claimed_on=today).join(
        people, on="person", how="left", maintain_order="left"
    )
    rows = with_deadline(_with_service(rows, numbers).with_columns(entitled_from="birth"))
    able = rows.filter(pl.col("died_on").is_null() & pl.col("birth").is_not_null())
    worked = worked_by(numbers)
    pieces, done = [], []
    for (day, cohort), mine in able.group_by("birth", "cohort", maintain_order=True):
        kind = country.benefits.of(BENEFIT, str(cohort))
        if kind is not None and isinstance(day, date):
            judged = _worked(kind, mine, until(worked, day, day), day)
            done.append((kind.name, judged))
            pieces.append(judged.select(_FOUND))
    return Judged(_told(rows, pieces), tuple(done))


def _worked(kind: Kind, mine: pl.DataFrame, history: pl.DataFrame, day: date) -> pl.DataFrame:
    law = country.benefits
    people = mine.select("person", "cohort").unique()
    own = history.join(people.select("person"), on="person", how="semi").sort(
        "person", "started_on"
    )
    facts = law.facts(kind.name, capped(law.history(kind.name, own), people, day), day)
    said = mine.select("row", "person", "in_service", "pregnancy_months", sick_child="companion")
    return law.award(kind.name, said.join(facts, on="person", maintain_order="left"))


def _with_service(rows: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    """Add whether each was at work on the day of the birth."""
    held = engagements_held(numbers).select("person", "started_on", "ended_on")
    there = rows.select("row", "person", "birth").join(held, on="person")
    there = there.filter(
        (pl.col("started_on") <= pl.col("birth"))
        & (pl.col("ended_on").is_null() | (pl.col("ended_on") >= pl.col("birth")))
    )
    return rows.with_columns(in_service=pl.col("row").is_in(there["row"].implode()))


def _told(rows: pl.DataFrame, pieces: list[pl.DataFrame]) -> pl.DataFrame:
    cohorts = rows["cohort"].drop_nulls().unique().to_list()
    insured = [c for c in cohorts if country.benefits.of(BENEFIT, c) is not None]
    empty = pl.DataFrame(schema={name: ANSWER[name] for name in _FOUND})
    found = pl.concat([empty, *pieces])
    whole = rows.join(found, on="row", how="left", maintain_order="left")
    why = (
        pl.when(pl.col("person_id").is_null())
        .then(pl.lit(UNKNOWN))
        .when(pl.col("died_on").is_not_null())
        .then(pl.lit(DIED))
        .when(~pl.col("cohort").is_in(insured))
        .then(pl.lit(NOT_INSURED))
        .when(pl.col("birth").is_not_null() & pl.col("in_force").is_null())
        .then(pl.lit(NO_WAGE))
    )
    return whole.with_columns(why=why, late=pl.col("late").fill_null(value=False)).select(*ANSWER)
