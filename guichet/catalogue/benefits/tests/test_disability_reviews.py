"""A disability pension that a board looks at again: it goes on, changes or ends; and whether what
was written down still stands.

The pension is 5,000 a month since December 2026, and 7,500 with a helper (`test_claim_disability`).
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from guichet.catalogue.benefits.tests.disabled import (
    FOUND,
    Client,
    decide,
    moment,
    patient,
    pensions,
    waiting,
)
from guichet.catalogue.benefits.tests.test_claim_disability import DECEMBER, set_person
from guichet.catalogue.benefits.tests.test_claims import PERSON
from guichet.domain.benefits import board_findings, boards, disability_awards
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.engine.service import Outcome

__all__ = ["patient"]
pytestmark = pytest.mark.django_db
REVIEW = date(2027, 11, 1)
AGAIN = replace(FOUND, examined_on=REVIEW, review_on=date(2028, 11, 1))


@pytest.fixture
def pensioner(patient: Client) -> str:
    """In payment since December 2026; the name of the case in which a board looks again."""
    patient.leaves()
    ended = patient.found(patient.asks())
    assert ended.outcome is Outcome.ACCEPTED
    award: str = store.value("SELECT award FROM benefits_disability")
    return boards.of_award(award)


def test_on_the_day_it_comes_back_and_goes_on(pensioner: str) -> None:
    assert waiting(date(2027, 10, 31)) == [] and waiting(REVIEW) == [pensioner]
    decide(pensioner, AGAIN, REVIEW)
    assert waiting(REVIEW) == [] and pensions() == [(500_000, DECEMBER, None)]
    assert waiting(date(2028, 11, 1)) == [pensioner]
    decide(pensioner, replace(AGAIN, review_on=None), date(2028, 11, 1))
    assert waiting(date(2040, 1, 1)) == []


def test_who_is_well_again_is_paid_to_the_end_of_the_month(patient: Client, pensioner: str) -> None:
    decide(pensioner, replace(AGAIN, disabled=False, share=0), REVIEW)
    assert pensions() == [(500_000, DECEMBER, date(2027, 11, 1))] and waiting(REVIEW) == []
    body = store.value("SELECT body FROM engine_event WHERE name = 'pension-ended'")
    assert json.loads(body) == {"person": PERSON, "last": "2027-11"}
    # What the board found of the claim no longer counts.
    assert patient.asks(on=date(2027, 12, 1)).outcome is not Outcome.ACCEPTED


def test_a_helper_that_is_needed_since_raises_it_from_the_next_month(pensioner: str) -> None:
    decide(pensioner, replace(AGAIN, helper=True), REVIEW)
    assert pensions() == [
        (500_000, DECEMBER, date(2027, 11, 1)),
        (750_000, date(2027, 12, 1), None),
    ]
    assert waiting(REVIEW) == []


def test_who_works_again_comes_back_to_the_board(patient: Client, pensioner: str) -> None:
    seeds.engage(patient.place, PERSON, since=date(2027, 2, 1))
    assert waiting(date(2027, 1, 31)) == [] and waiting(date(2027, 2, 1)) == [pensioner]
    assert boards.waiting(moment(date(2027, 2, 1)))["works"].to_list() == [True]


def test_work_that_is_registered_after_the_award_comes_back_whenever_it_began(
    patient: Client, pensioner: str
) -> None:
    """Begun on 21 November, the day before the award, and put on record after it."""
    seeds.engage(patient.place, PERSON, since=date(2026, 11, 21))
    assert waiting(date(2026, 11, 23)) == [pensioner]
    decide(pensioner, replace(FOUND, examined_on=date(2026, 11, 23)), date(2026, 11, 23))
    assert waiting(date(2026, 11, 24)) == []


def test_a_helper_no_longer_needed_lowers_it_however_late_it_is_looked_at(pensioner: str) -> None:
    """What was proved two days after leaving stays proved (39(2): within 18 months, to May 2028):
    in service it is half of 10,000, not the 120 months of who has left.
    """
    first, second = date(2028, 11, 1), date(2029, 11, 1)
    decide(pensioner, replace(AGAIN, examined_on=first, helper=True, review_on=second), first)
    award = store.value("SELECT award FROM benefits_disability WHERE supersedes IS NOT NULL")
    decide(boards.of_award(award), replace(AGAIN, examined_on=second, review_on=None), second)
    assert pensions() == [
        (500_000, DECEMBER, date(2028, 11, 1)),
        (750_000, date(2028, 12, 1), date(2029, 11, 1)),
        (500_000, date(2029, 12, 1), None),
    ]


def test_at_the_normal_age_it_is_final_and_the_dead_are_not_examined(pensioner: str) -> None:
    set_person(birth_date=date(1964, 1, 1))  # sixty Hijri years are over by then
    assert waiting(REVIEW) == []
    set_person(birth_date=date(1990, 5, 5), died_on=date(2027, 5, 5))
    assert waiting(REVIEW) == []


@pytest.mark.parametrize(
    ("table", "change", "fault"),
    [
        ("benefits_boardfinding", "disabled = false", "they were changed"),
        ("benefits_boardfinding", "grounds = 'other'", "they were changed"),
        ("benefits_boardvote", "agreed = false", "no board has found it"),
        ("benefits_boardvote", '"by" = 9001', "one member said both"),
        ("benefits_disability", "review_on = null", "they were changed"),
    ],
)
def test_what_was_changed_is_found(pensioner: str, table: str, change: str, fault: str) -> None:
    with store.atomic(keep=False):
        store.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        store.execute(f"UPDATE {table} SET {change}")
        faults = [*disability_awards.are_whole(), *board_findings.are_whole()]
        assert any(fault in one for one in faults)
