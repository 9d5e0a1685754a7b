"""What a medical board found is objected to: an appeal board of three others finds anew, and what
follows from it is put in force by itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from guichet.catalogue.benefits.tests.disabled import (
    FIRST,
    FOUND,
    SECOND,
    Client,
    decide,
    member,
    moment,
    patient,
    pensions,
)
from guichet.catalogue.benefits.tests.test_claims import PERSON, TODAY
from guichet.domain.benefits import boards
from guichet.domain.benefits.board_appeals import APPEAL
from guichet.engine import decisions, referrals, resume, store
from guichet.engine.actor import Actor, Assurance
from guichet.engine.outcome import Answer
from guichet.engine.pending import as_it_ended
from guichet.engine.perform import perform
from guichet.engine.refusal import Refused
from guichet.engine.service import Outcome

__all__ = ["patient"]
pytestmark = pytest.mark.django_db
KEY = "benefits.object_to_decision"
WELL = replace(FOUND, disabled=False, share=0, lasting=False, review_on=None)
THIRD, FOURTH, FIFTH = member(9_003), member(9_004), member(9_005)
LATER = TODAY + timedelta(days=5)


def objects(patient: Client, on: date = TODAY, **given: str) -> Answer:
    said = {"person": str(PERSON), "about": "board", "reason": "health"} | given
    return perform(KEY, said, patient.at(on))


def goes_on(patient: Client, minutes: int = 1) -> None:
    resume.resume_held(moment(LATER) + timedelta(minutes=minutes), lambda *_: patient.context.actor)


def appealed(answer: Answer, finding: boards.Finding = FOUND) -> None:
    case = f"{APPEAL}{answer.transaction}"
    number = boards.record(case, finding, THIRD, moment(LATER))
    assert boards.vote(case, number, FOURTH, moment(LATER), agreed=True) is False
    with pytest.raises(Refused, match="board-agreed-already"):
        boards.vote(case, number, FOURTH, moment(LATER), agreed=True)
    assert boards.vote(case, number, FIFTH, moment(LATER), agreed=True) is True


def codes(answer: Answer) -> list[str]:
    return [finding.code for finding in answer.errors]


def test_who_was_found_well_is_examined_by_three_others_and_awarded(patient: Client) -> None:
    """M/33: 21 working days, Sunday to Thursday, after Sunday 22 November 2026: 21 December."""
    patient.leaves()
    refused = patient.found(patient.asks(), WELL)
    assert codes(refused) == ["disability-not-found"]
    assert codes(objects(patient, about="refused")) == ["objection-is-of-board"]
    assert codes(objects(patient, on=date(2026, 12, 22))) == ["objection-to-decision-too-late"]
    asked = objects(patient)
    assert asked.outcome is Outcome.REFERRED and asked.output["object_by"] == "2026-12-21"
    assert asked.errors[0].values["people"] == "3"
    assert objects(patient).reference == asked.reference
    # Nobody rules on it, and who sat on the first board neither sees it nor writes.
    assert referrals.waiting([asked.service]) == []
    with pytest.raises(Refused, match="case-of-a-higher-level"):
        decisions.rule(
            asked.transaction,
            approved=True,
            reason="I think so.",
            ruler=Actor(1, "clerk", assurance=Assurance.SECOND_FACTOR),
            now=moment(LATER),
            actor_of=lambda *_: patient.context.actor,
            rights=["medical", f"decide:{KEY}"],
        )
    rows, now = boards.waiting(moment(LATER)), moment(LATER)
    assert [boards.open_to(rows, who, now).height for who in (FIRST, SECOND, THIRD)] == [0, 0, 1]
    with pytest.raises(Refused, match="board-took-part"):
        boards.record(f"{APPEAL}{asked.transaction}", FOUND, SECOND, now)
    appealed(asked)
    goes_on(patient)
    assert as_it_ended(asked).accepted, as_it_ended(asked).errors
    assert pensions() == []
    goes_on(patient, 2)  # the claim, asked once more as of its day
    ((_, begins, till),) = pensions()
    assert (begins, till) == (date(2026, 12, 1), None)
    assert codes(objects(patient, on=LATER)) == ["objection-decided-by-board"]


def test_an_appeal_board_that_finds_the_same_ends_it(patient: Client) -> None:
    patient.leaves()
    patient.found(patient.asks(), WELL)
    asked = objects(patient)
    appealed(asked, WELL)
    goes_on(patient)
    ended = as_it_ended(asked)
    assert codes(ended) == ["objection-board-found-the-same"]
    assert ended.errors[0].values["last"] == "2026-12-27"  # thirty days after 27 November
    goes_on(patient, 2)
    assert pensions() == []


def test_a_pension_that_a_board_ended_goes_on_from_the_next_month(patient: Client) -> None:
    patient.leaves()
    patient.found(patient.asks())
    award = store.value("SELECT award FROM benefits_disability")
    decide(boards.of_award(award), WELL, date(2027, 11, 2))
    ((monthly, _, till),) = pensions()
    assert till == date(2027, 11, 1)
    on = date(2027, 11, 10)
    assert codes(objects(patient, on, about="stopped")) == ["objection-is-of-board"]
    asked = objects(patient, on)
    case = f"{APPEAL}{asked.transaction}"
    again = replace(FOUND, examined_on=on, review_on=None)
    number = boards.record(case, again, THIRD, moment(on))
    boards.vote(case, number, FOURTH, moment(on), agreed=True)
    boards.vote(case, number, FIFTH, moment(on), agreed=True)
    resume.resume_held(moment(on) + timedelta(minutes=1), lambda *_: patient.context.actor)
    assert as_it_ended(asked).accepted
    assert pensions()[-1] == (monthly, date(2027, 12, 1), None)
