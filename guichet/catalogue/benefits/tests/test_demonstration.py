"""Who in the demonstration may claim something can: each claims as the demonstration stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from demo import seed
from demo.benefits import claimants
from demo.benefits.retiree import SIGN_IN
from demo.births import born_of
from demo.families import member_of
from guichet.domain.identity.queries import account_of, actor_of
from guichet.engine import store
from guichet.engine.actor import Assurance
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.service import Outcome
from tests.contract.fixtures import bodies, public_bodies_address

__all__ = ["bodies", "public_bodies_address"]
pytestmark = pytest.mark.django_db


def _number(username: str) -> int:
    account = account_of(username)
    assert account is not None
    assert account.person_number is not None
    return account.person_number


def _asks(username: str, service: str, **given: str) -> Answer:
    account = account_of(username)
    assert account is not None
    actor = actor_of(account, Assurance.SECOND_FACTOR)
    context = Context(actor=actor, channel="web", now=datetime.now(UTC), language="en")
    return perform(service, {"person": str(account.person_number), **given}, context)


def test_whoever_has_something_to_claim_claims_it(bodies: str) -> None:
    seed.main(10, 1_200, lambda _: None)
    told = _asks(SIGN_IN.username, "benefits.estimate_pension")
    claimed = _asks(SIGN_IN.username, "benefits.claim_early_pension")
    assert claimed.outcome is Outcome.ACCEPTED
    assert claimed.output["monthly"] == told.output["monthly"]
    assert _asks("worker", "benefits.estimate_pension").output["monthly"]

    out = _asks(claimants.JOBLESS.username, "benefits.claim_unemployment")
    assert out.outcome is Outcome.ACCEPTED, out.errors

    mother = _number(claimants.MOTHER.username)
    borne = _asks(
        claimants.MOTHER.username,
        "benefits.claim_maternity_benefit",
        born_on=f"{born_of(mother)}",
        paid_wage="no",
    )
    assert borne.outcome is Outcome.ACCEPTED, [(e.code, e.values) for e in borne.errors]

    since = (datetime.now(UTC).date() - timedelta(days=30)).isoformat()
    ill = _asks(
        claimants.PATIENT.username,
        "benefits.claim_disability_pension",
        since=since,
        work_related="no",
        consent="yes",
    )
    assert ill.outcome is Outcome.REFERRED, ill.errors

    dead = store.value("SELECT identifier FROM registry_person ORDER BY id DESC LIMIT 1")
    assert member_of(dead, "widow") == _number(claimants.WIDOW.username)
    shared = _asks(claimants.WIDOW.username, "benefits.claim_survivors_pension", deceased=f"{dead}")
    assert shared.outcome is Outcome.ACCEPTED, shared.errors
