"""Somebody who has borne a child, for tests: what the registry says of it, and what is paid."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import polars as pl
import pytest

from guichet.catalogue.benefits.tests.jobless import has_account
from guichet.catalogue.benefits.tests.test_claims import NOW, PERSON, TODAY
from guichet.domain.benefits import maternity_awards
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.domain.registry.tests import seeds
from guichet.domain.verification.checks import RegistryCheck
from guichet.engine import attachments, decisions, referrals, store
from guichet.engine.actor import Actor, Assurance
from guichet.engine.check import SourceDown
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.registry import service_of
from guichet.lib.tests.papers import a_pdf

CLAIM = "benefits.claim_maternity_benefit"
BORN = date(2026, 9, 27)


@dataclass
class Client:
    place: int
    engagement: int
    context: Context

    def asks(self, on: date = TODAY, **given: str) -> Answer:
        asked = {"person": str(PERSON), "paid_wage": "no", **given}
        return perform(CLAIM, asked, self.at(on))

    def at(self, on: date) -> Context:
        return replace(self.context, now=NOW.replace(year=on.year, month=on.month, day=on.day))

    def report(self) -> str:
        content = a_pdf(title="report")
        return attachments.keep(
            content, service=service_of(CLAIM), field="report", context=self.context
        )


class Registry:
    """What the registry of births says of whoever is asked about."""

    def __init__(self) -> None:
        self.entries: list[dict[str, str]] | None = []
        self.bears(BORN)

    def bears(self, day: date, *, live: str = "yes", months: str = "9") -> None:
        assert self.entries is not None
        self.entries.append({"born_on": f"{day}", "live": live, "months": months})

    def has_only(self, *days: date) -> None:
        self.entries = []
        for day in days:
            self.bears(day)

    def ask(self, keys: pl.Series) -> pl.DataFrame:
        if self.entries is None:
            raise SourceDown
        told = json.dumps(sorted(self.entries, key=lambda one: one["born_on"]))
        return pl.DataFrame({"key": keys}).with_columns(
            evidence=pl.lit(1, pl.Int64),
            births_status=pl.lit("recorded" if self.entries else "none"),
            births_entries=pl.lit(told),
        )


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    known = Registry()
    monkeypatch.setattr(RegistryCheck, "ask", lambda check, keys, context: known.ask(keys))
    return known


@pytest.fixture
def mother(db: None, registry: Registry) -> Iterator[Client]:
    """At work since 2020, on 8,000 and 2,000 of housing, with an account."""
    place = seeds.establishment(1_010_999_901, seeds.OTHER_OWNER)
    engagement = seeds.engage(place, PERSON, since=date(2020, 1, 1))
    account = identity.open_account(
        username="mother", password=None, person_number=PERSON, name_ar="مشتركة", language="en"
    )
    has_account(PERSON)
    actor = actor_of(account, Assurance.SECOND_FACTOR)
    yield Client(place, engagement, Context(actor, "web", NOW, "en"))
    assert maternity_awards.are_whole() == []


def rule(client: Client, answer: Answer, *, approved: bool = True) -> Answer:
    """A member of staff who may decides what was referred."""
    return decisions.rule(
        answer.transaction,
        approved=approved,
        reason="seen",
        ruler=Actor(id=0, name="clerk", assurance=Assurance.SECOND_FACTOR),
        now=client.context.now,
        actor_of=lambda *_: client.context.actor,
        rights=[referrals.right_to_rule(service_of(CLAIM))],
    )


def awarded() -> list[tuple[object, ...]]:
    return store.rows(
        "SELECT months, monthly, first_month, last_month FROM benefits_maternity ORDER BY id"
    )
