"""Penalties follow the law from the days on which months were paid, however late we are
told of it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest

from guichet.domain.contributions import penalties, tasks
from guichet.domain.contributions.tests.world import APRIL, MARCH, at, engage, enter, establish, run
from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payments import commands, queries
from guichet.domain.payments.references import reference_of

pytestmark = pytest.mark.django_db

BILL = 215_000  # for one worker with 10,000
MONTH = 4_300  # two in the hundred of it


@pytest.fixture
def firm(db: None) -> int:
    """Billed for March, due 15 April."""
    (number,) = establish(1000000008)
    engage(enter(1000000016), number, 8000, 2000)
    run(MARCH)
    return number


def receive(
    establishment: int, amount: int, paid_at: datetime, now: datetime | None = None
) -> None:
    row = {
        "scheme": "bank",
        "scheme_key": f"{paid_at}{amount}",
        "reference": reference_of(establishment),
        "amount": amount,
        "paid_at": paid_at,
        "channel": "branch",
    }
    commands.receive(pl.DataFrame([row], schema=commands.NOTICE), now or paid_at)


def owed(establishment: int) -> tuple[int, int]:
    found = queries.to_pay(pl.Series([establishment]))
    return int(found["contributions"][0]), int(found["penalties"][0])


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2026, 4, 15), 0),
        (date(2026, 4, 16), 1),
        (date(2026, 5, 15), 1),
        (date(2026, 5, 16), 2),
        (date(2026, 7, 10), 3),
        (date(2032, 4, 16), 50),  # not more than the contribution itself (RC30)
    ],
)
def test_each_started_month_late_is_charged_once(firm: int, today: date, months: int) -> None:
    penalties.charge_penalties(at(today))
    penalties.charge_penalties(at(today))
    assert owed(firm) == (BILL, months * MONTH)
    assert int(trial_balance()["balance"].sum()) == 0


def test_day_by_day_comes_to_the_same_as_once_at_the_end(firm: int) -> None:
    for days in range(0, 100, 7):
        penalties.charge_penalties(at(date(2026, 4, 10) + timedelta(days)))
    penalties.charge_penalties(at(date(2026, 7, 20)))
    assert owed(firm) == (BILL, 4 * MONTH)


def test_plans_that_cannot_be_reviewed_are_no_reason_to_charge_nobody(
    firm: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(now: datetime) -> int:
        raise ValueError("a plan")

    monkeypatch.setattr(tasks.plans, "review", broken)
    with pytest.raises(ValueError, match="a plan"):
        tasks.day(at(date(2026, 4, 16)))
    assert owed(firm) == (BILL, MONTH)


def test_what_is_paid_in_part_grows_no_penalty(firm: int) -> None:
    receive(firm, BILL - 50_000, at(date(2026, 4, 20)))
    penalties.charge_penalties(at(date(2026, 6, 1)))
    # One month on the whole, a second on the rest.
    assert owed(firm) == (50_000, MONTH + 1_000)


def test_paid_in_time_and_told_late_costs_nothing(firm: int) -> None:
    penalties.charge_penalties(at(date(2026, 4, 20)))
    receive(firm, BILL, at(date(2026, 4, 15)), now=at(date(2026, 4, 22)))
    penalties.charge_penalties(at(date(2026, 4, 22)))
    assert owed(firm) == (0, 0)
    assert [
        line["amount"] for line in penalties.penalties_of(firm, MARCH).iter_rows(named=True)
    ] == [MONTH, -MONTH]


def test_a_penalty_that_was_paid_comes_back_as_credit(firm: int) -> None:
    penalties.charge_penalties(at(date(2026, 4, 20)))
    receive(firm, BILL, at(date(2026, 4, 15)), now=at(date(2026, 4, 22)))
    receive(firm, MONTH, at(date(2026, 4, 22)))
    penalties.charge_penalties(at(date(2026, 4, 22)))
    found = queries.to_pay(pl.Series([firm]))
    assert found.select("penalties", "credit", "to_pay").row(0) == (0, MONTH, 0)


def test_there_is_no_penalty_on_penalties_and_contributions_come_first(firm: int) -> None:
    penalties.charge_penalties(at(date(2026, 5, 20)))
    run(APRIL)
    receive(firm, BILL + 10_000, at(date(2026, 5, 20)))
    assert owed(firm) == (BILL - 10_000, 2 * MONTH)


def test_credit_pays_the_next_bill_by_itself(firm: int) -> None:
    receive(firm, 3 * BILL, at(date(2026, 4, 3)))
    run(APRIL)
    found = queries.to_pay(pl.Series([firm]))
    assert found.select("contributions", "credit", "to_pay").row(0) == (0, BILL, 0)
