"""What waits and what has ended of late is followed by the party for whom it was asked, as one
course from the first transaction to the last.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import polars as pl
import pytest

from guichet.engine import decisions, followed, referrals, results, resume, store
from guichet.engine.actor import PartyKind
from guichet.engine.followed import Standing
from guichet.engine.outcome import Answer
from guichet.engine.service import Outcome
from guichet.engine.tests import test_decisions as decided
from guichet.engine.tests.test_decisions import ALI, BOX, SALMA, PutWithLeave, ask, rule, still
from guichet.engine.tests.toys import NOW, Oracle

pytestmark = pytest.mark.django_db(transaction=True)
OTHER = 500000002


@pytest.fixture(autouse=True)
def known_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (referrals, followed):
        monkeypatch.setattr(module, "services", lambda: {PutWithLeave.key: PutWithLeave})
    monkeypatch.setattr(referrals, "service_of", lambda key: PutWithLeave)
    monkeypatch.setattr(resume, "service_of_code", lambda code: PutWithLeave)


def told(now: datetime = NOW, days: int = 90, most: int = 10) -> list[tuple[int, str]]:
    """The first transaction and the standing of each course of the box."""
    found = followed.of_parties(
        PartyKind.ESTABLISHMENT,
        pl.Series([BOX, OTHER]),
        since=now - timedelta(days=days),
        now=now,
        most=most,
    )
    assert found["whose"].unique().to_list() in ([BOX], [])
    return list(found.select("first", "standing").iter_rows())


def held(worker: str = ALI, worth: str = "60") -> Answer:
    Oracle.down = True
    answer = ask(worker, worth)
    Oracle.down = False
    assert answer.outcome is Outcome.HELD
    return answer


def test_what_is_done_at_once_or_refused_is_not_followed() -> None:
    assert ask(worth="10").accepted
    assert ask(SALMA, "1000").outcome is Outcome.REFUSED
    assert told() == []


def test_a_course_is_told_from_held_by_way_of_referred_to_its_end_as_one() -> None:
    first = held()
    assert told() == [(first.transaction, Standing.CHECKING)]
    later = NOW + timedelta(minutes=5)
    assert resume.resume_held(later, still) == 1
    assert told(later) == [(first.transaction, Standing.DECIDING)]
    (case,) = referrals.waiting([PutWithLeave])
    assert told(case.due_at) == [(first.transaction, Standing.OVERDUE)]
    decisions.rule(
        case.transaction,
        approved=True,
        reason="Seen.",
        ruler=decided.CLERK,
        now=decided.LATER,
        actor_of=still,
        rights=[referrals.right_to_rule(PutWithLeave)],
    )
    assert told(decided.LATER) == [(first.transaction, Standing.ACCEPTED)]
    ((body,),) = store.rows(
        "SELECT body::text FROM engine_event WHERE name = 'transactions-recorded'"
        " ORDER BY id DESC LIMIT 1"
    )
    assert results.recorded([json.loads(body)])["resolves"].to_list() == [first.transaction]
    gone = followed.went_on(7, since=NOW, until=decided.LATER, most=10)
    assert gone["first"].to_list() == [first.transaction] * 2
    assert followed.went_on(8, since=NOW, until=decided.LATER, most=10).is_empty()
    assert followed.went_on(7, since=decided.LATER, until=decided.LATER, most=9).is_empty()


def test_a_persons_no_and_a_rules_no_are_told_apart() -> None:
    declined = ask()
    rule(declined, approved=False)
    refused = held(SALMA, "50")
    store.execute("INSERT INTO toy_box VALUES (%(b)s, 3, 9000, 1)", b=BOX)
    later = NOW + timedelta(minutes=5)
    assert resume.resume_held(later, still) == 1
    assert dict(told(decided.LATER)) == {
        declined.transaction: Standing.DECLINED,
        refused.transaction: Standing.REFUSED,
    }


def test_what_waits_comes_first_and_what_ended_long_ago_is_told_no_more() -> None:
    old = ask()
    rule(old, approved=False)
    waits = ask(SALMA, "70")
    assert told(decided.LATER) == [
        (waits.transaction, Standing.DECIDING),
        (old.transaction, Standing.DECLINED),
    ]
    assert told(decided.LATER, most=1) == [(waits.transaction, Standing.DECIDING)]
    assert told(decided.LATER + timedelta(days=91)) == [(waits.transaction, Standing.OVERDUE)]


def test_the_same_asked_again_while_it_waits_is_one_course() -> None:
    first = ask()
    again = ask()
    assert again.repeated and told() == [(first.transaction, Standing.DECIDING)]
