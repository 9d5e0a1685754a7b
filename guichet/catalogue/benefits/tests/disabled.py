"""Somebody who cannot work, and a medical board, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest

from guichet.catalogue.benefits.tests.jobless import has_account, leave
from guichet.catalogue.benefits.tests.test_claims import NOW, PERSON, TODAY
from guichet.domain.benefits import audit_check, board_findings, boards, disability_awards
from guichet.domain.benefits.boards import Finding, Member
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.domain.identity.staff import MEDICAL, Staff
from guichet.domain.registry.tests import seeds
from guichet.engine import resume, store
from guichet.engine.actor import Actor, Assurance
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.pending import as_it_ended
from guichet.engine.perform import perform

CLAIM = "benefits.claim_disability_pension"
SINCE = date(2026, 10, 15)
ASKED = {
    "person": str(PERSON),
    "since": f"{SINCE}",
    "work_related": "no",
    "consent": "yes",
}
FOUND = Finding(
    examined_on=TODAY,
    disabled=True,
    occupational=False,
    lasting=True,
    share=80,
    helper=False,
    since=SINCE,
    review_on=date(2027, 11, 1),
    grounds="as examined",
)


def member(number: int, person: int | None = None, *, sure: bool = True) -> Member:
    """Somebody of a board; two numbers are two people."""
    staff = Staff(number, person, sure, frozenset({MEDICAL}))
    actor = Actor(id=number, name=f"doctor {number}", person_number=person)
    return Member(staff, actor)


FIRST, SECOND = member(9_001), member(9_002)


@dataclass
class Client:
    place: int
    engagement: int
    context: Context

    def asks(self, on: date = TODAY, **given: str) -> Answer:
        return perform(CLAIM, {**ASKED, **given}, self.at(on))

    def at(self, on: date) -> Context:
        return replace(self.context, now=moment(on))

    def leaves(self, day: date = date(2026, 11, 20)) -> None:
        leave(self.engagement, "resignation", day)

    def found(
        self, answer: Answer, finding: Finding = FOUND, on: date = TODAY, *, agreed: bool = True
    ) -> Answer:
        """What the claim came to after the board had found so."""
        decide(boards.of_claim(answer.transaction), finding, on, agreed=agreed)
        resume.resume_held(moment(on) + timedelta(minutes=1), lambda *_: self.context.actor)
        return as_it_ended(answer)


def moment(on: date) -> datetime:
    return NOW.replace(year=on.year, month=on.month, day=on.day)


def decide(case: str, finding: Finding = FOUND, on: date = TODAY, *, agreed: bool = True) -> None:
    number = boards.record(case, finding, FIRST, moment(on))
    boards.vote(case, number, SECOND, moment(on), agreed=agreed)


@pytest.fixture
def patient(db: None) -> Iterator[Client]:
    """At work since 2020, on 8,000 and 2,000 of housing, with an account."""
    place = seeds.establishment(1_010_999_901, seeds.OTHER_OWNER)
    engagement = seeds.engage(place, PERSON, since=date(2020, 1, 1))
    account = identity.open_account(
        username="patient", password=None, person_number=PERSON, name_ar="مشترك", language="en"
    )
    has_account(PERSON)
    actor = actor_of(account, Assurance.SECOND_FACTOR)
    yield Client(place, engagement, Context(actor, "web", NOW, "en"))
    assert disability_awards.are_whole() == [] and board_findings.are_whole() == []
    assert audit_check.awards_are_whole() == []


def pensions() -> list[tuple[object, ...]]:
    return store.rows(
        "SELECT monthly, paid_from, paid_till FROM benefits_pension"
        " WHERE kind = 'disability' ORDER BY id"
    )


def waiting(on: date = TODAY) -> list[str]:
    return boards.waiting(moment(on))["case"].to_list()
