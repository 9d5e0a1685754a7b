"""The grant of a death is paid once, in equal parts, to the members who share the pension."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from demo.public_bodies.bank import iban_of
from guichet.catalogue.benefits.tests.test_survivors import (
    DAUGHTER,
    LATE,
    NOW,
    SON,
    STRANGER,
    WIDOW,
    _late,
    asks,
    code,
    context_of,
    registry,
)
from guichet.domain.benefits.grants_audit import grants_are_whole
from guichet.domain.payouts.tests.test_batches import record
from guichet.engine import store
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.service import Outcome

__all__ = ["_late", "registry"]
pytestmark = pytest.mark.django_db
KEY = "benefits.claim_death_grant"


def claims(context: Context, person: int) -> Answer:
    return perform(KEY, {"person": str(person), "deceased": str(LATE)}, context)


def granted() -> list[tuple[int, int]]:
    return store.rows("SELECT person, amount FROM benefits_grant ORDER BY amount DESC, person")


def test_three_months_but_no_more_than_ten_thousand_in_equal_parts(registry: Any) -> None:
    """S08: 3 x 5,000 is above 10,000.00; 3,333.34 for the eldest, 3,333.33 for the others."""
    context = context_of(WIDOW)
    asks(context, WIDOW)
    record(iban_of(WIDOW), WIDOW)
    answer = claims(context, WIDOW)
    assert answer.outcome is Outcome.ACCEPTED and answer.output["total"] == "10000.00"
    told = json.loads(answer.output["parts"])
    assert [(row["relation"], row["amount"]) for row in told] == [
        ("widow", "3333.34"),
        ("son", "3333.33"),
        ("daughter", "3333.33"),
    ]
    assert granted() == [(WIDOW, 333_334), *sorted([(SON, 333_333), (DAUGHTER, 333_333)])]
    # The others have no account on record yet.
    assert store.rows("SELECT party, amount FROM payouts_order") == [(WIDOW, 333_334)]
    assert claims(context, WIDOW).repeated and len(granted()) == 3
    assert grants_are_whole() == []


@pytest.mark.django_db(transaction=True)
def test_heirs_who_claim_at_once_are_granted_once(registry: Any) -> None:
    contexts = {person: context_of(person) for person in (WIDOW, SON, DAUGHTER)}
    asks(contexts[WIDOW], WIDOW)

    def ask(person: int) -> Answer:
        try:
            return claims(contexts[person], person)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(ask, contexts))
    assert {a.outcome for a in answers} == {Outcome.ACCEPTED}
    # Each has a receipt of their own; who was first is no matter of the others.
    assert len({a.transaction for a in answers}) == 3
    assert {a.output["parts"] for a in answers} == {answers[0].output["parts"]}
    told_before = ["death-grant-given" in {w.code for w in a.warnings} for a in answers]
    assert sorted(told_before) == [False, True, True]
    assert sum(amount for _, amount in granted()) == 1_000_000


def test_the_pension_is_claimed_first(registry: Any) -> None:
    assert code(claims(context_of(WIDOW), WIDOW)) == "death-grant-before-pension"


def test_no_stranger_has_a_part_or_learns_of_it(registry: Any) -> None:
    asks(context_of(WIDOW), WIDOW)
    assert code(claims(context_of(STRANGER), STRANGER)) == "death-grant-before-pension"


@pytest.mark.parametrize(("day", "said"), [(12, None), (13, "death-grant-lapsed")])
def test_it_lapses_after_a_year(registry: Any, day: int, said: str | None) -> None:
    context = context_of(WIDOW)
    asks(context, WIDOW)
    then = NOW.replace(year=2027, month=9, day=day)
    answer = claims(Context(actor=context.actor, channel="web", now=then, language="en"), WIDOW)
    assert (code(answer) if answer.errors else None) == said


def test_the_newer_law_knows_none(registry: Any) -> None:
    context = context_of(WIDOW)
    asks(context, WIDOW)
    store.execute("ALTER TABLE benefits_survivorsaward DISABLE TRIGGER USER")
    store.execute("UPDATE benefits_survivorsaward SET cohort = 'm273'")
    assert code(claims(context, WIDOW)) == "death-grant-not-known"
