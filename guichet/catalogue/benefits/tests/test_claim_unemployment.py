"""Who lost work claims: decided at once, once, and told with its steps.

The wage is 8,000 and 2,000 a month throughout, so the mean is 10,000: 6,000 for three months, then
5,000 for nine (M/18; M/273 48), 63,000 in all.
"""

from __future__ import annotations

import json
from datetime import date, timedelta

import polars as pl
import pytest

from guichet.catalogue.benefits.tests.jobless import (
    CLAIM,
    Client,
    awarded,
    client,
    jobless,
    leave,
    register_says,
)
from guichet.catalogue.benefits.tests.test_claims import NOW, PERSON, TODAY, code
from guichet.domain.benefits import (
    commands,
    queries,
)
from guichet.domain.contributions import paid_months
from guichet.domain.contributions.tests import world as bills
from guichet.domain.registry.tests import seeds
from guichet.engine import resume, store
from guichet.engine.perform import perform_many
from guichet.engine.service import Outcome
from guichet.lib.months import add_months

__all__ = ["client", "jobless", "register_says"]
pytestmark = pytest.mark.django_db


def test_a_claim_is_decided_at_once_and_told_with_its_steps(client: Client) -> None:
    client.leaves()
    answer = client.asks(CLAIM)
    output = answer.output
    assert (output["first"], output["next"], output["average"]) == (
        "6000.00",
        "5000.00",
        "10000.00",
    )
    assert (output["from_month"], output["till_month"]) == ("2026-12", "2028-11")
    assert (output["months"], output["first_months"]) == ("12", "3")
    steps = {row["step"]: row for row in json.loads(str(output["steps"]))}
    assert steps["total"]["amount"] == "63000.00" and steps["first_months"]["article"]
    assert awarded() == [(1, 12, 3, date(2026, 12, 1), date(2028, 11, 1))]
    kept = json.loads(store.value("SELECT steps FROM benefits_unemployment"))
    assert [one["kind"] for one in kept] == ["unemployment_right", "unemployment_m18"]
    assert all(one["version"] for one in kept) and queries.history_of(PERSON).is_empty()


def test_each_obstacle_is_told(client: Client, register_says: dict[str, object]) -> None:
    assert code(client.asks(CLAIM)) == "unemployment-still-working"
    client.leaves("resignation")
    register_says["status"] = "lapsed"
    told = {finding.code for finding in client.asks(CLAIM).errors}
    assert told == {"unemployment-left-voluntarily", "unemployment-not-seeking"}


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (date(2026, 8, 24), None),  # 90 days before 22 November
        (date(2026, 8, 23), "unemployment-claimed-late"),
    ],
)
def test_the_ninetieth_day_is_the_last(client: Client, left: date, told: str | None) -> None:
    client.leaves(day=left)
    answer = client.asks(CLAIM)
    assert (code(answer) if answer.errors else None) == told


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (date(2025, 12, 1), None),  # twelve months to 30 November
        (date(2025, 12, 2), "unemployment-too-few-months"),
    ],
)
def test_twelve_months_are_asked_for(client: Client, since: date, told: str | None) -> None:
    client.leaves(day=date(2023, 11, 30))  # before the 36 months
    again = seeds.engage(client.place, PERSON, since=since)
    leave(again, "end_of_contract", date(2026, 11, 30))
    answer = client.asks(CLAIM, date(2026, 12, 3))
    assert (code(answer) if answer.errors else None) == told


def test_what_the_employer_never_paid_counts_all_the_same(client: Client) -> None:
    """Twelve months, all billed, none paid: a pension by M/273 has nothing to go by (9(4))."""
    store.execute("UPDATE registry_person SET cohort = 'm273'")
    store.execute("UPDATE registry_engagement SET started_on = '2025-11-01'")
    store.execute("ALTER TABLE registry_wage DISABLE TRIGGER USER")
    store.execute("UPDATE registry_wage SET effective_from = '2025-11-01'")
    client.leaves(day=date(2026, 10, 31))
    for months in range(12):
        bills.run(add_months(date(2025, 11, 1), months))
    states = paid_months.person_months(pl.Series([PERSON]), TODAY)["state"]
    assert states.to_list() == ["unpaid"] * 12
    answer = client.asks(CLAIM)
    assert answer.outcome is Outcome.ACCEPTED and answer.output["first"] == "6000.00"


def test_a_departure_without_a_wage_is_told_and_stops_nobody(client: Client) -> None:
    client.leaves()
    store.execute("ALTER TABLE registry_wage DISABLE TRIGGER USER")
    store.execute("DELETE FROM registry_wage")
    assert code(client.asks(CLAIM)) == "unemployment-without-departure"


def test_the_dead_and_those_who_draw_a_pension_have_none(client: Client) -> None:
    client.leaves()
    row = {"person": PERSON, "kind": "disability", "monthly": 1, "paid_from": date(2026, 1, 1)}
    rest = {"paid_till": None, "award": "D", "owed_from": date(2026, 11, 1)}
    commands.enter(pl.DataFrame([row | rest], schema=queries.PENSION), NOW)
    assert code(client.asks(CLAIM)) == "unemployment-beside-pension"
    store.execute("UPDATE registry_person SET died_on = '2026-11-21'")
    assert code(client.asks(CLAIM)) == "unemployment-holder-died"
    assert awarded() == []


def test_a_survivors_pension_stands_beside_it(client: Client) -> None:
    client.leaves()
    row = {"person": PERSON, "kind": "survivor", "monthly": 1, "paid_from": date(2026, 1, 1)}
    rest = {"paid_till": None, "award": "S", "owed_from": date(2026, 11, 1)}
    commands.enter(pl.DataFrame([row | rest], schema=queries.PENSION), NOW)
    assert client.asks(CLAIM).outcome is Outcome.ACCEPTED


def test_who_owns_a_business_has_not_lost_all_work(client: Client) -> None:
    client.leaves()
    number = seeds.establishment(1_010_999_905, PERSON)
    assert code(client.asks(CLAIM)) == "unemployment-beside-business"
    store.execute(
        "UPDATE registry_establishment SET closed_on = '2026-11-01' WHERE number = %(n)s", n=number
    )
    assert client.asks(CLAIM).outcome is Outcome.ACCEPTED


def test_while_the_register_is_away_the_claim_waits_and_is_of_its_day(
    client: Client, register_says: dict[str, object]
) -> None:
    client.leaves(day=date(2026, 8, 24))  # today is the last day
    said = dict(register_says)
    register_says.clear()
    assert client.asks(CLAIM).outcome is Outcome.HELD
    register_says.update(said)
    later = NOW + timedelta(days=9)
    assert resume.resume_held(later, lambda *_: client.context.actor) == 1
    assert awarded() == [(1, 12, 3, date(2026, 12, 1), date(2028, 11, 1))]


def test_claimed_twice_it_is_one_award(jobless: Client) -> None:
    again = jobless.asks(CLAIM, date(2026, 12, 24))
    assert again.repeated and len(awarded()) == 1


def test_two_claims_in_one_batch_are_one_award(client: Client) -> None:
    client.leaves()
    rows = [{"person": str(PERSON)}, {"person": str(PERSON)}]
    answers = perform_many(CLAIM, rows, client.context)
    assert {a.outcome for a in answers} == {Outcome.ACCEPTED} and len(awarded()) == 1
