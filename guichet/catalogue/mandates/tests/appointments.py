"""What tests of mandates ask, as whom, and what may be done then."""

from __future__ import annotations

from datetime import date

from guichet.domain.identity import commands, queries
from guichet.domain.identity.models import Account
from guichet.engine.actor import Assurance, PartyKind
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.service import Outcome
from tests.contract.world import NOW

TODAY = date(2026, 11, 22)
APPOINT, CHANGE, END = (f"mandates.{name}_delegate" for name in ("appoint", "change", "end"))


def ask(account: Account, service: str, **given: str) -> Answer:
    context = Context(queries.actor_of(account, Assurance.SECOND_FACTOR), "engine", NOW, "en")
    return perform(service, given, context)


def done(answer: Answer) -> Answer:
    assert answer.outcome is Outcome.ACCEPTED, answer.errors
    return answer


def signed_up(number: str | int, username: str = "clerk") -> Account:
    return commands.open_account(username=username, password=None, person_number=int(number))


def may(account: Account, right: str, party: str | int, on: date = TODAY) -> bool:
    return queries.may(account, right, PartyKind.ESTABLISHMENT, int(party), on)
