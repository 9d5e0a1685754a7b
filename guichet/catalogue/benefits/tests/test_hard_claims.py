"""Claims of whom a careless decision would pay wrongly: the dead, those paid already under another
number, the disabled; and thousands at once.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from guichet.catalogue.benefits import estimate_pension
from guichet.catalogue.benefits.tests.test_claims import (
    EARLY,
    ESTIMATE,
    NORMAL,
    NOW,
    PERSON,
    TODAY,
    Client,
    client,
    code,
)
from guichet.domain.benefits import audit_check, commands, queries
from guichet.domain.identity import appointments
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.domain.registry import bank_accounts, person_changes
from guichet.domain.registry import commands as register
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.engine.actor import Assurance, PartyKind
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform, perform_many
from guichet.engine.service import Outcome
from guichet.lib import samples

__all__ = ["client"]
NEW_NUMBER = 1000000016
IBAN = "SA4420000001234567891234"

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(client: Client) -> Client:
    """Has left, and has an account."""
    client.leaves()
    client.has_account()
    return client


def set_person(**facts: object) -> None:
    for name, value in facts.items():
        store.execute(
            f"UPDATE registry_person SET {name} = %(v)s WHERE identifier = %(n)s",
            v=value,
            n=PERSON,
        )


def paid(kind: str) -> None:
    row = {"person": PERSON, "kind": kind, "monthly": 500_000, "paid_from": date(2026, 1, 1)}
    rest = {"paid_till": None, "award": "D", "owed_from": date(2026, 11, 1)}
    commands.enter(pl.DataFrame([row | rest], schema=queries.PENSION), NOW)


def asks_under(number: int, service: str) -> Answer:
    account = identity.open_account(
        username=f"n{number}", password=None, person_number=number, name_ar="مشترك", language="en"
    )
    actor = actor_of(account, Assurance.SECOND_FACTOR)
    context = Context(actor=actor, channel="web", now=NOW, language="en")
    return perform(service, {"person": str(number)}, context)


def test_the_dead_are_awarded_nothing(ready: Client) -> None:
    set_person(died_on=date(2026, 11, 1))
    assert {code(ready.asks(s)) for s in (EARLY, NORMAL, ESTIMATE)} == {"pension-holder-died"}
    assert queries.history_of(PERSON).is_empty()


def test_a_pension_is_not_awarded_again_under_a_new_number(ready: Client) -> None:
    first = ready.asks(EARLY)
    change = {
        "person_id": [store.value("SELECT id FROM registry_person")],
        "old": [PERSON],
        "new": [NEW_NUMBER],
        "transaction": [seeds.BEFORE],
    }
    person_changes.change_identifiers(changes=pl.DataFrame(change), today=TODAY)
    account = {"party": [NEW_NUMBER], "iban": [IBAN], "transaction": [seeds.BEFORE]}
    accounts = pl.DataFrame(account).with_columns(account_before=pl.lit(None, dtype=pl.Int64))
    bank_accounts.change(PartyKind.PERSON, changes=accounts, today=TODAY)
    again = asks_under(NEW_NUMBER, EARLY)
    assert again.repeated and again.transaction == first.transaction
    assert store.value("SELECT count(*) FROM benefits_pension") == 1


def test_an_old_age_pension_is_not_added_to_a_disability_pension(ready: Client) -> None:
    paid("disability")
    assert code(ready.asks(EARLY)) == "pension-beside-disability"


def test_a_survivors_pension_stands_beside_ones_own(ready: Client) -> None:
    paid("survivor")
    assert ready.asks(EARLY).outcome is Outcome.ACCEPTED


def test_a_pension_that_will_end_is_not_doubled_until_then(ready: Client) -> None:
    first = ready.asks(EARLY)
    commands.end(f"old-age-{first.transaction}", date(2027, 3, 1), "error", NOW)
    assert ready.asks(EARLY).repeated
    assert queries.history_of(PERSON).height == 1


def test_an_award_that_was_ended_before_it_was_paid_is_made_anew_the_same_day(
    ready: Client,
) -> None:
    first = ready.asks(EARLY)
    commands.end(f"old-age-{first.transaction}", date(2026, 11, 1), "error", NOW)
    again = ready.asks(EARLY)
    assert again.outcome is Outcome.ACCEPTED and not again.repeated
    assert queries.history_of(PERSON)["paid_till"].to_list() == [date(2026, 11, 1), None]
    assert audit_check.awards_are_whole() == []


@pytest.mark.parametrize("born", [date(1880, 1, 1), date(2026, 1, 1)])
@pytest.mark.parametrize("cohort", ["m33", "m273"])
def test_an_impossible_birth_is_told_and_stops_nobody_else(
    ready: Client, born: date, cohort: str
) -> None:
    set_person(birth_date=born, cohort=cohort)
    assert {code(ready.asks(s)) for s in (EARLY, ESTIMATE)} == {"pension-birth-doubtful"}


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (date(2026, 11, 21), None),
        (date(2026, 11, 22), "pension-still-working"),  # today is a day of work
        (date(2026, 12, 31), "pension-still-working"),
    ],
)
def test_the_last_day_of_work_is_before_the_claim(
    client: Client, last: date, told: str | None
) -> None:
    client.has_account()
    store.execute("UPDATE registry_engagement SET ended_on = %(d)s", d=last)
    answer = client.asks(EARLY)
    assert (code(answer) if answer.errors else None) == told


@pytest.mark.parametrize(
    ("today", "from_day"),
    [
        (date(2026, 12, 1), "2027-01-01"),
        (date(2026, 12, 31), "2027-01-01"),
        (date(2027, 2, 28), "2027-03-01"),
    ],
)
def test_a_claim_is_paid_from_the_first_after_its_month(
    ready: Client, today: date, from_day: str
) -> None:
    now = NOW.replace(year=today.year, month=today.month, day=today.day)
    actor = ready.context.actor
    context = Context(actor=actor, channel="web", now=now, language="en")
    assert perform(EARLY, {"person": str(PERSON)}, context).output["from_day"] == from_day


def test_a_wage_corrected_after_the_award_changes_no_award(ready: Client) -> None:
    first = ready.asks(EARLY)
    store.execute(
        "INSERT INTO registry_wage (engagement_id, effective_from, version, basic, housing,"
        " transaction) SELECT engagement_id, effective_from, version + 1, basic * 2, housing, 0"
        " FROM registry_wage"
    )
    again = ready.asks(EARLY)
    assert again.repeated and again.output["monthly"] == first.output["monthly"]
    assert queries.history_of(PERSON)["monthly"].to_list() == [766_667]


def test_two_thousand_are_awarded_at_once_by_their_agent(client: Client) -> None:
    """One pass, not one a person: as many database questions for two thousand as for one."""
    number = 2_000
    people = [int(samples.person(serial)) for serial in range(1_000, 1_000 + number)]
    _worked_long(people)
    _acted_for(people, PERSON)
    answers = perform_many(EARLY, [{"person": str(p)} for p in people], client.context)
    assert {answer.outcome for answer in answers} == {Outcome.ACCEPTED}
    assert store.value("SELECT count(DISTINCT person) FROM benefits_pension") == number
    assert store.value("SELECT count(DISTINCT leaf) FROM benefits_award") == 1


def _worked_long(people: list[int]) -> None:
    place = seeds.id_of(seeds.establishment(1_010_999_906))
    rows = pl.DataFrame({"person_id": seeds.people(*people)}).with_columns(
        establishment_id=pl.lit(place),
        started_on=pl.lit(date(1995, 1, 1)),
        occupation=pl.lit("clerk"),
        contract=pl.lit("open_ended"),
        basic=pl.lit(800_000),
        housing=pl.lit(200_000),
        transaction=pl.lit(seeds.BEFORE),
    )
    ends = pl.DataFrame({"engagement_id": register.open_engagements(engagements=rows, today=TODAY)})
    ends = ends.with_columns(
        ended_on=pl.lit(date(2024, 2, 29)),
        end_reason=pl.lit("resignation"),
        transaction=pl.lit(seeds.BEFORE),
    )
    register.end_engagements(ends=ends, today=TODAY)
    accounts = pl.DataFrame({"party": people}).with_columns(
        iban=pl.lit(IBAN),
        account_before=pl.lit(None, dtype=pl.Int64),
        transaction=pl.lit(seeds.BEFORE),
    )
    bank_accounts.change(PartyKind.PERSON, changes=accounts, today=TODAY)


def _acted_for(people: list[int], agent: int) -> None:
    mandates = pl.DataFrame({"party": people}).with_columns(
        delegate=pl.lit(agent),
        bureau=pl.lit(None, dtype=pl.Int64),
        holder_ar=pl.lit(""),
        holder_latin=pl.lit(""),
        basis=pl.lit(""),
        rights=pl.lit("self"),
        since=pl.lit(None, dtype=pl.Date),
        until=pl.lit(None, dtype=pl.Date),
        with_branches=pl.lit(value=False),
        transaction=pl.lit(seeds.BEFORE),
    )
    appointments.appoint(mandates, kind=PartyKind.PERSON.value, now=NOW, today=TODAY)


def test_one_call_reckons_a_bounded_number_of_estimates(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One person's days and wages without end would hold a worker for hours."""
    monkeypatch.setattr(estimate_pension, "AT_ONCE", 2)
    rows = [{"person": str(PERSON), "wage": f"{wage}"} for wage in (9_000, 10_000, 11_000)]
    told = perform_many(ESTIMATE, rows, client.context)
    assert [answer.outcome for answer in told[:2]] == [Outcome.ACCEPTED] * 2
    assert code(told[2]) == "pension-too-many-estimates"
