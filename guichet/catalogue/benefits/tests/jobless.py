"""Somebody who has lost work, for tests: what they ask, on which day, and what was paid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import polars as pl
import pytest

from guichet.catalogue.benefits.tests.test_claims import NOW, PERSON, TODAY
from guichet.domain.benefits import (
    commands,
    leaving_reasons,
    unemployment_awards,
)
from guichet.domain.identity import commands as identity
from guichet.domain.identity.models import Account
from guichet.domain.identity.queries import actor_of
from guichet.domain.registry import bank_accounts, person_changes
from guichet.domain.registry import commands as register
from guichet.domain.registry.tests import seeds
from guichet.domain.verification.checks import RegistryCheck
from guichet.engine import store
from guichet.engine.actor import Assurance, PartyKind
from guichet.engine.check import SourceDown
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.service import Outcome
from guichet.lib import samples

CLAIM = "benefits.claim_unemployment"
MONTH = "benefits.confirm_unemployment_month"
REASON = "benefits.confirm_leaving_reason"
NEW_NUMBER = int(samples.person(7))
IBAN = "SA4420000001234567891234"


@dataclass
class Client:
    place: int
    engagement: int
    context: Context

    def asks(self, service: str, on: date = TODAY, **given: str) -> Answer:
        return perform(service, {"person": str(PERSON), **given}, self.at(on))

    def at(self, on: date) -> Context:
        return replace(self.context, now=NOW.replace(year=on.year, month=on.month, day=on.day))

    def leaves(self, reason: str = "end_of_contract", day: date = date(2026, 11, 20)) -> None:
        leave(self.engagement, reason, day)

    def confirms(self, on: date, **given: str) -> Answer:
        return self.asks(MONTH, on, **given)


def leave(engagement: int, reason: str, day: date) -> None:
    row = {"engagement_id": [engagement], "ended_on": [day], "end_reason": [reason]}
    register.end_engagements(ends=pl.DataFrame(row | {"transaction": [seeds.BEFORE]}), today=TODAY)


def has_account(person: int) -> None:
    row = {"party": [person], "iban": [IBAN], "transaction": [seeds.BEFORE]}
    changes = pl.DataFrame(row).with_columns(account_before=pl.lit(None, dtype=pl.Int64))
    bank_accounts.change(PartyKind.PERSON, changes=changes, today=TODAY)


@pytest.fixture
def register_says(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the job seekers' register says of whoever is asked about; empty: it does not answer."""
    said: dict[str, object] = {"status": "registered", "since": date(2026, 11, 21)}

    def ask(check: RegistryCheck, keys: pl.Series, context: Context) -> pl.DataFrame:
        if not said:
            raise SourceDown
        return pl.DataFrame({"key": keys}).with_columns(
            evidence=pl.lit(1, pl.Int64),
            search_status=pl.lit(said["status"]),
            search_registered_on=pl.lit(said["since"], pl.Date),
            search_lapsed_on=pl.lit(said.get("lapsed"), pl.Date),
        )

    monkeypatch.setattr(RegistryCheck, "ask", ask)
    return said


@pytest.fixture
def client(db: None, register_says: dict[str, object]) -> Iterator[Client]:
    place = seeds.establishment(1_010_999_901, seeds.OTHER_OWNER)
    engagement = seeds.engage(place, PERSON, since=date(2020, 1, 1))
    account = identity.open_account(
        username="jobless", password=None, person_number=PERSON, name_ar="مشترك", language="en"
    )
    has_account(PERSON)
    owner = seeds.OTHER_OWNER
    identity.open_account(
        username="former", password=None, person_number=owner, name_ar="مالك", language="en"
    )
    owned = {"establishment": [place], "owner_number": [owner], "transaction": [seeds.BEFORE]}
    identity.appoint_owner(pl.DataFrame(owned))
    actor = actor_of(account, Assurance.SECOND_FACTOR)
    yield Client(place, engagement, Context(actor, "web", NOW, "en"))
    assert unemployment_awards.are_whole() == [] and leaving_reasons.KEPT.faults() == []


@pytest.fixture
def jobless(client: Client) -> Client:
    """Has left, and was awarded the benefit."""
    client.leaves()
    assert client.asks(CLAIM).outcome is Outcome.ACCEPTED
    return client


def awarded() -> list[tuple[object, ...]]:
    return store.rows(
        "SELECT claim, months_awarded, first_months, from_day, payable_till"
        " FROM benefits_unemployment ORDER BY id"
    )


def paid() -> list[tuple[date, int]]:
    return store.rows("SELECT month, amount FROM benefits_payment ORDER BY month, part")


def run(month: date) -> None:
    commands.run_month(month, NOW.replace(year=month.year, month=month.month, day=2))


def employer(
    client: Client,
    reason: str,
    on: date = TODAY,
    *,
    me: int = seeds.OTHER_OWNER,
    worker: int = PERSON,
) -> Answer:
    """What the establishment answers; ``me`` is the number of whoever says it."""
    asked = {"establishment": str(client.place), "worker": str(worker), "reason": reason}
    actor = actor_of(Account.objects.get(username="former"), Assurance.PASSWORD)
    actor = replace(actor, person_number=me)
    return perform(REASON, asked, replace(client.at(on), actor=actor))


def renumbered() -> None:
    change = {
        "person_id": [store.value("SELECT id FROM registry_person")],
        "old": [PERSON],
        "new": [NEW_NUMBER],
        "transaction": [seeds.BEFORE],
    }
    person_changes.change_identifiers(changes=pl.DataFrame(change), today=TODAY)
    has_account(NEW_NUMBER)


def asks_under(number: int, service: str, on: date = TODAY) -> Answer:
    known = store.value("SELECT count(*) FROM identity_account WHERE username = 'renumbered'")
    if not known:
        identity.open_account(
            username="renumbered",
            password=None,
            person_number=number,
            name_ar="مشترك",
            language="en",
        )
    actor = actor_of(Account.objects.get(username="renumbered"), Assurance.SECOND_FACTOR)
    now = NOW.replace(year=on.year, month=on.month, day=on.day)
    return perform(service, {"person": str(number)}, Context(actor, "web", now, "en"))
