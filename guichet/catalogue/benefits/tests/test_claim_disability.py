"""Who cannot work claims: the record is looked at at once, a board of two finds, and the pension
follows by law.

At work since 1 January 2020 on 10,000; unable to work since 15 October 2026, which is 81.5 months
of M/33, counted as 82 (AN1(2): fifteen days are a month): 10,000 x 82/480 = 1,708.33, which the
floor of half of the average lifts to 5,000 (39(3)); with a helper 2,500 more (39(4)).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from guichet.catalogue.benefits.tests.disabled import (
    ASKED,
    CLAIM,
    FIRST,
    FOUND,
    SECOND,
    SINCE,
    Client,
    decide,
    member,
    patient,
    pensions,
    waiting,
)
from guichet.catalogue.benefits.tests.jobless import leave, paid, run
from guichet.catalogue.benefits.tests.test_claims import NOW, PERSON, TODAY, code
from guichet.domain.benefits import (
    boards,
    commands,
    deceased,
    queries,
)
from guichet.domain.identity.staff import Staff
from guichet.domain.registry.tests import seeds
from guichet.engine import decisions, store
from guichet.engine.actor import Actor, Assurance
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.refusal import Refused
from guichet.engine.service import Outcome

__all__ = ["patient"]
pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)


def told(answer: Answer) -> str | None:
    return code(answer) if answer.errors and answer.outcome is Outcome.REFUSED else None


def test_by_the_record_it_waits_for_the_board_and_promises_nothing(patient: Client) -> None:
    answer = patient.asks()
    assert answer.outcome is Outcome.REFERRED and answer.output["monthly"] is None
    assert waiting() == [boards.of_claim(answer.transaction)] and pensions() == []
    (row,) = boards.waiting(NOW).iter_rows(named=True)
    assert row["due_on"] == date(2027, 1, 21)  # sixty days


def test_it_is_followed_until_the_promised_day(patient: Client) -> None:
    patient.asks()
    told = perform("account.follow_requests", {"person": str(PERSON)}, patient.context)
    said = str(told.output)
    assert "The medical board" in said and "2027-01-21" in said


def test_found_disabled_and_agreed_it_is_awarded_and_paid(patient: Client) -> None:
    patient.leaves()
    ended = patient.found(patient.asks())
    output = ended.output
    assert (output["pension"], output["helper"], output["monthly"]) == (
        "5000.00",
        "0.00",
        "5000.00",
    )
    assert (output["from_day"], output["review_on"]) == ("2026-12-01", "2027-11-01")
    steps = {row["step"]: row for row in json.loads(str(output["steps"]))}
    assert steps["computed"]["amount"] == "1708.33"
    assert steps["half_of_average"]["amount"] == "5000.00"
    assert pensions() == [(500_000, DECEMBER, None)] and waiting() == []
    run(DECEMBER)
    run(DECEMBER)
    assert paid() == [(DECEMBER, 500_000)]


def test_a_helper_is_half_of_it_more(patient: Client) -> None:
    patient.leaves()
    output = patient.found(patient.asks(), replace(FOUND, helper=True, share=100)).output
    assert (output["helper"], output["monthly"]) == ("2500.00", "7500.00")


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (replace(FOUND, disabled=False, share=0), "disability-not-found"),
        (replace(FOUND, lasting=False), "disability-not-found"),
        (replace(FOUND, occupational=True), "disability-found-of-work"),
    ],
)
def test_what_the_board_does_not_find_is_refused_with_the_reason(
    patient: Client, finding: boards.Finding, said: str
) -> None:
    patient.leaves()
    ended = patient.found(patient.asks(), finding)
    assert told(ended) == said and pensions() == []
    assert "as examined" not in ended.errors[0].sentence("en")
    # Who is worse since then is examined anew.
    assert patient.asks(since="2026-11-20").outcome is Outcome.REFERRED


def test_who_leaves_while_the_board_looks_is_awarded_it_by_the_same_claim(patient: Client) -> None:
    """Left on 25 November: from the first of the month after (AN33), as claimed in November."""
    claim = patient.asks()
    patient.leaves(date(2026, 11, 25))
    ended = patient.found(claim, on=date(2026, 12, 3))
    assert ended.outcome is Outcome.ACCEPTED and pensions() == [(500_000, DECEMBER, None)]


def test_the_board_may_find_another_day(patient: Client) -> None:
    """Since 25 November, five days after leaving: 83 months are not the 120 of who has left."""
    patient.leaves()
    later = date(2026, 11, 26)
    asked = patient.asks()
    found = replace(FOUND, since=date(2026, 11, 25), examined_on=later)
    ended = patient.found(asked, found, later)
    assert told(ended) == "disability-too-few-months-after-work"


def test_at_work_still_the_finding_stands_and_is_not_made_again(patient: Client) -> None:
    ended = patient.found(patient.asks())
    assert told(ended) == "disability-still-working"
    leave(patient.engagement, "resignation", date(2026, 11, 30))
    again = patient.asks(on=date(2026, 12, 3))
    assert again.outcome is Outcome.ACCEPTED
    assert pensions() == [(500_000, DECEMBER, None)]


def test_not_proved_within_eighteen_months_of_leaving(patient: Client) -> None:
    """M/33 39(2): left on 20 November 2026, examined on 21 May 2028 - a day late; 20 May is not."""
    patient.leaves()
    late = date(2028, 5, 21)
    assert told(patient.asks(on=late)) == "disability-too-few-months-after-work"
    assert patient.asks(on=date(2028, 5, 20)).outcome is Outcome.REFERRED


def set_person(**facts: object) -> None:
    for name, value in facts.items():
        store.execute(f"UPDATE registry_person SET {name} = %(v)s", v=value)


def draws(kind: str) -> None:
    row = {"person": PERSON, "kind": kind, "monthly": 1, "paid_from": date(2026, 1, 1)}
    rest = {"paid_till": None, "award": "P", "owed_from": date(2026, 11, 1)}
    commands.enter(pl.DataFrame([row | rest], schema=queries.PENSION), NOW)


def _without_account(_: Client) -> None:
    store.execute("ALTER TABLE registry_bankaccount DISABLE TRIGGER USER")
    store.execute("DELETE FROM registry_bankaccount")


@pytest.mark.parametrize(
    ("change", "given", "said"),
    [
        (lambda _: None, {"consent": "no"}, "disability-without-consent"),
        (lambda _: None, {"work_related": "yes"}, "disability-of-work"),
        (lambda _: None, {"since": "2026-11-23"}, "disability-since-in-future"),
        (_without_account, {}, "disability-without-account"),
        (lambda _: draws("disability"), {}, "disability-already-paid"),
        (lambda _: draws("old-age"), {}, "disability-beside-old-age"),
        (lambda _: set_person(died_on=date(2026, 11, 1)), {}, "disability-holder-died"),
        (lambda _: set_person(cohort="other", nationality="EG"), {}, "disability-not-insured"),
        (lambda _: set_person(birth_date=date(1962, 3, 1)), {}, "disability-at-normal-age"),
    ],
)
def test_who_has_no_right_by_the_record_is_told_at_once(
    patient: Client, change: Callable[[Client], None], given: dict[str, str], said: str
) -> None:
    change(patient)
    assert told(patient.asks(**given)) == said and waiting() == []


@pytest.mark.parametrize(
    ("since", "outcome"),
    [(date(2025, 10, 16), Outcome.REFERRED), (date(2025, 11, 16), Outcome.REFUSED)],
)
def test_twelve_months_running_are_asked_for(
    patient: Client, since: date, outcome: Outcome
) -> None:
    """Twelve months from 16 October 2025 to 15 October 2026; a month less is too few."""
    store.execute("UPDATE registry_engagement SET started_on = %(day)s", day=since)
    store.execute("ALTER TABLE registry_wage DISABLE TRIGGER USER")
    store.execute("UPDATE registry_wage SET effective_from = %(day)s", day=since.replace(day=1))
    assert patient.asks().outcome is outcome


def test_a_second_award_of_the_kind_is_refused(patient: Client) -> None:
    patient.leaves()
    patient.found(patient.asks())
    assert told(patient.asks()) == "disability-already-paid" and len(pensions()) == 1


def test_two_claims_that_waited_are_one_award(patient: Client) -> None:
    patient.leaves()
    first, second = patient.asks(), patient.asks(since="2026-10-16")
    assert patient.found(first).outcome is Outcome.ACCEPTED
    ended = patient.found(second, replace(FOUND, since=date(2026, 10, 16)))
    assert told(ended) == "disability-already-paid" and len(pensions()) == 1


def test_nobody_of_the_staff_rules_on_it_alone(patient: Client) -> None:
    answer = patient.asks()
    for approved in (True, False):
        with pytest.raises(Refused, match="case-of-a-higher-level"):
            decisions.rule(
                answer.transaction,
                approved=approved,
                reason="mine, truly",
                ruler=Actor(id=1, assurance=Assurance.SECOND_FACTOR),
                now=NOW,
                actor_of=lambda *_: patient.context.actor,
                rights=["medical", "board", f"decide:{CLAIM}"],
            )
    assert waiting() != []


def test_one_member_is_no_board_and_no_case_is_ones_own(patient: Client) -> None:
    case = boards.of_claim(patient.asks().transaction)
    claimant = member(9_003, PERSON)
    asker = replace(member(9_004), actor=patient.context.actor)
    nobody = replace(FIRST, staff=Staff(9_001, None, sure=True, rights=frozenset({"board"})))
    for by in (claimant, asker):
        with pytest.raises(Refused, match="board-case-of-ones-own"):
            boards.record(case, FOUND, by, NOW)
    with pytest.raises(Refused, match="staff-right-needed"):
        boards.record(case, FOUND, nobody, NOW)
    number = boards.record(case, FOUND, FIRST, NOW)
    with pytest.raises(Refused, match="board-finding-open"):
        boards.record(case, FOUND, SECOND, NOW)
    with pytest.raises(Refused, match="board-second-member-needed"):
        boards.vote(case, number, FIRST, NOW, agreed=True)
    with pytest.raises(Refused, match="board-second-factor-needed"):
        boards.vote(case, number, member(9_002, sure=False), NOW, agreed=True)
    with pytest.raises(Refused, match="board-case-of-ones-own"):
        boards.vote(case, number, claimant, NOW, agreed=True)
    assert pensions() == []


def test_a_finding_that_is_not_agreed_in_is_made_anew(patient: Client) -> None:
    patient.leaves()
    asked = patient.asks()
    case = boards.of_claim(asked.transaction)
    decide(case, agreed=False)
    assert waiting() == [case] and patient.found(asked).outcome is Outcome.ACCEPTED
    with pytest.raises(Refused, match="board-case-closed"):
        boards.record(case, FOUND, FIRST, NOW)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"examined_on": date(2026, 11, 23)}, "board-examined-in-future"),
        ({"since": date(2026, 11, 23)}, "board-since-after-examination"),
        ({"review_on": TODAY}, "board-review-out-of-reach"),
        ({"review_on": date(2029, 11, 23)}, "board-review-out-of-reach"),
        ({"share": 0}, "board-share-odd"),
        ({"share": 101}, "board-share-odd"),
    ],
)
def test_what_cannot_be_is_not_written_down(
    patient: Client, change: dict[str, object], said: str
) -> None:
    case = boards.of_claim(patient.asks().transaction)
    with pytest.raises(Refused, match=said):
        boards.record(case, replace(FOUND, **change), FIRST, NOW)  # type: ignore[arg-type]


def test_what_is_for_a_helper_is_not_inherited(patient: Client) -> None:
    """7,500 is paid with a helper; a family shares 5,000."""
    patient.leaves()
    patient.found(patient.asks(), replace(FOUND, helper=True))
    died = date(2027, 1, 10)
    whole = deceased.whole(PERSON, died, died)
    assert (whole.why, whole.way, whole.pension) == (None, "pensioner", 500_000)


def test_nobody_claims_for_another(patient: Client) -> None:
    seeds.engage(seeds.establishment(1_010_999_902), 1000000016)
    answer = perform(CLAIM, ASKED | {"person": "1000000016"}, patient.context)
    assert code(answer) == "not-covered-by-mandate" and not any(answer.output.values())
    assert SINCE < TODAY
