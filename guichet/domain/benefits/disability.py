"""Who has a right to a pension for a disability that is no work injury, and what it comes to: by
the law of the day since which they cannot work, from what is on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from guichet.domain.benefits import old_age
from guichet.domain.benefits.contributed import capped, history_of, last_run, until
from guichet.domain.registry.histories import engagements_held, numbers_of
from guichet.domain.registry.histories import persons as known_persons
from guichet.law import country
from guichet.law.awards import BenefitError, one
from guichet.law.parameters import NotInForce
from guichet.law.steps import Explained
from guichet.lib.months import add_months, first_day

BENEFIT, BOARD = "disability", "medical_board"
BEFORE_LAW, OF_AGE, TOO_FEW = "before-law", "of-age", "too-few"


@dataclass(frozen=True, slots=True)
class Right:
    """What a disability gives, or why nothing: of `old_age.WHYS` or those above."""

    why: str | None
    born: date | None = None
    reached: date | None = None  # when the normal age is
    working: bool = False  # an engagement lasts today
    left_on: date | None = None  # the last day of work
    months: int = 0  # parts of months
    months_needed: int = 0
    in_service: bool = False  # it counts as of the time at work
    average: int = 0  # minor units
    pension: int = 0
    helper: int = 0
    monthly: int = 0
    paid_from: date = date.min
    explained: tuple[Explained, ...] = ()


def right(
    person: int,
    since: date,
    today: date,
    *,
    asked_on: date | None = None,
    proven_on: date | None = None,
    helper: bool = False,
) -> Right:
    """What a disability since a day gives by what is on record today.

    Args:
        person: national number.
        asked_on: the day of the claim, which the board has looked at since; None: today.
        proven_on: the day of the board's examination; None: today.
        helper: whether another's help is needed.
    """
    numbers = pl.Series([person], dtype=pl.Int64)
    known = old_age.Records.of(numbers, today).on(today).answers.row(0, named=True)
    born, reached = known["born"], known["reached"]
    if known["why"] not in (None, old_age.NOT_YET, old_age.NO_PERIODS):
        return Right(known["why"], born)
    if reached is not None and since >= reached:
        return Right(OF_AGE, born, reached)
    held = engagements_held(numbers)
    facts = _service(held, since) | {"proven_on": proven_on or today, "helper_needed": helper}
    try:
        worked = _worked(person, since, today, facts)
    except (NotInForce, BenefitError):
        return Right(BEFORE_LAW, born, reached)
    if isinstance(worked, str):
        return Right(worked, born, reached)
    last = _left(held, today)
    begins = add_months(first_day(max(since, last or since)), 1)
    told = {name: worked[name] for name in _TOLD}
    return Right(
        None if worked["entitled"] else TOO_FEW,
        born,
        reached,
        working=held.height > 0 and last is None,
        left_on=last,
        paid_from=_owed_from(known["cohort"], begins, asked_on or today),
        explained=(country.benefits.explain(worked["_kind"], worked),),
        **told,
    )


_TOLD = ("months", "months_needed", "in_service", "average", "pension", "helper", "monthly")


def _service(held: pl.DataFrame, since: date) -> dict[str, Any]:
    """Whether somebody was at work on a day, and until when."""
    begun = held.filter(pl.col("started_on") <= since)
    there = begun.filter(pl.col("ended_on").is_null() | (pl.col("ended_on") >= since))
    left = None if begun["ended_on"].null_count() else begun["ended_on"].max()
    return {"in_service": there.height > 0, "left_on": left}


def _left(held: pl.DataFrame, today: date) -> date | None:
    """The last day of work; None while there is work."""
    if held.filter(pl.col("ended_on").is_null() | (pl.col("ended_on") >= today)).height:
        return None
    last = held["ended_on"].max()
    assert last is None or isinstance(last, date)
    return last


def _worked(person: int, since: date, today: date, facts: dict[str, Any]) -> dict[str, Any] | str:
    """The kind of the person's law worked; or why it cannot be."""
    known = known_persons(pl.Series([person], dtype=pl.Int64))
    cohort = str(known["cohort"][0])
    kind, law = country.benefits.of(BENEFIT, cohort), country.benefits
    if kind is None:
        return old_age.NOT_INSURED
    numbers = numbers_of(pl.Series([person], dtype=pl.Int64))["number"]
    after = since + timedelta(days=1)  # the day itself counts
    mine = history_of(numbers, today).with_columns(person=pl.lit(known["number"][0]))
    held = until(mine, after, today).sort("started_on")
    if held.is_empty():
        return old_age.NO_PERIODS
    people = known.select("cohort", person="number")
    made = law.facts(kind.name, capped(law.history(kind.name, held), people, today), after)
    running = int(law.history(kind.name, last_run(held))["parts"].sum())
    row = made.row(0, named=True) | facts | {"on": since, "consecutive_months": running}
    row["total_months"] = row["months_all"]
    told = {name: value for name, value in row.items() if name in kind.needs}
    return one(kind, told, country.parameters()) | {"_kind": kind.name}


def _owed_from(cohort: str, begins: date, asked_on: date) -> date:
    """The first month a claim of a day is paid for."""
    kind = country.benefits.of("claim", cohort)
    if kind is None:
        return begins
    row = {"on": asked_on, "cohort": cohort, "entitled_from": begins}
    found: date = one(kind, row, country.parameters())["owed_from"]
    return first_day(found)


def board_rules(on: date) -> dict[str, int]:
    """By what boards go on a day: ``within_days`` to decide, ``review_months`` at most until they
    look again, ``lasting_months`` that a disability is to last.
    """
    kind = country.benefits.kind(BOARD)
    worked = one(kind, {"on": on}, country.parameters())
    return {name: int(worked[name]) for name in kind.gives}
