"""A pension is claimed: decided at once, in payment, once; and told with its steps."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl
import pytest
from django.db import connection

from guichet.domain.benefits import audit_check, awards, queries
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.domain.registry import bank_accounts
from guichet.domain.registry import commands as register
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.engine.actor import Assurance, PartyKind
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.service import Outcome

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
PERSON = 1000000008
EARLY, NORMAL = "benefits.claim_early_pension", "benefits.claim_old_age_pension"
ESTIMATE = "benefits.estimate_pension"

pytestmark = pytest.mark.django_db


@dataclass
class Client:
    engagement: int
    context: Context

    def asks(self, service: str, **given: str) -> Answer:
        return perform(service, {"person": str(PERSON), **given}, self.context)

    def leaves(self) -> None:
        row = {"engagement_id": [self.engagement], "ended_on": [date(2026, 11, 20)]}
        ends = pl.DataFrame(row | {"end_reason": ["resignation"], "transaction": [seeds.BEFORE]})
        register.end_engagements(ends=ends, today=TODAY)

    def has_account(self) -> None:
        row = {
            "party": [PERSON],
            "iban": ["SA4420000001234567891234"],
            "account_before": pl.Series([None], dtype=pl.Int64),
            "transaction": [seeds.BEFORE],
        }
        bank_accounts.change(PartyKind.PERSON, changes=pl.DataFrame(row), today=TODAY)


@pytest.fixture
def client(db: None) -> Client:
    place = seeds.establishment(1_010_999_901)
    engagement = seeds.engage(place, PERSON, since=date(1995, 1, 1))
    account = identity.open_account(
        username="retiring", password=None, person_number=PERSON, name_ar="مشترك", language="en"
    )
    actor = actor_of(account, Assurance.SECOND_FACTOR)
    return Client(engagement, Context(actor=actor, channel="web", now=NOW, language="en"))


def code(answer: Answer) -> str:
    (found,) = {finding.code for finding in answer.errors}
    return found


def test_each_obstacle_is_told_with_what_removes_it(client: Client) -> None:
    obstacles = {finding.code for finding in client.asks(EARLY).errors}
    assert obstacles == {"pension-still-working", "pension-without-account"}
    client.leaves()
    assert code(client.asks(EARLY)) == "pension-without-account"
    client.has_account()
    assert code(client.asks(NORMAL)) == "pension-only-early"
    assert client.asks(EARLY).outcome is Outcome.ACCEPTED


def test_an_award_is_in_payment_at_once_and_keeps_its_steps(client: Client) -> None:
    client.leaves()
    client.has_account()
    answer = client.asks(EARLY)
    assert answer.output["monthly"] == "7666.67"
    paid = queries.history_of(PERSON)
    assert paid.select("kind", "monthly", "paid_from", "award").row(0) == (
        "old-age",
        766_667,
        date(2026, 12, 1),
        f"old-age-{answer.transaction}",
    )
    kept = awards.awards_of(pl.Series([PERSON]))
    assert kept.select("way", "decided_on", "transaction").row(0) == (
        "early",
        TODAY,
        answer.transaction,
    )
    steps = json.loads(store.value("SELECT steps FROM benefits_award"))
    assert [one["kind"] for one in steps] == ["old_age_right", "old_age_m33"]
    assert all(one["version"] for one in steps)
    assert audit_check.awards_are_whole() == []


@pytest.mark.parametrize(
    ("table", "change", "fault"),
    [
        ("benefits_award", "monthly = monthly + 1", "they were changed"),
        ("benefits_award", "steps = '[]'", "they were changed"),
        ("benefits_pension", "monthly = monthly + 1", "not paid as it was awarded"),
        ("benefits_pension", "person = 1000000016", "not paid as it was awarded"),
    ],
)
def test_a_changed_award_or_pension_is_found(
    client: Client, table: str, change: str, fault: str
) -> None:
    client.leaves()
    client.has_account()
    client.asks(EARLY)
    store.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    store.execute(f"UPDATE {table} SET {change}")
    assert any(fault in told for told in audit_check.awards_are_whole())


def test_claimed_again_it_is_the_same_award(client: Client) -> None:
    client.leaves()
    client.has_account()
    first, again = client.asks(EARLY), client.asks(EARLY)
    assert again.repeated and again.transaction == first.transaction
    assert queries.history_of(PERSON).height == 1


def test_a_pension_that_was_entered_is_not_awarded_again(client: Client) -> None:
    from guichet.domain.benefits import commands

    row = {"person": PERSON, "kind": "old-age", "monthly": 1, "paid_from": date(2026, 1, 1)}
    rest = {"paid_till": None, "award": "A", "owed_from": date(2026, 11, 1)}
    commands.enter(pl.DataFrame([row | rest], schema=queries.PENSION), NOW)
    client.leaves()
    client.has_account()
    assert code(client.asks(EARLY)) == "pension-already-paid"


def test_what_was_decided_stays_as_it_was(client: Client) -> None:
    client.leaves()
    client.has_account()
    client.asks(EARLY)
    with pytest.raises(Exception, match="kept as it was written"), store.atomic():
        store.execute("UPDATE benefits_award SET monthly = monthly + 1")


@pytest.mark.django_db(transaction=True)
def test_claimed_twice_at_once_it_is_awarded_once(client: Client) -> None:
    client.leaves()
    client.has_account()

    def ask(_: int) -> Answer:
        try:
            return client.asks(EARLY)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))
    assert {a.outcome for a in answers} == {Outcome.ACCEPTED}
    assert queries.history_of(PERSON).height == 1
    assert len({a.transaction for a in answers}) == 1


def test_an_estimate_is_what_the_claim_comes_to(client: Client) -> None:
    client.leaves()
    client.has_account()
    told = client.asks(ESTIMATE)
    assert told.output["claimed_on"] == "2026-11-22"
    assert told.output["monthly"] == client.asks(EARLY).output["monthly"]


def test_an_estimate_tells_the_first_day_and_others_beside_it(client: Client) -> None:
    told = client.asks(ESTIMATE, on="2030-01-01", wage="14000")
    assert told.output["way"] == "early"
    days = json.loads(told.output["days"])
    assert [row["way"] for row in days] == sorted(r["way"] for r in days)  # early, then normal
    amounts = [float(row["monthly"]) for row in days]
    assert amounts == sorted(amounts)
    steps = [row["step"] for row in json.loads(told.output["steps"])]
    assert steps[0] == "normal_age" and "computed" in steps


def test_nobody_learns_what_another_will_get(client: Client) -> None:
    seeds.engage(seeds.establishment(1_010_999_902), 1000000016)
    answer = perform(ESTIMATE, {"person": "1000000016"}, client.context)
    assert code(answer) == "not-covered-by-mandate"
