"""Objections to decisions on benefits: two levels, each by a day of the law, by others than those
who decided before; what was wrong is decided anew by the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import polars as pl
import pytest

from guichet.domain.benefits import commands, debts
from guichet.domain.benefits.tests import retired
from guichet.domain.benefits.tests.retired import (
    AFTER,
    AT,
    DECEMBER,
    MONTHLY,
    ONE,
    TWO,
    award,
    corrected,
    paid,
    place,
    whole,
    worked,
)
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.engine import decisions, opinions, referrals, resume, rulings, unanswered
from guichet.engine.actor import Actor, Assurance
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.pending import as_it_ended, resolution_of
from guichet.engine.perform import perform
from guichet.engine.refusal import Refused
from guichet.engine.service import Outcome
from guichet.lib.months import add_months

pytestmark = pytest.mark.django_db
KEY = "benefits.object_to_decision"
OFFICER, COMMITTEE = f"decide:{KEY}", "committee"
RAISED = 920_000  # of 12,000.00 in the last two years: 12,000 x (75/600 + 308/480)
TWO_YEARS_BEFORE = date(2024, 11, 1)
DAY = timedelta(days=1)


@dataclass
class Pensioner:
    engagement: int
    context: Context

    def objects(self, on: datetime = AT, **given: str) -> Answer:
        said = {"person": str(ONE), "about": "amount", "reason": "record"} | given
        return perform(KEY, said, replace(self.context, now=on))

    def ruled(
        self,
        answer: Answer,
        clerk: int,
        *,
        approved: bool = False,
        right: str = OFFICER,
        on: datetime = AT + DAY,
    ) -> Answer:
        return decisions.rule(
            answer.transaction,
            approved=approved,
            reason="As the payroll shows.",
            ruler=Actor(clerk, f"clerk {clerk}", assurance=Assurance.SECOND_FACTOR),
            now=on,
            actor_of=lambda *_: self.context.actor,
            rights=[right],
        )

    def unanswered(self, on: datetime) -> int:
        return unanswered.settle(on, lambda *_: self.context.actor)


@pytest.fixture
def pensioner(db: None) -> Iterator[Pensioner]:
    """Awarded an early pension on 22 November 2026, and somebody else as much."""
    engagement, _ = (worked(person, at) for at in [place()] for person in (ONE, TWO))
    award(ONE, TWO)
    account = identity.open_account(
        username="pensioner", password=None, person_number=ONE, name_ar="متقاعد", language="en"
    )
    yield Pensioner(engagement, Context(actor_of(account, Assurance.PASSWORD), "web", AT, "en"))
    assert whole() and rulings.rulings_are_whole() == [] and opinions.opinions_are_whole() == []


def codes(answer: Answer) -> list[str]:
    return [finding.code for finding in answer.errors]


def test_what_was_wrong_on_record_is_decided_anew_and_the_difference_paid(
    pensioner: Pensioner,
) -> None:
    """M/33 61: an officer has thirty days, 22 December. 10,000.00 were 12,000.00."""
    asked = pensioner.objects()
    assert asked.outcome is Outcome.REFERRED and asked.errors[0].values["by"] == "2026-12-22"
    # The same twice is once; said otherwise it is told which one waits.
    assert pensioner.objects().reference == asked.reference
    assert codes(pensioner.objects(reason="rule")) == ["objection-to-decision-waits"]
    # By the record as it stands it comes to the same: nothing is settled, and nothing is told.
    with pytest.raises(Refused, match="case-not-as-it-stands"):
        pensioner.ruled(asked, 41, approved=True)
    assert as_it_ended(asked).outcome is Outcome.REFERRED
    commands.run_month(DECEMBER, AFTER)
    corrected(pensioner.engagement, TWO_YEARS_BEFORE, 1_200_000)
    done = pensioner.ruled(asked, 41, approved=True)
    assert done.accepted, done.errors
    assert (done.output["paid"], done.output["due"]) == ("7666.67", "9200.00")
    assert paid(ONE)[-1] == (RAISED, DECEMBER, None)
    assert paid(TWO) == [(MONTHLY, DECEMBER, None)]
    run = commands.run_month(add_months(DECEMBER, 1), AFTER)
    assert (run.total, run.arrears) == (RAISED + MONTHLY + RAISED - MONTHLY, RAISED - MONTHLY)
    # The new decision may be objected to in its turn.
    again = pensioner.objects(on=AT + 2 * DAY)
    assert again.outcome is Outcome.REFERRED
    assert again.output["decision"] != asked.output["decision"]


def test_a_refusal_opens_the_committee_of_two_who_decided_nothing_before(
    pensioner: Pensioner,
) -> None:
    """Declined on 23 November; thirty days are over after 23 December. The committee has sixty."""
    first = pensioner.objects()
    declined = pensioner.ruled(first, 41)
    assert codes(declined) == ["objection-declined"]
    assert declined.errors[0].values["until"] == "2026-12-23"
    late = pensioner.objects(on=AT + 32 * DAY)
    assert codes(late) == ["objection-second-too-late"]
    second = pensioner.objects(on=AT + 2 * DAY)
    assert (second.outcome, second.output["level"]) == (Outcome.REFERRED, "committee")
    assert second.errors[0].values == {"by": "2027-01-23", "people": "2"}
    # An officer of the first level neither sees it nor rules on it.
    service = second.service
    assert referrals.waiting([service], rights=[OFFICER]) == []
    with pytest.raises(Refused, match="case-of-a-higher-level"):
        pensioner.ruled(second, 42)
    with pytest.raises(Refused, match="case-decided-before"):
        pensioner.ruled(second, 41, right=COMMITTEE)
    (case,) = referrals.waiting([service], rights=[COMMITTEE])
    assert case.reference == second.reference
    # One voice settles nothing, nor the same voice twice, nor two that differ.
    assert pensioner.ruled(second, 51, right=COMMITTEE).outcome is Outcome.REFERRED
    with pytest.raises(Refused, match="case-opinion-given"):
        pensioner.ruled(second, 51, right=COMMITTEE)
    waits = pensioner.ruled(second, 52, right=COMMITTEE, approved=True)
    assert waits.outcome is Outcome.REFERRED
    ended = pensioner.ruled(second, 53, right=COMMITTEE, on=AT + 3 * DAY)
    assert codes(ended) == ["objection-declined-by-committee"]
    assert ended.errors[0].values["until"] == "2026-12-25"
    assert codes(pensioner.objects(on=AT + 4 * DAY)) == ["objection-decided-twice"]


def test_silence_is_a_refusal_told_on_the_day_after_the_last(pensioner: Pensioner) -> None:
    asked = pensioner.objects()
    assert pensioner.unanswered(AT + 29 * DAY) == 0
    later = AT + 31 * DAY
    assert (pensioner.unanswered(later), pensioner.unanswered(later)) == (1, 0)
    ended = as_it_ended(asked)
    assert codes(ended) == ["objection-unanswered"]
    said = ended.errors[0].values
    assert (said["due"], said["until"]) == ("2026-12-22", "2027-01-22")
    assert pensioner.objects(on=later).output["level"] == "committee"


def test_too_late_is_told_with_the_last_day(pensioner: Pensioner) -> None:
    """Awarded on 22 November 2026: two months are over after 22 January 2027."""
    late = pensioner.objects(on=datetime(2027, 1, 23, 9, tzinfo=AT.tzinfo))
    assert codes(late) == ["objection-to-decision-too-late"]
    assert late.errors[0].values["last"] == "2027-01-22"
    assert codes(pensioner.objects(about="stopped")) == ["objection-no-decision"]


def test_a_debt_is_not_withheld_while_an_objection_to_it_waits(pensioner: Pensioner) -> None:
    """Recorded on 10 March 2027, objected to on 9 May: June would be the first month withheld."""
    for month in range(3):
        commands.run_month(add_months(DECEMBER, month), AFTER)
    corrected(pensioner.engagement, TWO_YEARS_BEFORE, 800_000)
    retired.recalculated()
    commands.run_month(retired.MARCH, AFTER)
    may, june = AFTER + 60 * DAY, date(2027, 6, 1)
    persons = pl.Series([ONE])
    assert debts.standing(persons, june)["due"].to_list() == [3 * 153_334]
    asked = pensioner.objects(on=may, about="recovery")
    assert asked.outcome is Outcome.REFERRED
    assert debts.standing(persons, june)["due"].to_list() == [0]
    pensioner.ruled(asked, 41, on=may + DAY)
    assert debts.standing(persons, june)["due"].to_list() == [3 * 153_334]


def test_a_refused_claim_is_asked_again_as_of_its_day(pensioner: Pensioner) -> None:
    """No claim was refused but one: of a lump sum, by whoever draws a pension."""
    assert codes(pensioner.objects(about="refused")) == ["objection-no-decision"]
    claim = "benefits.claim_lump_sum"
    given = {"person": str(ONE)}
    sure = replace(
        pensioner.context, actor=replace(pensioner.context.actor, assurance=Assurance.SECOND_FACTOR)
    )
    refused = perform(claim, given, sure)
    assert refused.outcome is Outcome.REFUSED
    asked = pensioner.objects(about="refused", reason="rule")
    assert asked.output["decision"] == refused.reference
    assert pensioner.ruled(asked, 41, approved=True).accepted
    assert resume.resume_held(AT + 2 * DAY, lambda *_: sure.actor) == 1
    again = resolution_of(refused.transaction)
    assert again is not None and asked.transaction < again


def test_what_each_of_the_committee_said_is_on_record(
    pensioner: Pensioner,
) -> None:
    """The one who settled it included."""
    pensioner.ruled(pensioner.objects(), 41)
    second = pensioner.objects(on=AT + 2 * DAY)
    for clerk in (51, 52):
        pensioner.ruled(second, clerk, right=COMMITTEE)
    said = opinions.of_case(second.transaction)
    assert said["by"].to_list() == [51, 52]
    assert rulings.decided_by([second.transaction]) == {51, 52}
