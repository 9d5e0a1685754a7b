"""A family as the civil registry tells it, read into what shares are worked from."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import polars as pl

from guichet.domain.benefits.family_facts import (
    DEPENDENT,
    DISABLED,
    FACT,
    HEIR,
    MARRIED,
    STUDENT,
    WORKING,
)
from guichet.domain.benefits.family_words import RELATIONS
from guichet.domain.contributions.queries import periods_of
from guichet.domain.registry import commands as register
from guichet.domain.registry.histories import persons as known_persons
from guichet.law import country

_PERSON: dict[str, Any] = {
    "person": pl.Int64,
    "relation": pl.String,
    "born": pl.Date,
    "name_ar": pl.String,
    "name_latin": pl.String,
    "sex": pl.String,
    "nationality": pl.String,
    "married_on": pl.Date,
    "contested": pl.Boolean,
    STUDENT: pl.Boolean,
    DISABLED: pl.Boolean,
    MARRIED: pl.Boolean,
    DEPENDENT: pl.Boolean,
}
_FLAGS = ("contested", STUDENT, DISABLED, MARRIED, DEPENDENT)


def members_of(told: str | None) -> pl.DataFrame:
    """The living members that the registry tells of (JSON, as `verification.families` has it):
    ``person``, ``relation``, ``born``, names, ``sex``, ``nationality``, ``married_on``, and yes or
    no: contested, student, disabled, married, dependent.
    """
    rows = [
        {
            "person": int(one["number"]),
            "born": date.fromisoformat(one["born"]),
            "married_on": date.fromisoformat(said) if (said := one.get("married_on")) else None,
            **{name: one.get(name) for name in ("relation", "name_ar", "sex", "nationality")},
            "name_latin": one.get("name_latin") or "",
            **{name: one.get(name) == "yes" for name in _FLAGS},
        }
        for one in json.loads(told or "[]")
        if one.get("alive") == "yes"
    ]
    return pl.DataFrame(rows, schema=_PERSON)


def is_whole(told: str | None) -> bool:
    """Whether of every living member is told what shares are worked from: a day of birth, and a
    relation that a law may know.
    """
    living = [one for one in json.loads(told or "[]") if one.get("alive") == "yes"]
    return all(one.get("born") and one.get("relation") in RELATIONS for one in living)


def heirs_of(members: pl.DataFrame) -> pl.DataFrame:
    """Members as heirs: columns of `HEIR`."""
    return members.with_columns(from_reserve=pl.lit(value=False)).select(*HEIR)


def facts_of(members: pl.DataFrame, on: date, today: date) -> pl.DataFrame:
    """What is true of members, as of a day: columns of `FACT`. Who worked on it is known from our
    own records; of all else the registry's word is taken.
    """
    working = _working(members["person"], on, today)
    known = members.with_columns(
        pl.col("person").is_in(working.implode()).alias(WORKING), on=pl.lit(on)
    )
    # Who has married since has had a share until then.
    since = {MARRIED: pl.max_horizontal("on", "married_on")}
    pieces = [
        known.filter(pl.col(what)).select(
            "person",
            on=since.get(what, pl.col("on")),
            what=pl.lit(what),
            value=pl.lit(1, dtype=pl.Int64),
        )
        for what in (STUDENT, DISABLED, MARRIED, DEPENDENT, WORKING)
    ]
    return pl.concat(pieces).select(*FACT)


def worked_of(members: pl.DataFrame, on: date, today: date) -> pl.DataFrame:
    """Of `facts_of` who worked on that day: nobody is idle who did, however late they are found."""
    facts = facts_of(members, on, today)
    return facts.filter(pl.col("what") == WORKING)


def _working(persons: pl.Series, on: date, today: date) -> pl.Series:
    """Those who were at work on a day: who begins later was idle."""
    periods, until = periods_of(persons, today), pl.col("until")
    lasted = until.is_null() | (until >= on)
    return periods.filter((pl.col("since") <= on) & lasted)["person"]


def enter(members: pl.DataFrame, transaction: int) -> None:
    """Enter the members whom the register does not know: nobody is paid who is not in it."""
    known = known_persons(members["person"])["asked"]
    new = members.filter(~pl.col("person").is_in(known.implode()))
    if new.is_empty():
        return
    people = country.cohorts.cohorts_of(new.with_columns(first_period=pl.lit(None, dtype=pl.Date)))
    register.upsert_persons(
        facts=people.select(
            "name_ar",
            "name_latin",
            "sex",
            "nationality",
            "cohort",
            person_id=pl.lit(None, dtype=pl.Int64),
            identifier="person",
            birth_date="born",
            cohort_since="born",
            transaction=pl.lit(transaction),
        )
    )
