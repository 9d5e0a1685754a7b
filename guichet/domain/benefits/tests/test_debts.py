"""What was paid beyond is a debt: recorded once, withheld within what the law lets be withheld, and
the books balance.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from guichet.domain.benefits import commands, debts, queries, recalculation
from guichet.domain.benefits.tests.retired import (
    AFTER,
    DECEMBER,
    LATER,
    MARCH,
    ONE,
    TWO,
    award,
    corrected,
    place,
    worked,
)
from guichet.domain.ledger.kinds import BENEFIT, BENEFITS, OVERPAID
from guichet.domain.payouts.tests.world import balance
from guichet.engine import store
from guichet.lib.months import add_months

pytestmark = pytest.mark.django_db
# 10,000.00 of the last two years were 8,000.00: 7,666.67 a month were 6,133.33.
BEYOND, LOWERED = 153_334, 613_333
TENTH, QUARTER = 61_333, 153_333  # of 6,133.33, no minor unit more
JUNE = date(2027, 6, 1)


def at(month: date) -> datetime:
    return datetime(month.year, month.month, 10, 9, tzinfo=UTC)


@pytest.fixture
def owing(db: None) -> None:
    """Three months were paid by a wage that was corrected later."""
    engagements = [worked(person, at_) for at_ in [place()] for person in (ONE, TWO)]
    award(ONE, TWO)
    for month in range(3):
        commands.run_month(add_months(DECEMBER, month), AFTER)
    corrected(engagements[0], date(2024, 11, 1), 800_000)
    recalculation.recalculate(AFTER)
    commands.run_month(MARCH, AFTER)


def ordered(month: date, person: int = ONE) -> list[int]:
    return [
        amount
        for (amount,) in store.rows(
            'SELECT DISTINCT o.amount FROM payouts_order o JOIN benefits_payment p ON p."order" ='
            " o.id WHERE p.ordered_in = %(month)s AND p.person = %(person)s",
            month=month,
            person=person,
        )
    ]


def standing(month: date = MARCH) -> tuple[int, ...]:
    found = debts.standing(pl.Series([ONE, TWO]), month)
    return found.select("debt", "withheld", "open", "due").row(0)


def test_it_is_recorded_once_for_each_month_and_told(owing: None) -> None:
    rows = debts.debts_of(pl.Series([ONE, TWO])).select("person", "month", "amount", "cause")
    months = [DECEMBER, date(2027, 1, 1), date(2027, 2, 1)]
    assert rows.rows() == [(ONE, month, BEYOND, "recalculated") for month in months]
    assert queries.paid_beyond(MARCH).select("person", "amount").rows() == [(ONE, 3 * BEYOND)]
    told = store.rows("SELECT body->>'amount' FROM engine_event WHERE name = 'benefit-overpaid'")
    assert told == [(str(3 * BEYOND),)]
    commands.run_month(MARCH, AFTER)
    assert debts.debts_of(pl.Series([ONE])).height == 3
    # Six months were cost as they should be, and a seventh and eighth of this month.
    whole = 3 * 766_667 + 766_667 + 4 * LOWERED
    assert (balance(BENEFITS), balance(OVERPAID), balance(BENEFIT)) == (whole, 3 * BEYOND, 0)
    assert debts.debts_are_whole() == []


def test_nothing_is_withheld_while_it_may_be_objected_to_then_a_tenth(owing: None) -> None:
    """Recorded on 10 March 2027, under M/33 objections are heard for two months: June is the first
    month after.
    """
    assert debts.begins_after(date(2027, 5, 10)) == JUNE
    for month in (date(2027, 4, 1), date(2027, 5, 1)):
        commands.run_month(month, at(month))
        assert ordered(month) == [LOWERED]
    commands.run_month(JUNE, at(JUNE))
    assert ordered(JUNE) == [LOWERED - TENTH]
    assert ordered(JUNE, TWO) == [766_667]
    assert standing(JUNE) == (3 * BEYOND, TENTH, 3 * BEYOND - TENTH, 3 * BEYOND - TENTH)
    commands.run_month(JUNE, at(JUNE))  # the month is paid, nothing more is ordered of it
    assert ordered(JUNE) == [LOWERED - TENTH]
    assert balance(OVERPAID) == 3 * BEYOND - TENTH
    assert balance(BENEFIT) == 0 and debts.debts_are_whole() == []


def test_by_choice_it_begins_at_once_up_to_a_quarter_and_ends_when_all_is_repaid(
    owing: None,
) -> None:
    choice = {"person": [ONE], "monthly": [200_000], "transaction": [7]}
    debts.choose(pl.DataFrame(choice), LATER)
    left = 3 * BEYOND
    for month in range(5):
        then = add_months(date(2027, 4, 1), month)
        commands.run_month(then, at(then))
        taken = min(left, QUARTER)
        left -= taken
        assert ordered(then) == [LOWERED - taken]
    assert (left, balance(OVERPAID), debts.debts_are_whole()) == (0, 0, [])


def test_a_choice_is_for_the_debts_it_was_made_for(owing: None) -> None:
    """What is paid beyond later may be objected to before anything is withheld for it."""
    debts.choose(pl.DataFrame({"person": [ONE], "monthly": [200_000], "transaction": [7]}), LATER)
    for month in range(4, 8):
        commands.run_month(date(2027, month, 1), at(date(2027, month, 1)))
    assert standing(date(2027, 8, 1))[:3] == (3 * BEYOND, 3 * BEYOND, 0)
    engagement = store.value("SELECT min(id) FROM registry_engagement")
    corrected(engagement, date(2024, 11, 1), 700_000)
    august = date(2027, 8, 1)
    recalculation.recalculate(at(august))
    commands.run_month(august, at(august))
    debt, withheld, left, due = standing(august)
    assert debt > withheld == 3 * BEYOND and left == debt - withheld
    assert due == 0, "it was told in August, and may be objected to"


def test_what_turns_out_to_have_been_due_is_paid_again(owing: None) -> None:
    """The correction was wrong: the months are paid what was recorded, the debt stands until it is
    withheld.
    """
    engagement = store.value("SELECT min(id) FROM registry_engagement")
    corrected(engagement, date(2024, 11, 1), 1_000_000)
    recalculation.recalculate(AFTER)
    run = commands.run_month(MARCH, AFTER)
    assert run.arrears == 4 * BEYOND
    assert standing()[:3] == (3 * BEYOND, 0, 3 * BEYOND)


def test_a_pension_that_ended_late_is_owed_by_whoever_had_it(owing: None) -> None:
    name = store.value("SELECT award FROM benefits_pension WHERE person = %(p)s", p=TWO)
    commands.end(name, date(2027, 1, 17), "work", AFTER)
    commands.run_month(MARCH, AFTER)
    rows = debts.debts_of(pl.Series([TWO])).select("month", "amount", "cause").rows()
    assert rows == [
        (date(2027, 2, 1), 766_667, "ended"),
        (MARCH, 766_667, "ended"),
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE benefits_debt SET amount = amount - 1", "debts of leaf"),
        ("DELETE FROM benefits_withholding", "withholdings of leaf"),
        ("UPDATE benefits_withholding SET amount = 100000000", "more was withheld than was owed"),
    ],
)
def test_what_was_changed_is_found(owing: None, change: str, fault: str) -> None:
    commands.run_month(JUNE, at(JUNE))
    store.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("debt", "withholding"):
        store.execute(f"ALTER TABLE benefits_{table} DISABLE TRIGGER USER")
    store.execute(change)
    assert any(fault in told for told in debts.debts_are_whole())
