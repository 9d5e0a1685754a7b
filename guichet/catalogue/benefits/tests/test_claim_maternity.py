"""Who has borne a child claims: decided at once from the registry's word, once for a birth, and
paid month by month.

The wage is 8,000 and 2,000 throughout, so the mean is 10,000: 10,000 for each of three months from
the first of the month of the birth, 30,000 in all (M/273 41, 42).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection

from guichet.catalogue.benefits.tests.jobless import leave, paid, renumbered, run
from guichet.catalogue.benefits.tests.mothers import (
    BORN,
    CLAIM,
    PERSON,
    Client,
    Registry,
    awarded,
    mother,
    registry,
    rule,
)
from guichet.catalogue.benefits.tests.test_claims import NOW, code
from guichet.domain.benefits import maternity_awards
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.domain.registry.tests import seeds
from guichet.engine import resume, store
from guichet.engine.actor import Assurance
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform, perform_many
from guichet.engine.service import Outcome
from guichet.lib import samples

__all__ = ["mother", "registry"]
pytestmark = pytest.mark.django_db
AUTUMN = (3, 1_000_000, date(2026, 9, 1), date(2026, 11, 1))


def told(answer: Answer) -> str | None:
    return code(answer) if answer.errors else None


def test_it_is_decided_at_once_told_with_its_steps_and_paid_by_months(mother: Client) -> None:
    output = mother.asks().output
    assert (output["monthly"], output["total"], output["average"]) == (
        "10000.00",
        "30000.00",
        "10000.00",
    )
    assert (output["birth"], output["from_month"], output["till_month"]) == (
        "2026-09-27",
        "2026-09",
        "2026-11",
    )
    steps = {row["step"]: row for row in json.loads(str(output["steps"]))}
    assert steps["maternity"]["amount"] == "30000.00"
    assert steps["maternity"]["article"] == "M/273 41, 42"
    kept = json.loads(store.value("SELECT steps FROM benefits_maternity"))
    assert kept[0]["kind"] == "maternity" and kept[0]["version"]
    assert awarded() == [AUTUMN]
    run(date(2026, 12, 1))
    run(date(2026, 12, 1))
    assert paid() == [(date(2026, month, 1), 1_000_000) for month in (9, 10, 11)]


def test_the_mean_is_that_of_the_twelve_months_before_the_birth(mother: Client) -> None:
    """10,000 until 26 March, 5,000 since: from 27 September 2025 to 26 September 2026 they are
    4/30 + 5 + 26/31 = 5554/930 months of the one, 5/31 + 5 + 26/30 = 5606/930 of the other:
    (10,000 x 5554 + 5,000 x 5606) / 11160 = 7,488.35.
    """
    leave(mother.engagement, "resignation", date(2026, 3, 26))
    seeds.engage(mother.place, PERSON, since=date(2026, 3, 27), basic=400_000, housing=100_000)
    output = mother.asks().output
    assert output["average"] == output["monthly"] == "7488.35"
    assert output["total"] == "22465.05"


def test_twins_are_one_birth_also_when_midnight_parts_them(
    mother: Client, registry: Registry
) -> None:
    registry.has_only(BORN, BORN, BORN + timedelta(days=1))
    first = mother.asks(born_on=f"{BORN}")
    assert first.outcome is Outcome.ACCEPTED
    for again in (mother.asks(), mother.asks(born_on=f"{BORN + timedelta(days=1)}")):
        assert again.repeated and again.transaction == first.transaction
    assert awarded() == [AUTUMN]


def test_the_next_child_is_another_birth(mother: Client, registry: Registry) -> None:
    assert mother.asks().outcome is Outcome.ACCEPTED
    registry.has_only(BORN, date(2027, 9, 2))
    assert mother.asks(on=date(2027, 9, 10)).output["from_month"] == "2027-09"
    assert len(awarded()) == 2


def test_a_number_given_up_brings_no_second_award(mother: Client) -> None:
    assert mother.asks().outcome is Outcome.ACCEPTED
    renumbered()
    number = int(samples.person(7))
    account = identity.open_account(
        username="new", password=None, person_number=number, name_ar="مشتركة", language="en"
    )
    context = Context(actor_of(account, Assurance.SECOND_FACTOR), "web", NOW, "en")
    again = perform(CLAIM, {"person": str(number), "paid_wage": "no"}, context)
    assert again.repeated and len(awarded()) == 1


def test_two_rows_of_one_file_are_one_award(mother: Client) -> None:
    asked = {"person": str(PERSON), "paid_wage": "no"}
    answers = perform_many(CLAIM, [asked, asked | {"born_on": f"{BORN}"}], mother.context)
    assert {one.outcome for one in answers} == {Outcome.ACCEPTED} and len(awarded()) == 1


@pytest.mark.django_db(transaction=True)
def test_claimed_twice_at_once_it_is_awarded_once(mother: Client) -> None:
    def ask(_: int) -> Answer:
        try:
            return mother.asks()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))
    assert len({(a.outcome, a.transaction) for a in answers}) == 1 and len(awarded()) == 1


def set_person(**facts: object) -> None:
    for name, value in facts.items():
        store.execute(f"UPDATE registry_person SET {name} = %(v)s", v=value)


def _left(client: Client) -> None:
    leave(client.engagement, "resignation", date(2026, 9, 26))


def _on_the_last_day(client: Client) -> None:
    leave(client.engagement, "resignation", date(2026, 9, 27))


def _without_account(client: Client) -> None:
    store.execute("ALTER TABLE registry_bankaccount DISABLE TRIGGER USER")
    store.execute("DELETE FROM registry_bankaccount")


@pytest.mark.parametrize(
    ("change", "given", "said"),
    [
        (lambda _: None, {"born_on": "2026-09-26"}, "maternity-without-birth"),
        (lambda _: None, {"born_on": "2026-11-23"}, "maternity-before-birth"),
        (lambda _: None, {"paid_wage": "yes"}, "maternity-beside-wage"),
        (_left, {}, "maternity-not-at-work"),
        (_on_the_last_day, {}, None),
        (_without_account, {}, "maternity-without-account"),
        (lambda _: set_person(died_on=date(2026, 10, 1)), {}, "maternity-holder-died"),
        (lambda _: set_person(cohort="other", nationality="EG"), {}, None),
        (lambda _: None, {"companion": "yes"}, "maternity-without-report"),
    ],
)
def test_each_obstacle_is_told(
    mother: Client, change: Callable[[Client], None], given: dict[str, str], said: str | None
) -> None:
    change(mother)
    assert told(mother.asks(**given)) == said


@pytest.mark.parametrize(
    ("since", "born", "said"),
    [
        (date(2025, 9, 27), BORN, None),  # twelve months to 26 September 2026
        (date(2025, 9, 28), BORN, "maternity-too-few-months"),
        # Of older months only those since 3 July 2024 count (D273 6(1)).
        (date(2024, 7, 4), date(2025, 7, 3), "maternity-too-few-months"),
        (date(2020, 1, 1), date(2025, 7, 2), "maternity-too-few-months"),
        (date(2020, 1, 1), date(2025, 7, 3), None),
        (date(2020, 1, 1), date(2025, 6, 30), "maternity-before-the-law"),
    ],
)
def test_the_law_of_the_day_counts_the_months(
    mother: Client, registry: Registry, since: date, born: date, said: str | None
) -> None:
    store.execute("UPDATE registry_engagement SET started_on = %(day)s", day=since)
    registry.has_only(born)
    found = {one.code for one in mother.asks().errors}
    assert found == ({said} if said else set())


def test_the_last_day_for_claiming_is_five_years_later(mother: Client, registry: Registry) -> None:
    """M/273 54: 27 September 2031 is in time, the day after is not."""
    assert told(mother.asks(on=date(2031, 9, 28))) == "maternity-claimed-late"
    assert mother.asks(on=date(2031, 9, 27)).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("months", "outcome"),
    [("5", Outcome.REFUSED), ("6", Outcome.ACCEPTED), ("", Outcome.REFERRED)],
)
def test_a_child_that_did_not_live_counts_after_six_months(
    mother: Client, registry: Registry, months: str, outcome: Outcome
) -> None:
    registry.entries = []
    registry.bears(BORN, live="no", months=months)
    assert mother.asks().outcome is outcome


def test_a_child_who_needs_a_companion_brings_a_fourth_month(mother: Client) -> None:
    asked = mother.asks(companion="yes", report=mother.report())
    assert asked.outcome is Outcome.REFERRED and awarded() == []
    assert rule(mother, asked).output["total"] == "40000.00"
    assert awarded() == [(4, 1_000_000, date(2026, 9, 1), date(2026, 12, 1))]
    assert mother.asks().repeated


def test_the_fourth_month_is_added_later_once(mother: Client) -> None:
    assert mother.asks().outcome is Outcome.ACCEPTED
    asked = mother.asks(companion="yes", report=mother.report())
    assert asked.outcome is Outcome.REFERRED
    assert rule(mother, asked).output["months"] == "1"
    assert awarded() == [AUTUMN, (1, 1_000_000, date(2026, 12, 1), date(2026, 12, 1))]
    assert mother.asks(companion="yes", report=mother.report()).repeated
    run(date(2026, 12, 1))
    assert sum(amount for _, amount in paid()) == 4_000_000


def test_of_a_claim_that_waits_the_three_months_may_be_had_meanwhile(mother: Client) -> None:
    asked = mother.asks(companion="yes", report=mother.report())
    assert mother.asks().output["months"] == "3"
    assert rule(mother, asked).output["months"] == "1"
    assert sum(int(str(row[0])) for row in awarded()) == 4


def test_declined_nothing_is_awarded(mother: Client) -> None:
    asked = mother.asks(companion="yes", report=mother.report())
    assert rule(mother, asked, approved=False).outcome is Outcome.REFUSED
    assert awarded() == []


def test_while_the_registry_is_away_the_claim_waits(mother: Client, registry: Registry) -> None:
    before, registry.entries = registry.entries, None
    assert mother.asks().outcome is Outcome.HELD
    registry.entries = before
    later = NOW + timedelta(days=1)
    assert resume.resume_held(later, lambda *_: mother.context.actor) == 1
    assert awarded() == [AUTUMN]


@pytest.mark.parametrize(
    ("table", "change", "fault"),
    [
        ("benefits_maternity", "monthly = monthly + 1", "they were changed"),
        ("benefits_maternity", "steps = '[]'", "they were changed"),
        ("benefits_pension", "monthly = monthly + 1", "not paid as it was awarded"),
        ("benefits_pension", "paid_till = '2027-12-01'", "not paid as it was awarded"),
    ],
)
def test_a_changed_award_is_found(mother: Client, table: str, change: str, fault: str) -> None:
    mother.asks()
    with store.atomic(keep=False):
        store.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        store.execute(f"UPDATE {table} SET {change}")
        assert any(fault in one for one in maternity_awards.are_whole())


def test_nobody_claims_or_learns_of_the_birth_of_another(mother: Client) -> None:
    seeds.engage(seeds.establishment(1_010_999_902), 1000000016)
    answer = perform(CLAIM, {"person": "1000000016", "paid_wage": "no"}, mother.context)
    assert code(answer) == "not-covered-by-mandate" and not any(answer.output.values())
