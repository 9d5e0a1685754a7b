"""The sign-in who may retire can: the demonstration's pension is claimed as it stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from demo import seed
from demo.benefits.retiree import SIGN_IN
from guichet.domain.identity.queries import account_of, actor_of
from guichet.engine.actor import Assurance
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.service import Outcome

pytestmark = pytest.mark.django_db


def _asks(username: str, service: str) -> Answer:
    account = account_of(username)
    assert account is not None
    actor = actor_of(account, Assurance.SECOND_FACTOR)
    context = Context(actor=actor, channel="web", now=datetime.now(UTC), language="en")
    return perform(service, {"person": str(account.person_number)}, context)


def test_the_retiree_claims_and_the_worker_sees_an_estimate() -> None:
    seed.main(10, 1_200, lambda _: None)
    told = _asks(SIGN_IN.username, "benefits.estimate_pension")
    claimed = _asks(SIGN_IN.username, "benefits.claim_early_pension")
    assert claimed.outcome is Outcome.ACCEPTED
    assert claimed.output["monthly"] == told.output["monthly"]
    assert _asks("worker", "benefits.estimate_pension").output["monthly"]
