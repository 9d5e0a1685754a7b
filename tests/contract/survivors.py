"""A family in the small institution: for the examples of survivors."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from demo.families import a_deceased, member_of
from demo.population import persons
from guichet.domain.identity import appointments
from guichet.domain.registry import commands as register
from guichet.domain.registry.tests import seeds
from guichet.engine.actor import PartyKind

# Not a year before the day of the examples, within which a grant is to be claimed.
_LATELY = date(2025, 11, 25)
_NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def left_behind(place: int, guardian: int) -> dict[str, int]:
    """Who died at work long ago, lately, and in a family in which a marriage is contested; of each
    a child, whose guardian acts for it.
    """
    late = {
        "": a_deceased(),
        "recent_": a_deceased(since=_LATELY),
        "contested_": a_deceased(contested=True),
    }
    found: dict[str, int] = {}
    for which, number in late.items():
        died_at_work(place, number)
        orphan = member_of(number, "son", "daughter", minor=True)
        acts_for(orphan, guardian)
        found |= {f"{which}late_parent": number, f"{which}orphan": orphan}
    return found


def died_at_work(place: int, number: int) -> None:
    """Somebody of the trial world, at work until the day of death."""
    facts = persons(pl.Series([number])).row(0, named=True)
    seeds.people(number, born=facts["birth_date"])
    engagement = seeds.engage(place, number, since=date(2012, 1, 1))
    left = {
        "engagement_id": [engagement],
        "ended_on": [facts["died_on"]],
        "end_reason": ["death"],
        "transaction": [seeds.BEFORE],
    }
    register.end_engagements(ends=pl.DataFrame(left), today=_NOW.date())


def acts_for(person: int, agent: int) -> None:
    """A mandate for all matters of a person."""
    mandate = {
        "party": [person],
        "delegate": [agent],
        "bureau": pl.Series([None], dtype=pl.Int64),
        "holder_ar": [""],
        "holder_latin": [""],
        "basis": [""],
        "rights": ["self"],
        "since": pl.Series([None], dtype=pl.Date),
        "until": pl.Series([None], dtype=pl.Date),
        "with_branches": [False],
        "transaction": [seeds.BEFORE],
    }
    appointments.appoint(
        pl.DataFrame(mandate), kind=PartyKind.PERSON.value, now=_NOW, today=_NOW.date()
    )
