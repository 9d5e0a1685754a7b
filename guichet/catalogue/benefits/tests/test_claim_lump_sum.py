"""Contributions are given back for want of a pension: once, worked from the record, and the periods
they pay for count no more.

Who claims worked for 10,000.00 a month and was born on 1 March 1965, so sixty Hijri years were over
in May 2023. M/33 41: 10% of the average for each of the first 60 months, 12% for each later one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import polars as pl
import pytest

from demo.public_bodies.bank import iban_of
from guichet.domain.benefits import (
    commands,
    lump_sum_payments,
    old_age,
    paid_out,
    queries,
    unemployment,
    unpaid,
)
from guichet.domain.benefits.deceased import NO_PERIODS, whole
from guichet.domain.benefits.grants_audit import grants_are_whole
from guichet.domain.benefits.tests.retired import corrected
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.domain.ledger.kinds import BENEFIT, BENEFITS, PAYOUTS
from guichet.domain.payouts.tests.test_batches import record
from guichet.domain.payouts.tests.world import balance
from guichet.domain.registry import commands as register
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.engine.actor import Assurance
from guichet.engine.context import Context, Ruling
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.service import Outcome

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY, BORN = date(2026, 11, 22), date(1965, 3, 1)
PERSON = 1_000_000_024
KEY = "benefits.claim_lump_sum"


@dataclass
class Client:
    place: int
    context: Context
    engagements: list[int] = field(default_factory=list)

    def worked(self, since: date, until: date | None, wage: int = 1_000_000) -> int:
        """From a day to a day, for so much a month without housing."""
        engagement = seeds.engage(self.place, PERSON, since=since, basic=wage, housing=0)
        self.engagements.append(engagement)
        if until is not None:
            left(engagement, until)
        return engagement

    def claims(self, on: datetime = NOW, **given: str) -> Answer:
        return perform(KEY, {"person": str(PERSON), **given}, replace(self.context, now=on))


def left(engagement: int, until: date) -> None:
    row = {
        "engagement_id": [engagement],
        "ended_on": [until],
        "end_reason": ["resignation"],
        "transaction": [seeds.BEFORE],
    }
    register.end_engagements(ends=pl.DataFrame(row), today=TODAY)


def entered(born: date = BORN, cohort: str = "m33") -> Client:
    seeds.people(PERSON, born=born, cohort=cohort)
    record(iban_of(PERSON), PERSON)
    account = identity.open_account(
        username="leaving", password=None, person_number=PERSON, name_ar="مشترك", language="en"
    )
    actor = actor_of(account, Assurance.SECOND_FACTOR)
    place = seeds.establishment(1_010_999_901)
    return Client(place, Context(actor=actor, channel="web", now=NOW, language="en"))


@pytest.fixture
def client(db: None) -> Client:
    return entered()


def codes(answer: Answer) -> set[str]:
    return {finding.code for finding in answer.errors}


def orders() -> list[tuple[int, int, str]]:
    return store.rows("SELECT party, amount, purpose FROM payouts_order ORDER BY id")


def sound() -> bool:
    return not paid_out.lump_sums_are_whole() and not grants_are_whole()


def test_a_tenth_of_the_average_for_each_month_is_paid_once(client: Client) -> None:
    """2018 and 2019 are 24 months: 24 x 10% x 10,000.00 = 24,000.00."""
    client.worked(date(2018, 1, 1), date(2019, 12, 31))
    answer = client.claims()
    assert answer.outcome is Outcome.ACCEPTED
    assert answer.output["amount"] == "24000.00" and answer.output["months"] == "24"
    assert answer.output["closed_until"] == "2026-11-21"
    assert [step["step"] for step in json.loads(answer.output["steps"])] == [
        "normal_age",
        "too_few_months",
        "lump_sum",
    ]
    assert orders() == [(PERSON, 2_400_000, "benefit-grant")]
    assert (balance(BENEFITS), balance(BENEFIT), balance(PAYOUTS)) == (2_400_000, 0, -2_400_000)
    again = client.claims()
    assert again.repeated and again.transaction == answer.transaction and len(orders()) == 1
    assert sound()


def test_later_months_bring_twelve_hundredths(client: Client) -> None:
    """2018 to 2025 are 96 months: 60 x 10% + 36 x 12% = 10.32 averages, 103,200.00. The 24 months
    that lack could be bought at 18% of the average: 43,200.00; the pension of 120 months would be
    a quarter of the average, 2,500.00.
    """
    client.worked(date(2018, 1, 1), date(2025, 12, 31))
    answer = client.claims()
    assert codes(answer) == {"lump-sum-or-months-bought"}
    (said,) = answer.errors
    assert [said.values[n] for n in ("bought", "cost", "pension")] == ["24", "43200.00", "2500.00"]
    assert client.claims(instead="lump_sum").output["amount"] == "103200.00"
    assert sound()


def test_what_was_paid_counts_for_nothing_any_more(client: Client) -> None:
    client.worked(date(2018, 1, 1), date(2019, 12, 31))
    client.claims()
    number = pl.Series([PERSON])
    assert old_age.Records.of(number, TODAY).on(TODAY).answers["why"].to_list() == ["no-periods"]
    assert whole(PERSON, TODAY, TODAY).why == NO_PERIODS
    assert codes(perform("benefits.estimate_pension", {"person": str(PERSON)}, client.context)) == {
        "pension-without-periods"
    }
    stated = perform("account.statement_of_periods", {"person": str(PERSON)}, client.context)
    assert stated.output["months"] == "0"
    (line,) = json.loads(stated.output["paid_out"])
    assert line == {"to": "2026-11-21", "amount": "24000.00", "day": "2026-11-22"}
    # Unemployment is another insurance: its months are still there.
    judged = unemployment.judge(number, TODAY).answers
    assert judged["why"].to_list() == ["no-periods"] or judged["months"].item() > 0


def test_a_second_claim_pays_only_what_came_later(client: Client) -> None:
    """A year at 4,000.00 after it: 12 x 10% x 4,000.00 = 4,800.00, by the average of that year."""
    client.worked(date(2018, 1, 1), date(2019, 12, 31))
    first = client.claims()
    client.worked(date(2027, 1, 1), date(2027, 12, 31), wage=400_000)
    second = client.claims(datetime(2028, 2, 1, 9, 0, tzinfo=UTC))
    assert second.output["amount"] == "4800.00" and second.output["months"] == "12"
    assert second.transaction != first.transaction
    lines = paid_out.paid_to(pl.Series([PERSON])).select("since", "until", "amount").rows()
    assert lines == [
        (None, date(2026, 11, 21), 2_400_000),
        (date(2026, 11, 21), date(2028, 1, 31), 480_000),
    ]
    assert sound()


def test_a_pension_later_is_of_later_months_alone(client: Client) -> None:
    """Ten years after it: 120 months at 10,000.00 make 2,500.00; 144 would make 3,000.00."""
    client.worked(date(2018, 1, 1), date(2019, 12, 31))
    client.claims()
    client.worked(date(2027, 1, 1), date(2036, 12, 31))
    day = date(2037, 1, 10)
    answer = old_age.Records.of(pl.Series([PERSON]), day).on(day).answers.row(0, named=True)
    assert (answer["way"], answer["monthly"]) == ("normal", 250_000)


def test_a_wage_corrected_upwards_is_paid_as_a_difference(client: Client) -> None:
    """11,000.00 from January 2019: the average of 24 months is 10,500.00, so 25,200.00; 1,200.00
    more than was paid. The search tells it, and it is paid once.
    """
    engagement = client.worked(date(2018, 1, 1), date(2019, 12, 31))
    first = client.claims()
    corrected(engagement, date(2019, 1, 1), 1_100_000)
    told = unpaid.unpaid_to(pl.Series([PERSON]), TODAY)
    assert told.select("what", "once", "to_do").rows() == [("lump-sum", 120_000, "claim-lump")]
    answer = client.claims()
    assert answer.output["amount"] == answer.output["difference"] == "1200.00"
    assert answer.output["closed_until"] is None and answer.transaction != first.transaction
    assert client.claims().repeated
    assert [amount for _, amount, _ in orders()] == [2_400_000, 120_000]
    assert unpaid.unpaid_to(pl.Series([PERSON]), TODAY).is_empty() and sound()


def test_a_period_found_later_inside_what_was_paid_is_a_difference(client: Client) -> None:
    """2017 besides: 36 months make 36,000.00."""
    client.worked(date(2018, 1, 1), date(2019, 12, 31))
    client.claims()
    client.place = seeds.establishment(1_010_999_903)
    client.worked(date(2017, 1, 1), date(2017, 12, 31))
    assert client.claims().output["amount"] == "12000.00"


def test_months_found_later_that_make_a_pension_wait_for_a_person(client: Client) -> None:
    """2004 to 2017 besides: 192 months with those that were paid out."""
    client.worked(date(2018, 1, 1), date(2019, 12, 31))
    client.claims()
    client.place = seeds.establishment(1_010_999_903)
    client.worked(date(2004, 1, 1), date(2017, 12, 31))
    assert client.claims().outcome is Outcome.REFERRED and len(orders()) == 1


def test_of_the_dead_no_difference_is_told(client: Client) -> None:
    engagement = client.worked(date(2018, 1, 1), date(2019, 12, 31))
    client.claims()
    corrected(engagement, date(2019, 1, 1), 1_100_000)
    store.execute("UPDATE registry_person SET died_on = '2026-11-20'")
    assert unpaid.unpaid_to(pl.Series([PERSON]), TODAY).is_empty()


def test_what_was_paid_beyond_is_left_to_people(client: Client) -> None:
    """9,000.00 from January 2019: 9,500.00 x 24 x 10% = 22,800.00, 1,200.00 less than was paid."""
    engagement = client.worked(date(2018, 1, 1), date(2019, 12, 31))
    client.claims()
    corrected(engagement, date(2019, 1, 1), 900_000)
    assert lump_sum_payments.beyond(TODAY).rows() == [(PERSON, 120_000)]
    assert client.claims().repeated and len(orders()) == 1
    client.worked(date(2027, 1, 1), date(2027, 12, 31))
    later = client.claims(datetime(2028, 2, 1, 9, 0, tzinfo=UTC))
    assert later.outcome is Outcome.REFERRED and len(orders()) == 1


@pytest.mark.parametrize(
    ("born", "since", "until", "said"),
    [
        (date(1990, 5, 5), date(2020, 1, 1), date(2024, 12, 31), "lump-sum-not-of-age"),
        (date(1990, 5, 5), date(2010, 1, 1), date(2024, 12, 31), "lump-sum-pension-later"),
        (BORN, date(2010, 1, 1), date(2024, 12, 31), "lump-sum-pension-instead"),
        (BORN, date(2018, 1, 1), None, "lump-sum-still-working"),
        (BORN, date(2018, 1, 1), date(2019, 12, 31), None),
        # Past sixty when first engaged: no annuities were contributed.
        (date(1962, 3, 1), date(2023, 1, 1), date(2024, 12, 31), "pension-not-insured"),
    ],
)
def test_each_obstacle_is_told(
    db: None, born: date, since: date, until: date | None, said: str | None
) -> None:
    client = entered(born)
    client.worked(since, until)
    assert codes(client.claims()) == ({said} if said else set())


def test_a_case_before_the_age_waits_for_a_person(db: None) -> None:
    client = entered(date(1990, 5, 5))
    client.worked(date(2020, 1, 1), date(2024, 12, 31))
    answer = client.claims(early_case="nationality")
    assert answer.outcome is Outcome.REFERRED and orders() == []
    # Approved, it is paid: 60 months x 10% of 10,000.00.
    ruled = replace(client.context, ruling=Ruling(True, "proved", 1, "officer"))
    judged = perform(KEY, {"person": str(PERSON), "early_case": "nationality"}, ruled)
    assert judged.output["amount"] == "60000.00" and sound()


@pytest.mark.parametrize("cohort", ["gcc", "other"])
def test_who_is_not_insured_for_pensions_has_nothing_to_be_given_back(
    db: None, cohort: str
) -> None:
    client = entered(cohort=cohort)
    client.worked(date(2018, 1, 1), date(2019, 12, 31))
    assert codes(client.claims()) == {"pension-not-insured"}


def test_nothing_is_given_back_beside_a_pension_or_to_the_dead(client: Client) -> None:
    client.worked(date(2018, 1, 1), date(2019, 12, 31))
    row = {"person": PERSON, "kind": "old-age", "monthly": 1, "paid_from": date(2026, 1, 1)}
    more = {"paid_till": None, "award": "X", "owed_from": date(2026, 11, 1)}
    commands.enter(pl.DataFrame([row | more], schema=queries.PENSION), NOW)
    assert codes(client.claims()) == {"lump-sum-beside-pension"}
    commands.end("X", date(2026, 11, 1), "ended", NOW)
    later = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
    assert client.claims(later).outcome is Outcome.REFERRED
    store.execute("UPDATE registry_person SET died_on = '2026-11-01'")
    assert "lump-sum-holder-died" in codes(client.claims())
