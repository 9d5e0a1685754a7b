"""Each month without work is confirmed, and paid once because it is."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from guichet.catalogue.benefits.tests.jobless import (
    CLAIM,
    MONTH,
    NEW_NUMBER,
    Client,
    asks_under,
    awarded,
    client,
    jobless,
    leave,
    paid,
    register_says,
    renumbered,
    run,
)
from guichet.catalogue.benefits.tests.test_claim_disability import set_person
from guichet.catalogue.benefits.tests.test_claims import NOW, PERSON, TODAY, code
from guichet.domain.benefits import (
    commands,
    late_facts,
    old_age,
    queries,
    unemployment_awards,
)
from guichet.domain.benefits.debts import debts_of
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.engine.perform import perform_many
from guichet.engine.service import Outcome
from guichet.lib.months import add_months

__all__ = ["client", "jobless", "register_says"]
pytestmark = pytest.mark.django_db


def test_a_month_not_confirmed_is_not_paid_and_a_late_one_is_paid_once(jobless: Client) -> None:
    run(date(2026, 12, 1))
    assert paid() == []
    first = jobless.confirms(date(2027, 1, 20))
    assert (first.output["confirmed_month"], first.output["amount"]) == ("2026-12", "6000.00")
    assert jobless.confirms(date(2027, 1, 20)).output["confirmed_month"] == "2027-01"
    assert jobless.confirms(date(2027, 1, 21)).repeated  # nothing more to confirm
    run(date(2027, 1, 1))
    run(date(2027, 1, 1))
    assert paid() == [(date(2026, 12, 1), 600_000), (date(2027, 1, 1), 600_000)]


def test_several_months_in_one_call_are_numbered_one_after_the_other(jobless: Client) -> None:
    """The first three months are 6,000.00 each, then 5,000.00."""
    rows = [
        {"person": str(PERSON), "month": month}
        for month in ("2027-04", "2026-12", "2027-01", "2027-02", "2027-03", "2026-11")
    ]
    answers = perform_many(MONTH, rows, jobless.at(date(2027, 4, 5)))
    told = [(a.output["number"], a.output["amount"]) for a in answers[:5]]
    assert told == [
        ("5 / 12", "5000.00"),
        ("1 / 12", "6000.00"),
        ("2 / 12", "6000.00"),
        ("3 / 12", "6000.00"),
        ("4 / 12", "5000.00"),
    ]
    assert code(answers[5]) == "unemployment-month-not-awarded"
    kept = store.rows("SELECT number, month FROM benefits_unemploymentmonth ORDER BY number")
    assert kept == [(n + 1, add_months(date(2026, 12, 1), n)) for n in range(5)]


def test_one_month_asked_for_in_two_ways_is_confirmed_once(jobless: Client) -> None:
    named = {"person": str(PERSON), "month": "2026-12"}
    rows = [named, {"person": str(PERSON)}, named]  # the month that comes next is the one named
    answers = perform_many(MONTH, rows, jobless.at(date(2026, 12, 5)))
    assert [(a.outcome, a.repeated) for a in answers] == [
        (Outcome.ACCEPTED, False),
        (Outcome.ACCEPTED, True),
        (Outcome.ACCEPTED, True),
    ]
    assert {a.output["amount"] for a in answers} == {"6000.00"}
    first = store.rows(
        "SELECT DISTINCT repeats FROM engine_transaction WHERE repeats IS NOT NULL AND id > %(id)s",
        id=answers[0].transaction,
    )
    assert first == [(answers[0].transaction,)]
    run(date(2026, 12, 1))
    assert paid() == [(date(2026, 12, 1), 600_000)]


def test_a_call_confirms_no_more_months_than_are_left(jobless: Client) -> None:
    days = [add_months(date(2026, 12, 1), n) for n in range(13)]
    rows = [{"person": str(PERSON), "month": f"{day:%Y-%m}"} for day in days]
    answers = perform_many(MONTH, rows, jobless.at(date(2027, 12, 5)))
    assert [a.outcome for a in answers] == [Outcome.ACCEPTED] * 12 + [Outcome.REFUSED]
    assert code(answers[12]) == "unemployment-months-used-up"


def test_no_month_is_confirmed_in_advance(jobless: Client) -> None:
    assert code(jobless.confirms(TODAY)) == "unemployment-month-to-come"
    early = jobless.confirms(date(2026, 12, 31), month="2027-01")
    assert code(early) == "unemployment-month-to-come"
    before = jobless.confirms(date(2026, 12, 31), month="2026-11")
    assert code(before) == "unemployment-month-not-awarded"


def test_twelve_months_come_to_what_was_told_and_no_more(jobless: Client) -> None:
    month = date(2026, 12, 1)
    for _ in range(12):
        assert jobless.confirms(month.replace(day=5)).outcome is Outcome.ACCEPTED
        month = add_months(month, 1)
    assert code(jobless.confirms(month.replace(day=5))) == "unemployment-months-used-up"
    commands.run_month(month, datetime(2027, 12, 2, 9, tzinfo=NOW.tzinfo))
    amounts = [amount for _, amount in paid()]
    assert amounts == [600_000] * 3 + [500_000] * 9 and sum(amounts) == 6_300_000


def test_work_again_ends_it_after_its_month_and_the_rest_is_kept(jobless: Client) -> None:
    assert jobless.confirms(date(2026, 12, 5)).outcome is Outcome.ACCEPTED
    other = seeds.establishment(1_010_999_903, seeds.OTHER_OWNER)
    again = seeds.engage(other, PERSON, since=date(2027, 1, 15))
    # The month in which work begins is the last (REG128 AN33; M/273 53).
    assert jobless.confirms(date(2027, 1, 20)).outcome is Outcome.ACCEPTED
    assert code(jobless.confirms(date(2027, 2, 5))) == "unemployment-works-again"
    leave(again, "end_of_contract", date(2027, 4, 30))
    answer = jobless.asks(CLAIM, date(2027, 5, 10))
    # Two of twelve were paid; one of the first three is left, and the window is the first claim's.
    assert (answer.output["months"], answer.output["first_months"]) == ("10", "1")
    assert awarded()[1] == (1, 10, 1, date(2027, 6, 1), date(2028, 11, 1))
    assert code(jobless.confirms(date(2027, 6, 2), month="2026-12")) == (
        "unemployment-month-not-awarded"
    )
    assert jobless.confirms(date(2027, 6, 2)).output["amount"] == "6000.00"
    assert jobless.confirms(date(2027, 7, 2)).output["amount"] == "5000.00"


def debts() -> list[tuple[object, ...]]:
    found = debts_of(pl.Series([PERSON]))
    return found.select("month", "amount", "cause").rows()


def test_work_put_on_record_late_makes_the_months_after_it_a_debt(jobless: Client) -> None:
    """Begun on 20 December: December was the last month due, January and February were not. What is
    left of twelve is eleven, two of them of the first three.
    """
    for month in (date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)):
        assert jobless.confirms(month.replace(day=5)).outcome is Outcome.ACCEPTED
        run(month)
    other = seeds.establishment(1_010_999_903, seeds.OTHER_OWNER)
    again = seeds.engage(other, PERSON, since=date(2026, 12, 20))
    late = jobless.at(date(2027, 2, 20)).now
    assert late_facts.follow(late) == 2 and late_facts.follow(late) == 0
    run(date(2027, 3, 1))
    run(date(2027, 3, 1))
    assert debts() == [
        (date(2027, 1, 1), 600_000, "ended"),
        (date(2027, 2, 1), 600_000, "ended"),
    ]
    leave(again, "end_of_contract", date(2027, 4, 30))
    answer = jobless.asks(CLAIM, date(2027, 5, 10))
    assert (answer.output["months"], answer.output["first_months"]) == ("11", "2")


def test_a_death_put_on_record_late_makes_the_months_after_it_a_debt(jobless: Client) -> None:
    """Of the month of the death the whole is due (AN33)."""
    for month in (date(2026, 12, 1), date(2027, 1, 1)):
        jobless.confirms(month.replace(day=5))
        run(month)
    store.execute("UPDATE registry_person SET died_on = '2026-12-20'")
    assert late_facts.follow(jobless.at(date(2027, 1, 20)).now) == 1
    run(date(2027, 2, 1))
    assert debts() == [(date(2027, 1, 1), 600_000, "died")]


def test_a_pension_for_the_same_month_leaves_none_beside_it(jobless: Client) -> None:
    """Awarded in February from January on."""
    for month in (date(2026, 12, 1), date(2027, 1, 1)):
        jobless.confirms(month.replace(day=5))
        run(month)
    row = {"person": PERSON, "kind": "disability", "monthly": 1, "paid_from": date(2027, 1, 1)}
    rest = {"paid_till": None, "award": "D", "owed_from": date(2027, 1, 1)}
    commands.enter(pl.DataFrame([row | rest], schema=queries.PENSION), NOW)
    assert late_facts.follow(jobless.at(date(2027, 2, 20)).now) == 1
    run(date(2027, 2, 1))
    assert [amount for _, amount, _ in debts()] == [599_999]  # less the pension of that month


def test_a_second_claim_asks_for_eighteen_months(jobless: Client) -> None:
    month = date(2026, 12, 1)
    for _ in range(12):
        jobless.confirms(month.replace(day=5))
        month = add_months(month, 1)
    other = seeds.establishment(1_010_999_903, seeds.OTHER_OWNER)
    again = seeds.engage(other, PERSON, since=date(2028, 1, 1))
    leave(again, "end_of_contract", date(2028, 2, 29))
    # In the 36 months before 29 February 2028: March 2025 to 20 November 2026, 20 and 20/30 months,
    # and two of 2028.
    answer = jobless.asks(CLAIM, date(2028, 3, 1))
    assert answer.outcome is Outcome.ACCEPTED
    assert awarded()[1] == (2, 12, 3, date(2028, 4, 1), date(2030, 3, 1))


def test_a_pension_ends_it(jobless: Client) -> None:
    row = {"person": PERSON, "kind": "old-age", "monthly": 1, "paid_from": date(2027, 1, 1)}
    rest = {"paid_till": None, "award": "O", "owed_from": date(2027, 1, 1)}
    commands.enter(pl.DataFrame([row | rest], schema=queries.PENSION), NOW)
    assert jobless.confirms(date(2027, 1, 5)).output["confirmed_month"] == "2026-12"
    assert code(jobless.confirms(date(2027, 1, 5))) == "unemployment-beside-pension"


def test_the_normal_age_ends_it_where_there_is_a_pension(jobless: Client) -> None:
    """Sixty Hijri years on 18 January 2027 (born on 10 Sha'ban 1388): January is the last month;
    with 82 months in all there is no pension, and it goes on.
    """
    set_person(birth_date=date(1968, 11, 1))
    found = old_age.Records.of(pl.Series([PERSON]), TODAY).on(TODAY).answers
    assert found["reached"].to_list() == [date(2027, 1, 18)]
    for month in (date(2026, 12, 5), date(2027, 1, 5), date(2027, 2, 5)):
        assert jobless.confirms(month).outcome is Outcome.ACCEPTED
    former = seeds.establishment(1_010_999_903, seeds.OTHER_OWNER)
    before = seeds.engage(former, PERSON, since=date(2005, 1, 1))
    leave(before, "resignation", date(2014, 12, 31))
    said = {f.code for f in jobless.confirms(date(2027, 3, 5)).errors}
    assert said == {"unemployment-at-normal-age"}


def test_a_month_in_which_no_work_was_sought_is_not_paid(
    jobless: Client, register_says: dict[str, object]
) -> None:
    register_says |= {"status": "lapsed", "lapsed": date(2027, 1, 10)}
    assert jobless.confirms(date(2027, 1, 20)).output["confirmed_month"] == "2026-12"
    assert code(jobless.confirms(date(2027, 1, 20))) == "unemployment-not-seeking"
    register_says |= {"status": "registered", "since": date(2027, 2, 3), "lapsed": None}
    assert code(jobless.confirms(date(2027, 2, 5))) == "unemployment-not-seeking"
    assert jobless.confirms(date(2027, 2, 5), month="2027-02").outcome is Outcome.ACCEPTED


def test_months_of_a_death_and_after_are_not_confirmed(jobless: Client) -> None:
    store.execute("UPDATE registry_person SET died_on = '2026-12-20'")
    assert jobless.confirms(date(2027, 1, 5)).outcome is Outcome.ACCEPTED  # December: was alive
    assert code(jobless.confirms(date(2027, 1, 5))) == "unemployment-holder-died"


@pytest.mark.parametrize(
    ("table", "change", "fault"),
    [
        ("benefits_unemployment", "first = first + 1", "they were changed"),
        ("benefits_unemployment", "months_awarded = 13", "they were changed"),
        ("benefits_unemploymentmonth", "amount = amount + 1", "they were changed"),
        ("benefits_pension", "monthly = monthly + 1", "not paid as it was awarded"),
    ],
)
def test_what_was_changed_is_found(jobless: Client, table: str, change: str, fault: str) -> None:
    jobless.confirms(date(2026, 12, 5))
    store.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    with store.atomic(keep=False):
        store.execute(f"UPDATE {table} SET {change}")
        assert any(fault in told for told in unemployment_awards.are_whole())


def test_a_new_number_is_the_same_person(jobless: Client) -> None:
    renumbered()
    assert asks_under(NEW_NUMBER, CLAIM).repeated
    answer = asks_under(NEW_NUMBER, MONTH, on=date(2026, 12, 3))
    assert answer.outcome is Outcome.ACCEPTED
    assert asks_under(NEW_NUMBER, MONTH, on=date(2026, 12, 4)).repeated
    run(date(2026, 12, 1))
    assert paid() == [(date(2026, 12, 1), 600_000)]
