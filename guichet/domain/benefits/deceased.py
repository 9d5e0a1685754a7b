"""The pension of somebody who has died, which the family shares: the one that was paid, or what
their contributions came to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from guichet.domain.benefits import awards, disability_awards, queries, work_again_lines
from guichet.domain.benefits.contributed import capped, history_of, last_run, until
from guichet.domain.registry.histories import numbers_of
from guichet.domain.registry.histories import persons as known_persons
from guichet.law import country
from guichet.law.awards import BenefitError, one
from guichet.law.parameters import NotInForce
from guichet.law.steps import Explained
from guichet.lib.months import add_months, first_day

IN_SERVICE = "death_in_service"
PENSIONER, WORKER, FORMER = "pensioner", "in-service", "after-leaving"
WAYS = (PENSIONER, WORKER, FORMER)
UNKNOWN, NOT_INSURED, NO_PERIODS, TOO_SHORT = "unknown", "not-insured", "no-periods", "too-short"
BEFORE_LAW = "before-law"
CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Whole:
    """What a family shares, or why there is nothing."""

    why: str | None  # None: there is a pension
    cohort: str = ""
    way: str = ""  # one of `WAYS`
    pension: int = 0  # a month, minor units
    average: int | None = None  # the mean wage it came from; None: not on record
    paid_from: date = date.min  # the first of the month after the death
    owed_from: date = date.min  # the first month that a claim of today is paid for
    explained: tuple[Explained, ...] = ()


def whole(number: int, died_on: date, today: date) -> Whole:
    """What the family of a person shares who died on a day, by a claim of today."""
    known = known_persons(pl.Series([number], dtype=pl.Int64))
    if known.is_empty():
        return Whole(UNKNOWN)
    person = known.row(0, named=True)
    paid_from = add_months(first_day(died_on), 1)
    member = country.benefits.of("member", person["cohort"])
    if member is None:
        return Whole(NOT_INSURED)
    numbers = numbers_of(pl.Series([number], dtype=pl.Int64))["number"]
    try:
        found = _drawn(numbers, died_on) or _contributed(known, numbers, died_on, today)
        claim = _claim(person["cohort"], paid_from, today)
    except (NotInForce, BenefitError):  # of deaths before the law of today's numbers
        return Whole(BEFORE_LAW)
    if found.why:
        return found
    return Whole(
        None,
        person["cohort"],
        found.way,
        found.pension,
        found.average,
        paid_from,
        claim[0],
        (*found.explained, *claim[1]),
    )


def _drawn(numbers: pl.Series, died_on: date) -> Whole | None:
    """The pension that was paid in the month of the death, of one's own contributions: neither that
    of survivors nor a month without work is inherited. Who worked beside it had the whole of it.
    """
    own = pl.col("kind").is_in([awards.OLD_AGE, awards.DISABILITY])
    paid = work_again_lines.whole(
        queries.pension_of(numbers, died_on).filter(own), numbers, died_on
    )
    if paid.is_empty():
        return None
    own_part = disability_awards.without_helper(paid["award"])
    paid = paid.join(own_part, on="award", how="left", maintain_order="left")
    kept = dict(awards.steps_of(paid["award"]).iter_rows())
    told = (awards.mean_wage(kept.get(name)) for name in paid["award"])
    averages = [average for average in told if average is not None]
    return Whole(
        None,
        way=PENSIONER,
        pension=int(paid.select(pl.coalesce("pension", "monthly").sum()).item()),
        average=max(averages, default=None),
    )


def _contributed(known: pl.DataFrame, numbers: pl.Series, died_on: date, today: date) -> Whole:
    person = known.row(0, named=True)
    kind = country.benefits.of(IN_SERVICE, person["cohort"])
    if kind is None:
        return Whole(NOT_INSURED)
    law, after = country.benefits, died_on + timedelta(days=1)  # the day of death counts
    mine = history_of(numbers, today).with_columns(person=pl.lit(person["number"]))
    held = until(mine, after, today).sort("started_on")
    if held.is_empty():
        return Whole(NO_PERIODS)
    people = known.select("cohort", person="number")
    facts = law.facts(kind.name, capped(law.history(kind.name, held), people, today), after)
    working = mine.filter(pl.col("ended_on").is_null() | (pl.col("ended_on") >= died_on))
    last = law.history(kind.name, last_run(held))
    rows = facts.with_columns(
        in_service=pl.lit(not working.is_empty()),
        members=pl.lit(1),
        total_months=pl.col("months_all"),
        consecutive_months=pl.lit(int(last["parts"].sum())),
    )
    worked = law.award(kind.name, rows).row(0, named=True)
    if not worked["entitled"]:
        return Whole(TOO_SHORT)
    return Whole(
        None,
        way=WORKER if worked["in_service"] else FORMER,
        pension=int(worked["base"]),
        average=int(worked["average"]),
        explained=(_without_shares(law.explain(kind.name, worked)),),
    )


def _without_shares(found: Explained) -> Explained:
    """The steps to the whole pension; how it is shared is told of the family."""
    steps = tuple(s for s in found.steps if s.name not in ("share_of_members", "equal_shares"))
    return Explained(found.kind, found.on, found.version, steps)


def _claim(cohort: str, entitled_from: date, today: date) -> tuple[date, tuple[Explained, ...]]:
    """From which month a claim of today is paid."""
    kind = country.benefits.of(CLAIM, cohort)
    if kind is None:
        return entitled_from, ()
    row = {"on": today, "cohort": cohort, "entitled_from": entitled_from}
    worked = one(kind, row, country.parameters())
    return worked["owed_from"], (country.benefits.explain(kind.name, worked),)
