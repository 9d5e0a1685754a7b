"""M/273 gives back what was paid in, of both sides, with the change of prices (25; REG230 39).

10,000.00 in October and November 2024: annuities 9% of each side, 1,800.00 a month; 2,150.00 with
the other branches. Whoever claims was 65 on 1 June 2026.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from guichet.catalogue.benefits.tests.test_claim_lump_sum import (
    KEY,
    NOW,
    PERSON,
    Client,
    codes,
    entered,
    orders,
    sound,
)
from guichet.domain.contributions.tests.world import at, run
from guichet.domain.payments.tests.world import notice, receive
from guichet.domain.registry.tests import seeds
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.service import Outcome

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2024, 10, 1), date(2024, 11, 1)
MONTH = 215_000


@pytest.fixture
def client(db: None) -> Client:
    made = entered(born=date(1961, 6, 1), cohort="m273")
    made.worked(OCTOBER, date(2024, 11, 30))
    run(OCTOBER)
    run(NOVEMBER)
    return made


def pays(client: Client, amount: int, key: str) -> None:
    day = at(date(2024, 12, 10))
    assert receive(notice(client.place, amount, key, paid_at=day), now=day) == ["accepted"]


def test_both_sides_with_the_prices_of_the_whole_years_since(client: Client) -> None:
    """2 x 1,800.00 x 1.02, the year 2025; that of the claim is not over."""
    pays(client, 2 * MONTH, "1")
    answer = client.claims()
    assert answer.output["amount"] == "3672.00"
    assert [step["step"] for step in json.loads(answer.output["steps"])][-1] == "revalued"
    assert client.claims().repeated and len(orders()) == 1 and sound()


def test_only_what_was_paid_in_and_the_rest_once_it_is(client: Client) -> None:
    pays(client, MONTH, "1")
    first = client.claims()
    assert first.output["amount"] == "1836.00" and first.output["months"] == "1"
    pays(client, MONTH, "2")
    second = client.claims()
    assert second.output["amount"] == second.output["difference"] == "1836.00"
    assert client.claims().transaction == second.transaction and sound()


def test_nothing_paid_in_is_nothing_to_give_back(client: Client) -> None:
    assert codes(client.claims()) == {"pension-without-periods"}


def test_a_year_whose_prices_nobody_knows_is_not_guessed(client: Client) -> None:
    pays(client, 2 * MONTH, "1")
    assert codes(claims_in(client, 2028)) == {"lump-sum-prices-unknown"}


def test_contributions_of_other_books_wait_for_a_person(client: Client) -> None:
    """September was paid before these books began with October."""
    pays(client, 2 * MONTH, "1")
    client.place = seeds.establishment(1_010_999_903)
    client.worked(date(2024, 9, 1), date(2024, 9, 30))
    assert client.claims().outcome is Outcome.REFERRED and orders() == []


def test_no_case_goes_before_the_age(db: None) -> None:
    client = entered(born=date(1990, 5, 5), cohort="m273")
    client.worked(OCTOBER, date(2024, 11, 30))
    run(OCTOBER)
    run(NOVEMBER)
    pays(client, 2 * MONTH, "1")
    assert codes(client.claims(early_case="prison")) == {"lump-sum-age-without-exception"}
    assert codes(client.claims()) == {"lump-sum-not-of-age"}


def claims_in(client: Client, year: int) -> Answer:
    now = datetime(year, 2, 1, 9, 0, tzinfo=UTC)
    assert now > NOW
    return perform(KEY, {"person": str(PERSON)}, replace(client.context, now=now))
