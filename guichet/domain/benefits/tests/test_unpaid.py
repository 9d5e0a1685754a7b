"""What is unpaid to persons is found, each with what would bring it; and nothing that is paid."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from demo.public_bodies.bank import iban_of
from guichet.domain.benefits import awards, commands, unpaid
from guichet.domain.benefits.tests.test_benefits import NOVEMBER, NOW, OCTOBER, enter, pension
from guichet.domain.benefits.words import UNPAID_TO_DO, UNPAID_WHATS
from guichet.domain.payments.bank.statements import book
from guichet.domain.payments.tests.camt import Line, written
from guichet.domain.payouts import batches, dispatch
from guichet.domain.payouts.tests.test_batches import ANA, BASIM, record
from guichet.domain.registry import commands as register
from guichet.domain.registry import person_changes
from guichet.domain.registry.tests import seeds
from guichet.engine import store

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
ONE, TWO, THREE = 1_000_000_024, 1_000_000_032, 1_000_000_040


def told(*numbers: int, on: date = TODAY) -> list[tuple[Any, ...]]:
    found = unpaid.unpaid_to(pl.Series(numbers), on)
    return found.select("person", "what", "amount", "monthly", "to_do").rows()


@pytest.fixture
def people(db: None) -> None:
    """One past the age of a pension, and one who is not."""
    seeds.people(ONE, born=date(1962, 3, 1))
    seeds.people(TWO)


def sent_and_back(tmp_path: Path, reason: str) -> None:
    batch = batches.gather(ANA, NOW)
    batches.release(batch, BASIM, NOW)
    dispatch.send(NOW)
    message = max(tmp_path.glob("*.xml")).name.removesuffix(".pain.001.xml")
    book(written([Line("D1", -400_000, batch=message)]), NOW)
    (transfer,) = store.rows("SELECT id FROM payouts_transfer")
    back = Line("R1", 400_000, end_to_end=f"GUICHET-T{transfer[0]}", returned=reason)
    book(written([back]), NOW)


@pytest.fixture
def outbox(people: None, settings: Any, tmp_path: Path) -> Path:
    """A month is ordered for somebody with an account."""
    settings.PAYOUT_ACCOUNT, settings.PAYOUT_OUTBOX = "SA0380000000608010167519", str(tmp_path)
    record(iban_of(ONE), ONE)
    enter(pension(ONE))
    commands.run_month(NOVEMBER, NOW)
    return tmp_path


def test_what_came_back_asks_for_another_account_and_then_for_nothing(outbox: Path) -> None:
    assert told(ONE) == []  # it is on its way
    sent_and_back(outbox, "AC04")
    assert told(ONE) == [(ONE, "came-back", 400_000, None, "other-account")]
    record(iban_of(ONE, bank="10"), ONE)
    assert told(ONE) == [(ONE, "came-back", 400_000, None, "sent-again")]


def test_what_came_back_through_no_fault_of_the_account_is_sent_again(outbox: Path) -> None:
    sent_and_back(outbox, "AM04")
    (line,) = unpaid.unpaid_to(pl.Series([ONE, TWO]), TODAY).rows(named=True)
    assert (line["to_do"], line["from_month"], line["to_month"]) == (
        "sent-again",
        NOVEMBER,
        NOVEMBER,
    )


def test_months_wait_for_an_account_and_then_for_the_next_run(people: None) -> None:
    enter(pension(ONE, owed_from=OCTOBER), pension(TWO, owed_from=OCTOBER))
    commands.run_month(OCTOBER, NOW)
    record(iban_of(TWO), TWO)
    assert told(ONE, TWO) == [
        (ONE, "months", 800_000, None, "account"),
        (TWO, "months", 400_000, None, "next-run"),  # November's run is still to come
    ]
    (line,) = unpaid.unpaid_to(pl.Series([ONE]), TODAY).rows(named=True)
    assert (line["from_month"], line["to_month"]) == (OCTOBER, NOVEMBER)
    commands.run_month(NOVEMBER, NOW)
    assert told(TWO) == []


def test_after_the_run_of_a_month_what_is_entered_for_it_waits_for_the_next(people: None) -> None:
    commands.run_month(NOVEMBER, NOW)
    record(iban_of(ONE), ONE)
    enter(pension(ONE))
    assert told(ONE) == [(ONE, "months", 400_000, None, "next-run")]


def test_of_the_dead_nothing_is_to_be_claimed_and_the_heirs_ask_us(people: None) -> None:
    place = seeds.establishment(1_010_999_901)
    left(seeds.engage(place, ONE, since=date(1995, 1, 1)))
    enter(pension(ONE, kind="survivor", owed_from=OCTOBER))
    assert {row[1] for row in told(ONE)} == {"months", "pension"}
    store.execute(
        "UPDATE registry_person SET died_on = '2026-09-30' WHERE identifier = %(one)s", one=ONE
    )
    assert told(ONE) == [(ONE, "months", 800_000, None, "ask-us")]


def left(engagement: int) -> None:
    row = {"engagement_id": [engagement], "ended_on": [date(2026, 6, 30)]}
    ends = pl.DataFrame(row | {"end_reason": ["resignation"], "transaction": [seeds.BEFORE]})
    register.end_engagements(ends=ends, today=TODAY)


def test_a_right_never_claimed_is_told_until_it_is_claimed(people: None) -> None:
    place = seeds.establishment(1_010_999_901)
    mine = seeds.engage(place, ONE, since=date(1995, 1, 1))
    theirs = seeds.engage(place, TWO, since=date(1995, 1, 1))
    assert told(ONE, TWO) == []  # whoever works has claimed nothing because they work
    left(mine)
    left(theirs)
    first, second = told(ONE, TWO)
    assert (first[:3], first[4]) == ((ONE, "pension", None), "claim")
    assert (second[:3], second[4]) == ((TWO, "early-pension", None), "claim-early")
    assert first[3] > 0 and second[3] > 0
    row = {
        "person": ONE,
        "way": "normal",
        "paid_from": date(2026, 12, 1),
        "monthly": first[3],
        "transaction": 1,
        "steps": "[]",
    }
    awards.award(pl.DataFrame([row], schema=awards.AWARDED), awards.OLD_AGE, TODAY, NOW)
    assert [row[0] for row in told(ONE, TWO)] == [TWO]


def test_beside_a_disability_pension_there_is_no_right_to_claim(people: None) -> None:
    left(seeds.engage(seeds.establishment(1_010_999_901), ONE, since=date(1995, 1, 1)))
    assert [row[1] for row in told(ONE)] == ["pension"]
    enter(pension(ONE, kind="disability", owed_from=date(2026, 12, 1)))
    assert told(ONE) == []


def test_what_is_owed_under_a_former_number_is_told_under_the_new_one(people: None) -> None:
    enter(pension(ONE, owed_from=OCTOBER))
    change = {"old": [ONE], "new": [THREE], "transaction": [seeds.BEFORE]}
    person = pl.Series(
        "person_id",
        [store.value("SELECT id FROM registry_person WHERE identifier = %(one)s", one=ONE)],
    )
    person_changes.change_identifiers(
        changes=pl.DataFrame(change).with_columns(person), today=TODAY
    )
    assert told(THREE) == [(THREE, "months", 800_000, None, "account")]


def test_everything_that_is_found_can_be_said(people: None) -> None:
    assert set(unpaid.WHATS) == set(UNPAID_WHATS) and set(unpaid.TO_DO) == set(UNPAID_TO_DO)


def test_a_month_to_come_is_never_unpaid(people: None) -> None:
    enter(pension(ONE, paid_from=date(2027, 1, 1), owed_from=None))
    assert told(ONE) == []
