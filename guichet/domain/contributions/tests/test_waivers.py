"""Penalties let go: as much as the law lets, once a month, never below nothing, and not charged
again.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from django.db import DatabaseError

from guichet.domain.contributions import penalties, queries
from guichet.domain.contributions.tests.test_penalties import BILL, MONTH, firm, owed, receive
from guichet.domain.contributions.tests.world import APRIL, MARCH, at
from guichet.domain.contributions.waivers import waivable, waive
from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payments import queries as payments
from guichet.engine import store

pytestmark = pytest.mark.django_db
__all__ = ["firm"]

TODAY = date(2026, 6, 1)  # two months begun late


@pytest.fixture
def late(firm: int) -> int:
    """Late with March by two started months."""
    penalties.charge_penalties(at(TODAY))
    return firm


def may(establishment: int, today: date = TODAY) -> list[tuple[int, int, int]]:
    found = waivable(pl.Series([establishment]), today)
    return found.select("charged", "waived", "amount").rows()


def let_go(establishment: int, amount: int, today: date = TODAY) -> None:
    row = {"establishment": establishment, "month": MARCH, "amount": amount, "transaction": 5}
    with store.atomic():
        waive(pl.DataFrame([row]), at(today))


def test_half_may_be_waived_of_what_stayed_unpaid_for_long(late: int) -> None:
    assert may(late) == [(2 * MONTH, 0, MONTH)]
    let_go(late, MONTH)
    assert owed(late) == (BILL, MONTH)
    assert int(trial_balance()["balance"].sum()) == 0
    assert may(late) == [(2 * MONTH, MONTH, 0)]


@pytest.mark.parametrize(("paid", "amount"), [(25, MONTH), (26, MONTH // 2)])
def test_all_may_be_waived_of_a_delay_of_at_most_ten_days(
    firm: int, paid: int, amount: int
) -> None:
    receive(firm, BILL, at(date(2026, 4, paid)))
    penalties.charge_penalties(at(TODAY))
    assert may(firm) == [(MONTH, 0, amount)]


def test_an_odd_halala_is_not_waived(firm: int) -> None:
    receive(firm, BILL - 50, at(date(2026, 4, 10)))
    penalties.charge_penalties(at(date(2026, 5, 1)))
    assert may(firm, TODAY) == [(1, 0, 0)]


def test_what_was_waived_is_not_charged_again_and_what_comes_after_is(late: int) -> None:
    let_go(late, MONTH)
    for days in range(3):
        penalties.charge_penalties(at(TODAY + timedelta(days)))
        assert owed(late) == (BILL, MONTH)
    penalties.charge_penalties(at(date(2026, 6, 16)))
    assert owed(late) == (BILL, 2 * MONTH)


@pytest.mark.parametrize("waived", [1, MONTH, 2 * MONTH])
def test_what_was_waived_is_not_given_back_when_the_payment_was_in_time(
    late: int, waived: int
) -> None:
    let_go(late, waived)
    receive(late, BILL, at(date(2026, 4, 10)), at(TODAY))
    for days in range(3):
        penalties.charge_penalties(at(TODAY + timedelta(days)))
    assert payments.to_pay(pl.Series([late])).select("contributions", "penalties", "credit").row(
        0
    ) == (0, 0, 0)


def test_the_statement_and_the_bill_say_what_was_waived(late: int) -> None:
    let_go(late, MONTH)
    period = pl.DataFrame({"establishment": [late], "since": [APRIL], "until": [TODAY]})
    events = queries.statement(period).select("event", "credit").rows()
    assert ("waiver", MONTH) in events
    lines = queries.penalties_of(late, MARCH).select("late_months", "amount").rows()
    assert lines == [(2, 2 * MONTH), (0, -MONTH)]


def test_a_penalty_that_was_paid_and_is_waived_becomes_credit(late: int) -> None:
    receive(late, BILL + 2 * MONTH, at(TODAY))
    let_go(late, MONTH)
    assert payments.to_pay(pl.Series([late])).select("penalties", "credit").row(0) == (0, MONTH)


@pytest.mark.parametrize("amount", [2 * MONTH + 1, 10**15])
def test_no_more_is_waived_than_was_charged(late: int, amount: int) -> None:
    with pytest.raises(store.WriteConflict):
        let_go(late, amount)
    assert owed(late) == (BILL, 2 * MONTH)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_waived_by_nothing_or_less(late: int, amount: int) -> None:
    with pytest.raises(DatabaseError):
        let_go(late, amount)


def test_a_month_is_waived_once(late: int) -> None:
    let_go(late, 1)
    with pytest.raises(DatabaseError):
        let_go(late, 1)
    with pytest.raises(DatabaseError):
        store.execute("DELETE FROM contributions_waiver")
