"""Somebody hurt at work, for tests: at work since 2020 on 8,000 and 2,000, injured in autumn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from guichet.catalogue.benefits.tests.jobless import has_account
from guichet.catalogue.benefits.tests.test_claims import NOW, PERSON, TODAY
from guichet.domain.benefits import injury_awards, injury_cases
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.domain.registry.tests import seeds
from guichet.domain.verification.checks import RegistryCheck
from guichet.engine import decisions, referrals
from guichet.engine.actor import Actor, Assurance
from guichet.engine.check import SourceDown
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform

REPORT, CLAIM = "benefits.report_injury", "benefits.claim_injury_allowance"
HURT = date(2026, 11, 16)


@dataclass
class Client:
    place: int
    engagement: int
    context: Context

    def reports(self, on: date = TODAY, **given: str) -> Answer:
        asked = {"person": str(PERSON), "injured_on": f"{HURT}", "place": "work", "cause": "fall"}
        return perform(REPORT, asked | given, self.at(on))

    def claims(self, on: date = TODAY, **given: str) -> Answer:
        return perform(CLAIM, {"person": str(PERSON), "paid_wage": "no"} | given, self.at(on))

    def at(self, on: date) -> Context:
        return replace(self.context, now=NOW.replace(year=on.year, month=on.month, day=on.day))


@pytest.fixture
def injured(db: None) -> Iterator[Client]:
    place = seeds.establishment(1_010_999_901, seeds.OTHER_OWNER)
    engagement = seeds.engage(place, PERSON, since=date(2020, 1, 1))
    account = identity.open_account(
        username="injured", password=None, person_number=PERSON, name_ar="مصاب", language="en"
    )
    has_account(PERSON)
    owner = seeds.OTHER_OWNER
    identity.open_account(
        username="employer", password=None, person_number=owner, name_ar="مالك", language="en"
    )
    owned = {"establishment": [place], "owner_number": [owner], "transaction": [seeds.BEFORE]}
    identity.appoint_owner(pl.DataFrame(owned))
    actor = actor_of(account, Assurance.SECOND_FACTOR)
    yield Client(place, engagement, Context(actor, "web", NOW, "en"))
    assert injury_cases.INJURIES.faults() == [] and injury_awards.are_whole() == []


def rule(client: Client, answer: Answer, *, approved: bool = True) -> Answer:
    """A member of staff who may decides what was referred."""
    return decisions.rule(
        answer.transaction,
        approved=approved,
        reason="seen",
        ruler=Actor(id=0, name="clerk", assurance=Assurance.SECOND_FACTOR),
        now=client.context.now,
        actor_of=lambda *_: client.context.actor,
        rights=[referrals.right_to_rule(answer.service)],
    )


class Register:
    """What the health register says of whoever is asked about."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] | None = []

    def has(self, *spells: tuple[str, str, bool], hurt: date = HURT, reported: str = "") -> None:
        """Spells of (first day, last day or empty, treatment) of one injury, in place of others."""
        told = [
            {"on": on, "until": until, "treatment": "yes" if treated else "no"}
            for on, until, treated in spells
        ]
        self.entries = [{"injured_on": f"{hurt}", "reported_on": reported, "spells": told}]

    def ask(self, keys: pl.Series) -> pl.DataFrame:
        if self.entries is None:
            raise SourceDown
        return pl.DataFrame({"key": keys}).with_columns(
            evidence=pl.lit(1, pl.Int64),
            injuries_status=pl.lit("recorded" if self.entries else "none"),
            injuries_entries=pl.lit(json.dumps(self.entries)),
        )


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Register:
    known = Register()
    monkeypatch.setattr(RegistryCheck, "ask", lambda check, keys, context: known.ask(keys))
    return known
