"""What the tables refuse, whoever writes."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from django.db import DatabaseError, IntegrityError

from guichet.domain.registry import closure, commands, locks
from guichet.domain.registry.tests import seeds
from guichet.engine import store

pytestmark = pytest.mark.django_db

WORKER = 1_100_000_005


@pytest.fixture
def place() -> int:
    """An establishment."""
    return seeds.establishment(1_010_000_001)


def end(engagement: int, day: date) -> None:
    """Close an engagement."""
    ends = pl.DataFrame(
        {
            "engagement_id": [engagement],
            "ended_on": [day],
            "end_reason": ["other"],
            "transaction": [9],
        }
    )
    commands.end_engagements(ends=ends, today=seeds.TODAY)


def test_two_open_periods_of_one_pair_cannot_be(place: int) -> None:
    seeds.engage(place, WORKER, since=date(2024, 1, 1))
    with pytest.raises(IntegrityError) as caught:
        seeds.engage(place, WORKER, since=date(2025, 1, 1))
    assert store.is_race(caught.value)


def test_a_period_may_begin_the_day_after_another_ends_but_not_that_day(place: int) -> None:
    first = seeds.engage(place, WORKER, since=date(2024, 1, 1))
    end(first, date(2024, 6, 30))
    with pytest.raises(IntegrityError), store.atomic():
        seeds.engage(place, WORKER, since=date(2024, 6, 30))
    seeds.engage(place, WORKER, since=date(2024, 7, 1))


def test_one_person_may_work_for_two_employers_at_once(place: int) -> None:
    seeds.engage(place, WORKER)
    other = seeds.establishment(1_010_000_002, seeds.OTHER_OWNER)
    assert seeds.engage(other, WORKER)


def test_periods_of_neighbouring_establishments_never_meet(place: int) -> None:
    # Each establishment has a stretch of days of its own; the ends of two stretches must not touch.
    other = seeds.establishment(1_010_000_002)
    assert abs(seeds.id_of(other) - seeds.id_of(place)) == 1
    seeds.engage(place, WORKER, since=date(1900, 1, 1))
    assert seeds.engage(other, WORKER, since=date(1900, 1, 1))


def test_a_wage_needs_an_engagement_there_is() -> None:
    with pytest.raises(IntegrityError):
        store.execute(
            "INSERT INTO registry_wage (engagement_id, effective_from, version, basic, housing, transaction)"
            " VALUES (987654321, '2026-11-01', 1, 1, 0, 1)"
        )


def test_an_engagement_needs_a_person_and_an_establishment_there_are(place: int) -> None:
    with pytest.raises(IntegrityError):
        store.execute(
            "INSERT INTO registry_engagement (joined_by, person_id, establishment_id, started_on, occupation, contract)"
            " VALUES (1, 987654321, %(place)s, '2026-11-01', '', '')",
            place=seeds.id_of(place),
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_wage SET basic = 1",
        "DELETE FROM registry_wage",
        "DELETE FROM registry_engagement",
        "UPDATE registry_engagement SET joined_by = 5",
        "DELETE FROM registry_person",
        "UPDATE registry_establishment SET number = 999999999",
    ],
)
def test_history_is_never_rewritten(place: int, statement: str) -> None:
    seeds.engage(place, WORKER)
    with pytest.raises(DatabaseError, match="kept for ever"):
        store.execute(statement)


def test_a_wage_begins_on_the_first_of_a_month(place: int) -> None:
    engagement = seeds.engage(place, WORKER)
    wage = pl.DataFrame(
        {
            "engagement_id": [engagement],
            "effective_from": [date(2026, 11, 2)],
            "version": [1],
            "basic": [1],
            "housing": [0],
            "transaction": [3],
        }
    )
    with pytest.raises(IntegrityError, match="wage_sound"):
        commands.set_wages(wages=wage, today=seeds.TODAY)


def test_ending_what_somebody_else_has_ended_is_a_lost_race(place: int) -> None:
    engagement = seeds.engage(place, WORKER)
    end(engagement, date(2026, 11, 1))
    with pytest.raises(store.WriteConflict):
        end(engagement, date(2026, 11, 2))


def test_an_establishment_closed_since_it_was_seen_is_a_lost_race(place: int) -> None:
    seen = pl.DataFrame(
        {"establishment_id": [seeds.id_of(place)], "closed_on": [None]},
        schema_overrides={"closed_on": pl.Date},
    )
    locks.establishments(seen=seen)
    last = seen.with_columns(closed_on=pl.lit(date(2026, 11, 1)), transaction=pl.lit(1))
    closure.close_establishments(closings=last)
    with pytest.raises(store.WriteConflict):
        locks.establishments(seen=seen)
