"""A family claims: whoever of it asks, it is decided for all of them at once and once; what is not
on record waits for a person.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from django.db import connection

from guichet.domain.benefits import commands, queries, survivors
from guichet.domain.benefits.survivors_recount import families_are_whole
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.domain.registry import commands as register
from guichet.domain.registry.tests import seeds
from guichet.domain.verification.families import FamilyCheck
from guichet.engine import decisions, referrals, store
from guichet.engine.actor import Actor, Assurance
from guichet.engine.check import SourceDown
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform, perform_many
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome
from guichet.lib import samples

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
KEY = "benefits.claim_survivors_pension"
LATE, WIDOW, SON, DAUGHTER, STRANGER = (int(samples.person(n)) for n in (20, 21, 22, 23, 24))
DIED = date(2026, 9, 12)
FAMILY = {
    WIDOW: ("widow", "1980-01-01", "f"),
    SON: ("son", "2002-05-05", "m"),
    DAUGHTER: ("daughter", "2015-06-01", "f"),
}


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the registries say of the family, of whom ``family`` are in the order of the registry;
    ``down``: nothing.
    """
    said: dict[str, Any] = {
        "status": "dead",
        "down": False,
        "family": dict(FAMILY),
        "of": {SON: {"student": "yes"}},
    }

    def ask(check: FamilyCheck, keys: pl.Series, context: Context) -> pl.DataFrame:
        if said["down"]:
            raise SourceDown
        members = [
            {
                "number": str(number),
                "relation": relation,
                "born": born,
                "sex": sex,
                "name_ar": "سعد",
                "name_latin": "Saad",
                "nationality": "SA",
                "alive": "yes",
                **said["of"].get(number, {}),
            }
            for number, (relation, born, sex) in said["family"].items()
        ]
        return pl.DataFrame({"key": keys}).with_columns(
            evidence=pl.lit(1, pl.Int64),
            family_status=pl.lit(said["status"]),
            family_died_on=pl.lit(DIED if said["status"] == "dead" else None, pl.Date),
            family_members=pl.lit(json.dumps(members) if said["status"] == "dead" else "[]"),
        )

    monkeypatch.setattr(FamilyCheck, "ask", ask)
    return said


@pytest.fixture(autouse=True)
def _late(db: None) -> None:
    """Sixteen years and eight months of 10,000 a month, until the day of death."""
    place = seeds.establishment(1_010_999_901)
    seeds.people(LATE, born=date(1970, 1, 1))
    engagement = seeds.engage(place, LATE, since=date(2010, 1, 1))
    ends = {
        "engagement_id": [engagement],
        "ended_on": [DIED],
        "end_reason": ["death"],
        "transaction": [seeds.BEFORE],
    }
    register.end_engagements(ends=pl.DataFrame(ends), today=TODAY)


def context_of(person: int) -> Context:
    account = identity.open_account(
        username=f"n{person}", password=None, person_number=person, name_ar="وارث", language="en"
    )
    return Context(
        actor=actor_of(account, Assurance.SECOND_FACTOR), channel="web", now=NOW, language="en"
    )


def asks(context: Context, person: int, **given: str) -> Answer:
    return perform(KEY, {"person": str(person), "deceased": str(LATE), **given}, context)


def code(answer: Answer) -> str:
    (found,) = {finding.code for finding in answer.errors}
    return found


def shares(month: date) -> dict[int, int]:
    found = queries.pension_of(pl.Series([*FAMILY, int(samples.person(25))]), month)
    return dict(found.select("person", "monthly").iter_rows())


def test_a_widow_claims_for_all_of_the_family(registry: Any) -> None:
    """16 years, 8 months and 12 days: M/33 counts 30 days as a month and drops 12, so 200 months;
    10,000 x 200 / 480 = 4,166.67 < half of 10,000: 5,000.00; three have all of it.
    """
    answer = asks(context_of(WIDOW), WIDOW)
    assert answer.outcome is Outcome.ACCEPTED
    assert (answer.output["pension"], answer.output["from_day"]) == ("5000.00", "2026-10-01")
    told = json.loads(answer.output["shares"])
    assert [(row["relation"], row["monthly"]) for row in told] == [
        ("widow", "1666.68"),
        ("son", "1666.66"),
        ("daughter", "1666.66"),
    ]
    assert shares(date(2026, 10, 1)) == {WIDOW: 166_668, SON: 166_666, DAUGHTER: 166_666}
    assert {f.code for f in answer.warnings} == {"survivor-without-account"}
    kept = json.loads(store.value("SELECT steps FROM benefits_survivorsaward"))
    assert [one["kind"] for one in kept] == [
        "death_in_service_m33",
        "claim",
        *["survivor_member"] * 3,
        "shares_m33",
    ]
    assert families_are_whole() == []
    row = store.rows("SELECT died_on FROM registry_person WHERE identifier = %(n)s", n=LATE)
    assert row == [(DIED,)]


def test_another_of_the_family_has_the_same_and_nothing_is_shared_twice(registry: Any) -> None:
    first = asks(context_of(WIDOW), WIDOW)
    again = asks(context_of(SON), SON)
    assert again.outcome is Outcome.ACCEPTED and not again.repeated
    assert again.output["shares"] == first.output["shares"]
    assert again.output["code"] != first.output["code"]
    assert store.value("SELECT count(*) FROM benefits_survivorsaward") == 1
    assert shares(date(2026, 10, 1))[SON] == 166_666


def test_the_same_heir_on_the_same_day_has_the_first_answer(registry: Any) -> None:
    context = context_of(WIDOW)
    first, again = asks(context, WIDOW), asks(context, WIDOW)
    assert again.repeated and again.transaction == first.transaction


def test_two_of_a_family_in_one_call_are_one_award(registry: Any) -> None:
    context = context_of(WIDOW)
    rows = [{"person": str(WIDOW), "deceased": str(LATE)}] * 2
    assert {a.outcome for a in perform_many(KEY, rows, context)} == {Outcome.ACCEPTED}
    assert store.value("SELECT count(*) FROM benefits_survivorsaward") == 1


@pytest.mark.django_db(transaction=True)
def test_heirs_who_claim_at_once_share_once(registry: Any) -> None:
    people = [WIDOW, SON, DAUGHTER, WIDOW]
    contexts = {person: context_of(person) for person in set(people)}

    def ask(person: int) -> Answer:
        try:
            return asks(contexts[person], person)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, people))
    assert {a.outcome for a in answers} == {Outcome.ACCEPTED}
    assert len({a.output["shares"] for a in answers}) == 1
    assert store.value("SELECT count(*) FROM benefits_survivorsaward") == 1
    assert sum(shares(date(2026, 10, 1)).values()) == 500_000
    assert families_are_whole() == []


@pytest.mark.parametrize("status", ["alive", "unknown"])
def test_nothing_is_told_of_who_is_not_dead(registry: Any, status: str) -> None:
    registry["status"] = status
    assert code(asks(context_of(WIDOW), WIDOW)) == "survivor-not-named"


def test_a_stranger_learns_nothing(registry: Any) -> None:
    assert code(asks(context_of(STRANGER), STRANGER)) == "survivor-not-named"


def test_without_the_registry_it_waits(registry: Any) -> None:
    registry["down"] = True
    assert asks(context_of(WIDOW), WIDOW).outcome is Outcome.HELD


def test_months_too_few_leave_nothing(registry: Any) -> None:
    store.execute("UPDATE registry_engagement SET started_on = '2026-08-01'")
    assert code(asks(context_of(WIDOW), WIDOW)) == "survivors-without-pension"


def test_a_family_in_which_nobody_is_entitled(registry: Any) -> None:
    registry["of"] = {n: {"married": "yes"} for n in (WIDOW, DAUGHTER)}
    assert code(asks(context_of(SON), SON)) == "survivors-nobody-entitled"


@pytest.mark.parametrize(
    ("given", "said", "why"),
    [
        ({"expecting": "yes"}, {}, "survivors-child-expected"),
        ({"missing": "yes"}, {}, "survivors-family-incomplete"),
        ({}, {WIDOW: {"contested": "yes"}}, "survivors-marriage-contested"),
    ],
)
def test_what_is_not_on_record_is_for_a_person(
    registry: Any, given: dict[str, str], said: dict[int, Any], why: str
) -> None:
    registry["of"] |= said
    context = context_of(WIDOW)
    answer = asks(context, WIDOW, **given)
    assert answer.outcome is Outcome.REFERRED and why in {f.code for f in answer.findings}
    assert store.value("SELECT count(*) FROM benefits_survivorsaward") == 0
    ruled = decisions.rule(
        answer.transaction,
        approved=True,
        reason="seen",
        ruler=Actor(id=0, name="clerk", assurance=Assurance.SECOND_FACTOR),
        now=NOW,
        actor_of=lambda *_: context.actor,
        rights=[referrals.right_to_rule(service_of(KEY))],
    )
    assert ruled.outcome is Outcome.ACCEPTED
    kept = 3 if "expecting" in given else 0
    assert sum(shares(date(2026, 10, 1)).values()) == (375_000 if kept else 500_000)


def test_a_pensioners_own_pension_ends_and_the_month_of_death_is_theirs(registry: Any) -> None:
    row = {
        "person": LATE,
        "kind": "old-age",
        "monthly": 600_000,
        "paid_from": date(2026, 1, 1),
        "paid_till": None,
        "award": "P",
        "owed_from": date(2026, 9, 1),
    }
    commands.enter(pl.DataFrame([row], schema=queries.PENSION), NOW)
    asks(context_of(WIDOW), WIDOW)
    assert queries.history_of(LATE)["paid_till"].to_list() == [date(2026, 9, 1)]
    assert sum(shares(date(2026, 10, 1)).values()) == 600_000


def test_a_late_claim_of_the_older_law_has_a_year_of_arrears(registry: Any) -> None:
    """Six years after: the month of the claim and twelve before it."""
    context = context_of(WIDOW)
    late = Context(actor=context.actor, channel="web", now=NOW.replace(year=2032), language="en")
    answer = asks(late, WIDOW)
    assert answer.output["from_day"] == "2031-11-01"
    assert shares(date(2031, 10, 1)) == {} and WIDOW in shares(date(2031, 11, 1))
    assert families_are_whole() == []


def test_the_award_is_found_by_its_family(registry: Any) -> None:
    asks(context_of(WIDOW), WIDOW)
    found = survivors.awards_with(pl.Series([SON]))
    assert found.select("person", "deceased").rows() == [(SON, LATE)]
