"""The days after a work injury are paid by what the health register says, each once, and by months.

The wage of the case W01 is 6,000: hurt on 10 March 2026, in hospital from the 11th to the 20th, at
home to 30 April: 6,000/31 x 10 x 75% = 1,451.61; 6,000/31 x 11 = 2,129.03; 6,000/30 x 30 = 6,000.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import polars as pl
import pytest
from django.db import connection

from guichet.catalogue.benefits.tests.injured import Client, Register, injured, register, rule
from guichet.catalogue.benefits.tests.jobless import leave, paid, run
from guichet.catalogue.benefits.tests.test_claims import NOW, PERSON, code
from guichet.domain.benefits import commands, injury_awards
from guichet.domain.benefits.queries import PENSION
from guichet.domain.registry.tests import seeds
from guichet.engine import resume, store
from guichet.engine.outcome import Answer
from guichet.engine.service import Outcome

__all__ = ["injured", "register"]
pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
HURT = date(2026, 3, 10)
HOSPITAL = ("2026-03-11", "2026-03-20", True)
HOME = ("2026-03-21", "2026-04-30", False)


@pytest.fixture
def hurt(injured: Client, register: Register) -> Client:
    """On 6,000, hurt on 10 March, and told on that day."""
    store.execute("ALTER TABLE registry_wage DISABLE TRIGGER USER")
    store.execute("UPDATE registry_wage SET basic = 500000, housing = 100000")
    register.has(HOSPITAL, HOME, hurt=HURT)
    told = injured.reports(on=HURT, injured_on=f"{HURT}")
    assert told.outcome is Outcome.ACCEPTED
    return injured


def awarded() -> list[tuple[date, int]]:
    return store.rows("SELECT month, amount FROM benefits_injuryday ORDER BY month, id")


def test_w01_is_paid_to_the_halala_and_told_by_months(hurt: Client) -> None:
    output = hurt.claims(on=MAY).output
    assert (output["total"], output["more"], output["days"]) == ("9580.64", "9580.64", "51")
    assert (output["first_day"], output["last_day"]) == ("2026-03-11", "2026-04-30")
    assert output["wage"] == "6000.00"
    assert [(row["month"], row["amount"]) for row in json.loads(str(output["months"]))] == [
        ("2026-03", "3580.64"),
        ("2026-04", "6000.00"),
    ]
    steps = json.loads(str(output["steps"]))
    assert [row["amount"] for row in steps] == ["1451.61", "2129.03", "6000.00"]
    run(MAY)
    run(MAY)
    assert paid() == [(MARCH, 358_064), (APRIL, 600_000)]


def test_days_that_follow_are_paid_as_the_difference(hurt: Client) -> None:
    """By 11 April ten days of April: 2,000.00; the month comes to 6,000.00 however it is cut."""
    assert hurt.claims(on=date(2026, 4, 11)).output["total"] == "5580.64"
    output = hurt.claims(on=MAY).output
    assert (output["more"], output["total"]) == ("4000.00", "9580.64")
    assert awarded() == [(MARCH, 358_064), (APRIL, 200_000), (APRIL, 400_000)]
    again = hurt.claims(on=date(2026, 5, 9))
    assert again.repeated and len(awarded()) == 3
    run(MAY)
    assert paid() == [(MARCH, 358_064), (APRIL, 600_000)]


def test_a_spell_that_lasts_is_paid_to_yesterday(hurt: Client, register: Register) -> None:
    register.has(HOSPITAL, ("2026-03-21", "", False), hurt=HURT)
    output = hurt.claims(on=date(2026, 4, 2)).output
    # 1,451.61 + 2,129.03 + 6,000/30
    assert (output["total"], output["last_day"]) == ("3780.64", "2026-04-01")


def test_days_taken_back_end_and_what_was_paid_of_them_is_a_debt(
    hurt: Client, register: Register
) -> None:
    """Back at work on 21 April, the register says later: 6,000/30 x 20 = 4,000.00 of 6,000.00."""
    hurt.claims(on=MAY)
    run(MAY)
    register.has(HOSPITAL, ("2026-03-21", "2026-04-20", False), hurt=HURT)
    told = hurt.claims(on=date(2026, 5, 9))
    assert [one.code for one in told.warnings] == ["injury-days-taken-back"]
    assert (told.output["total"], told.output["more"]) == ("7580.64", "0.00")
    run(date(2026, 6, 1))
    assert store.rows("SELECT month, amount FROM benefits_debt") == [(APRIL, 200_000)]
    register.has(HOSPITAL, HOME, hurt=HURT)
    assert hurt.claims(on=date(2026, 6, 9)).output["more"] == "2000.00"


@pytest.mark.parametrize(
    ("told", "total"),
    [
        ("", "2903.23"),
        ("2026-03-12", "3870.97"),
    ],
)
def test_days_before_a_late_notice_are_lost_but_a_hospital_gives_notice_too(
    injured: Client, register: Register, told: str, total: str
) -> None:
    """10,000 a month, hurt on 10 March, told on the 20th: 9 days at home from then to the 28th,
    10,000/31 x 9 = 2,903.23; told by the hospital on the 12th, 12 from the 17th: 3,870.97.
    """
    register.has(("2026-03-17", "2026-03-28", False), hurt=HURT, reported=told)
    asked = injured.reports(on=date(2026, 3, 20), injured_on=f"{HURT}")
    assert rule(injured, asked).output["paid_from"] == "2026-03-20"
    output = injured.claims(on=date(2026, 4, 2)).output
    assert output["total"] == total


def test_who_joined_in_the_month_is_paid_by_that_months_wage(
    injured: Client, register: Register
) -> None:
    leave(injured.engagement, "resignation", date(2026, 1, 31))
    seeds.engage(injured.place, PERSON, since=date(2026, 3, 2), basic=500_000, housing=100_000)
    register.has(("2026-03-11", "2026-03-20", False), hurt=HURT)
    injured.reports(on=HURT, injured_on=f"{HURT}")
    # 6,000/31 x 10
    assert injured.claims(on=APRIL).output["total"] == "1935.48"


@pytest.mark.django_db(transaction=True)
def test_claimed_twice_at_once_it_is_paid_once(hurt: Client) -> None:
    def ask(_: int) -> Answer:
        try:
            return hurt.claims(on=MAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(ask, range(3)))
    assert len({(a.outcome, a.transaction) for a in answers}) == 1
    assert awarded() == [(MARCH, 358_064), (APRIL, 600_000)]


def _without_account(register: Register) -> None:
    store.execute("ALTER TABLE registry_bankaccount DISABLE TRIGGER USER")
    store.execute("DELETE FROM registry_bankaccount")


@pytest.mark.parametrize(
    ("change", "given", "said"),
    [
        (lambda r: None, {"paid_wage": "yes"}, "injury-beside-wage"),
        (lambda r: None, {"injured_on": "2026-03-11"}, "injury-not-reported"),
        (lambda r: r.has(hurt=HURT), {}, "injury-without-days"),
        (lambda r: r.has(HOSPITAL, hurt=date(2026, 3, 9)), {}, "injury-without-days"),
        (lambda r: r.has(HOSPITAL, HOSPITAL, hurt=HURT), {}, "injury-days-overlap"),
        (_without_account, {}, "injury-without-account"),
    ],
)
def test_each_obstacle_is_told(
    hurt: Client,
    register: Register,
    change: Callable[[Register], None],
    given: dict[str, str],
    said: str,
) -> None:
    change(register)
    assert code(hurt.claims(on=MAY, **given)) == said and awarded() == []


def test_beside_another_benefit_a_person_decides(hurt: Client) -> None:
    row = {
        "person": PERSON,
        "kind": "maternity",
        "monthly": 100_000,
        "paid_from": APRIL,
        "paid_till": APRIL,
        "award": "M1",
        "owed_from": APRIL,
    }
    commands.enter(pl.DataFrame([row], schema=PENSION), NOW)
    asked = hurt.claims(on=MAY)
    assert [one.code for one in asked.errors] == ["injury-beside-benefit"]
    assert rule(hurt, asked).output["total"] == "9580.64"


def test_claimed_after_a_year_a_person_looks(hurt: Client) -> None:
    """Daily allowances are claimed within a year (M/33 57): of 11 March until 11 March 2027."""
    asked = hurt.claims(on=date(2027, 3, 12))
    assert [one.code for one in asked.errors] == ["injury-claimed-late"]
    assert hurt.claims(on=date(2027, 3, 11)).outcome is Outcome.ACCEPTED


def test_while_the_register_is_away_the_claim_waits(hurt: Client, register: Register) -> None:
    before, register.entries = register.entries, None
    assert hurt.claims(on=MAY).outcome is Outcome.HELD
    register.entries = before
    assert resume.resume_held(NOW + timedelta(days=1), lambda *_: hurt.context.actor) == 1
    assert awarded() == [(MARCH, 358_064), (APRIL, 600_000)]


def test_nobody_claims_for_another(hurt: Client) -> None:
    seeds.engage(hurt.place, 1000000016)
    assert code(hurt.claims(person="1000000016")) == "not-covered-by-mandate"


@pytest.mark.parametrize(
    ("table", "change", "fault"),
    [
        ("benefits_injuryday", "amount = amount - 1", "they were changed"),
        ("benefits_pension", "monthly = monthly + 1", "not paid as it was awarded"),
        ("benefits_pension", "paid_till = '2027-12-01'", "not paid as it was awarded"),
    ],
)
def test_a_changed_award_is_found(hurt: Client, table: str, change: str, fault: str) -> None:
    hurt.claims(on=MAY)
    with store.atomic(keep=False):
        store.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        store.execute(f"UPDATE {table} SET {change}")
        assert any(fault in one for one in injury_awards.are_whole())
