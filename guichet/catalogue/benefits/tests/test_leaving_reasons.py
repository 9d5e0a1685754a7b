"""The former employer says why somebody left; the claim that waits for it goes on by itself."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from guichet.catalogue.benefits._unemployment import EMPLOYER_ASKED
from guichet.catalogue.benefits.tests.jobless import (
    CLAIM,
    NEW_NUMBER,
    Client,
    awarded,
    client,
    employer,
    jobless,
    register_says,
    renumbered,
)
from guichet.catalogue.benefits.tests.test_claims import NOW, PERSON, code
from guichet.domain.benefits import leaving_reasons, waiting_claims
from guichet.engine import decisions, referrals, resume, store
from guichet.engine.actor import Actor, Assurance
from guichet.engine.outcome import Answer
from guichet.engine.pending import as_it_ended
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome

__all__ = ["client", "jobless", "register_says"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reason", ["dismissal", "other", "unknown-to-us"])
def test_a_claim_waits_for_the_employer_and_goes_on_by_the_answer(
    client: Client, reason: str
) -> None:
    client.leaves("dismissal" if reason == "unknown-to-us" else reason)
    if reason == "unknown-to-us":
        store.execute("UPDATE registry_engagement SET end_reason = NULL")
    referred = client.asks(CLAIM)
    assert referred.outcome is Outcome.REFERRED and awarded() == []
    assert waiting_claims.ask_employers(NOW) == 1 and waiting_claims.ask_employers(NOW) == 0
    asked = waiting_claims.open_questions(pl.Series([client.place]))
    assert asked.select("person", "engagement").rows() == [(PERSON, client.engagement)]
    assert employer(client, "dismissal_without_fault").outcome is Outcome.ACCEPTED
    later = NOW + timedelta(days=3)
    assert resume.resume_held(later, lambda *_: client.context.actor) == 1
    assert awarded() == [(1, 12, 3, date(2026, 12, 1), date(2028, 11, 1))]
    assert waiting_claims.open_questions(pl.Series([client.place])).is_empty()
    assert not referrals.waiting([service_of(CLAIM)])


def test_dismissed_for_a_fault_there_is_no_benefit(client: Client) -> None:
    client.leaves("dismissal")
    client.asks(CLAIM)
    employer(client, "dismissal_for_fault")
    assert resume.resume_held(NOW + timedelta(days=1), lambda *_: client.context.actor) == 1
    assert awarded() == [] and code(client.asks(CLAIM)) == "unemployment-employer-disagrees"


def test_who_contests_a_resignation_has_the_employer_asked(client: Client) -> None:
    client.leaves("resignation")
    assert client.asks(CLAIM, contested="closure").outcome is Outcome.REFERRED
    assert waiting_claims.ask_employers(NOW) == 1
    assert employer(client, "resignation").outcome is Outcome.ACCEPTED
    assert code(client.asks(CLAIM)) == "unemployment-employer-disagrees"
    assert resume.resume_held(NOW + timedelta(days=1), lambda *_: client.context.actor) == 1
    # Between the two a person decides, and the employer is not asked again.
    (case,) = referrals.waiting([service_of(CLAIM)])
    assert waiting_claims.ask_employers(NOW) == 0
    assert rules(client, case.transaction).outcome is Outcome.ACCEPTED and len(awarded()) == 1


def test_who_contests_an_answer_given_before_has_a_person_decide(client: Client) -> None:
    client.leaves("dismissal")
    employer(client, "dismissal_for_fault")
    again = client.asks(CLAIM, contested="closure")
    assert again.outcome is Outcome.REFERRED
    assert waiting_claims.ask_employers(NOW) == 0


def test_a_clear_reason_on_record_is_not_answered_over(client: Client) -> None:
    """An employer who reported the end of a contract cannot call it a resignation afterwards."""
    client.leaves()
    assert code(employer(client, "resignation")) == "leaving-reason-not-asked"
    assert client.asks(CLAIM).outcome is Outcome.ACCEPTED


def rules(client: Client, transaction: int) -> Answer:
    return decisions.rule(
        transaction,
        approved=True,
        reason="the letter of dismissal names none",
        ruler=Actor(9_000_000_099, "clerk", assurance=Assurance.SECOND_FACTOR),
        now=NOW + timedelta(days=11),
        actor_of=lambda *_: client.context.actor,
        rights=[referrals.right_to_rule(service_of(CLAIM))],
    )


def test_a_person_decides_what_the_employer_leaves_open(client: Client) -> None:
    client.leaves("dismissal")
    referred = client.asks(CLAIM)
    ruled = rules(client, referred.transaction)
    assert ruled.outcome is Outcome.ACCEPTED
    assert awarded() == [(1, 12, 3, date(2026, 12, 1), date(2028, 11, 1))]
    assert employer(client, "resignation").outcome is Outcome.ACCEPTED  # too late to matter
    assert client.asks(CLAIM).repeated


def test_an_employer_answers_once(client: Client) -> None:
    assert code(employer(client, "closure")) == "leaving-not-reported"
    client.leaves("dismissal")
    assert employer(client, "closure").outcome is Outcome.ACCEPTED
    assert employer(client, "closure").repeated
    assert code(employer(client, "mutual")) == "leaving-reason-given-before"


def test_a_departure_corrected_meanwhile_is_asked_of_nobody(client: Client) -> None:
    """It is decided by the record, and is not looked at again every minute."""
    client.leaves("dismissal")
    referred = client.asks(CLAIM)
    store.execute("UPDATE registry_engagement SET ended_on = NULL")
    assert waiting_claims.ask_employers(NOW) == 0
    assert not store.value(f"SELECT {waiting_claims.UNASKED}")
    assert resume.resume_held(NOW + timedelta(days=1), lambda *_: client.context.actor) == 1
    assert code(as_it_ended(referred)) == "unemployment-still-working"


def test_who_has_answered_is_not_asked_again(client: Client) -> None:
    """The answer was written while the claim was being decided, and neither saw the other."""
    client.leaves("dismissal")
    client.asks(CLAIM)
    row = {"engagement": client.engagement, "establishment": client.place, "person": PERSON}
    rest = {"reason": "closure", "transaction": 1}
    leaving_reasons.answer(pl.DataFrame([row | rest]), NOW)
    assert waiting_claims.ask_employers(NOW) == 0
    assert resume.resume_held(NOW + timedelta(days=1), lambda *_: client.context.actor) == 1
    assert awarded() == [(1, 12, 3, date(2026, 12, 1), date(2028, 11, 1))]


def test_nobody_answers_for_the_employer_why_they_left_themselves(client: Client) -> None:
    """One who was appointed to act for the establishment left it, and answers under any number."""
    client.leaves("dismissal")
    assert code(employer(client, "closure", me=PERSON)) == "leaving-of-oneself"
    renumbered()
    told = {
        code(employer(client, "closure", me=n, worker=NEW_NUMBER)) for n in (PERSON, NEW_NUMBER)
    }
    assert told == {"leaving-of-oneself"}
    assert employer(client, "closure", worker=NEW_NUMBER).outcome is Outcome.ACCEPTED


def test_the_code_of_the_claim_is_the_one_that_is_waited_for() -> None:
    assert service_of(CLAIM).code == waiting_claims.CODE
    assert EMPLOYER_ASKED.code == waiting_claims.WAITS
