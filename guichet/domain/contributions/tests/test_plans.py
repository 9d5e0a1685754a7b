"""A debt in instalments: the parts are the debt, payments fill them in order, and what is not kept
is broken.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as some

from guichet.domain.contributions import penalties, plans
from guichet.domain.contributions.tests.test_penalties import BILL, MONTH, firm, owed, receive
from guichet.domain.contributions.tests.world import APRIL, MAY, at, run
from guichet.engine import store
from guichet.law import country
from guichet.lib.months import add_months

__all__ = ["firm"]
BEGAN = date(2026, 5, 1)  # one month begun late with March
DEBT = BILL + MONTH
PART = DEBT // 4


@given(
    debt=some.integers(2, 10**15),
    count=some.integers(2, 60),
    day=some.dates(date(2001, 4, 1), date(2090, 1, 1)),
)
def test_the_parts_are_the_debt_to_the_halala(debt: int, count: int, day: date) -> None:
    debt = max(debt, 100 * count)
    terms = country.instalments.terms(day)
    parts = country.instalments.schedule(
        pl.DataFrame(
            {"position": [0], "debt": [debt], "count": [count]},
            schema_overrides={"position": pl.UInt32},
        ),
        terms,
    )
    amounts, days = parts["amount"].to_list(), parts["due_on"].to_list()
    assert sum(amounts) == debt and len(amounts) == count and min(amounts) > 0
    assert amounts[0] * 10 >= debt and max(amounts[1:]) - min(amounts[1:]) <= 1
    assert days[0] == terms.first_on and all(b > a for a, b in pairwise(days))
    assert (days[-1].year - days[0].year) * 12 + days[-1].month - days[0].month == count - 1


@pytest.fixture
def planned(firm: int) -> int:
    """Four equal parts of what is overdue, due on the 11th from May on."""
    penalties.charge_penalties(at(BEGAN))
    begin(firm)
    return firm


def begin(number: int) -> None:
    amounts = [DEBT - 3 * PART, PART, PART, PART]
    parts = {
        "position": [0] * 4,
        "number": [1, 2, 3, 4],
        "due_on": [date(2026, m, 11) for m in (5, 6, 7, 8)],
        "amount": amounts,
    }
    row = {"position": [0], "establishment": [number], "debt": [DEBT], "transaction": [5]}
    with store.atomic():
        plans.begin(pl.DataFrame(row), pl.DataFrame(parts), BEGAN)


def state(number: int) -> tuple[str, date | None]:
    row = plans.plans_of(pl.Series([number])).row(0, named=True)
    return row["end"], row["rests_until"]


def pay(number: int, amount: int, day: date) -> None:
    receive(number, amount, at(day))


@pytest.mark.django_db
def test_what_is_paid_in_time_keeps_the_plan_and_the_last_part_fulfils_it(planned: int) -> None:
    for month in (5, 6, 7):
        day = date(2026, month, 11)
        pay(planned, DEBT - 3 * PART if month == 5 else PART, day)
        assert plans.review(at(day + timedelta(1))) == 0
    parts = plans.standing_of_plans(pl.Series([planned]), date(2026, 7, 12))
    assert (parts["paid"] == parts["amount"]).to_list() == [True, True, True, False]
    assert plans.kept_plans(pl.Series([planned]), date(2026, 7, 12)).to_list() == [planned]
    pay(planned, PART, date(2026, 7, 20))
    assert [plans.review(at(date(2026, 7, 21))), plans.review(at(date(2026, 7, 22)))] == [1, 0]
    assert state(planned) == ("fulfilled", date(2026, 7, 21))
    told = store.value("SELECT body FROM engine_event WHERE name = 'plan-ended'")
    assert (json.loads(told) if isinstance(told, str) else told)["end"] == "fulfilled"


@pytest.mark.django_db
def test_a_missed_part_breaks_the_plan_the_day_after_and_penalties_live_again_from_its_day(
    planned: int,
) -> None:
    pay(planned, DEBT - 3 * PART, date(2026, 5, 11))
    assert plans.review(at(date(2026, 6, 11))) == 0
    penalties.charge_penalties(at(date(2026, 6, 20)))
    assert owed(planned)[1] == MONTH, "penalties rest while the plan runs"
    assert plans.review(at(date(2026, 6, 12))) == 1
    assert state(planned) == ("broken", date(2026, 6, 11))
    penalties.charge_penalties(at(date(2026, 6, 20)))
    left = DEBT - (DEBT - 3 * PART) - MONTH
    assert owed(planned) == (left, MONTH + round(left * 0.02)), (
        "of June alone: May began while it was kept"
    )


@pytest.mark.django_db
def test_a_new_bill_that_is_not_paid_breaks_it_and_is_late_as_ever(planned: int) -> None:
    run(APRIL)
    pay(planned, DEBT - 3 * PART, date(2026, 5, 10))
    assert plans.review(at(date(2026, 5, 15))) == 0, "the bill is not due yet"
    assert plans.review(at(date(2026, 5, 16))) == 1
    assert state(planned) == ("broken", date(2026, 5, 16))


@pytest.mark.django_db
def test_who_pays_parts_and_bills_keeps_it_though_old_months_come_first(planned: int) -> None:
    run(APRIL)
    pay(planned, DEBT - 3 * PART + BILL, date(2026, 5, 10))
    assert plans.review(at(date(2026, 5, 20))) == 0
    run(MAY)
    pay(planned, PART + BILL, date(2026, 6, 11))
    assert plans.review(at(date(2026, 6, 20))) == 0
    penalties.charge_penalties(at(date(2026, 6, 20)))
    assert owed(planned)[1] >= MONTH


@pytest.mark.django_db
def test_a_penalty_of_a_month_after_the_plan_is_charged_though_it_runs(planned: int) -> None:
    run(APRIL)
    penalties.charge_penalties(at(date(2026, 5, 20)))
    assert owed(planned)[1] == MONTH + MONTH


@pytest.mark.django_db
def test_one_plan_runs_at_a_time_and_is_only_ended(planned: int) -> None:
    with pytest.raises(DatabaseError), store.atomic():
        begin(planned)
    for statement in (
        "UPDATE contributions_instalmentplan SET debt = 1",
        "DELETE FROM contributions_instalmentplan",
        "UPDATE contributions_instalment SET due_on = '2030-01-01'",
        "DELETE FROM contributions_instalment",
    ):
        with pytest.raises(DatabaseError), store.atomic():
            store.execute(statement)
    plans.review(at(add_months(BEGAN, 2)))
    assert state(planned)[0] == "broken"
    with pytest.raises(DatabaseError), store.atomic():
        store.execute("UPDATE contributions_instalmentplan SET \"end\" = 'fulfilled'")


@pytest.mark.django_db
def test_parts_that_are_not_the_debt_are_no_plan(firm: int) -> None:
    row = pl.DataFrame(
        {"position": [0], "establishment": [firm], "debt": [100], "transaction": [5]}
    )
    parts = pl.DataFrame({"position": [0], "number": [1], "due_on": [BEGAN], "amount": [99]})
    with pytest.raises(ValueError, match="not its debt"), store.atomic():
        plans.begin(row, parts, BEGAN)
