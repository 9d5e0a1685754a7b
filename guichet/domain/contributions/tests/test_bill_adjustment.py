"""What an objection was right about is taken back once: from the debt, from the penalties, and
never again by a later bill.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as some

from guichet.domain.contributions.accounts import account_of
from guichet.domain.contributions.bill_adjustment import concede, contestable, share_out
from guichet.domain.contributions.paid_months import person_months
from guichet.domain.contributions.penalties import charge_penalties
from guichet.domain.contributions.tests.world import (
    APRIL,
    MARCH,
    MAY,
    at,
    engage,
    enter,
    establish,
    leave,
    run,
)
from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payments.queries import to_pay
from guichet.domain.payments.tests.world import notice, receive
from guichet.domain.registry.bill_facts import engagements_of
from guichet.engine import store

pytestmark = pytest.mark.django_db

ANNA, SAAD = 1000000016, 1000000024
WHOLE = 215000  # for each of the two


@pytest.fixture
def firm(db: None) -> int:
    (number,) = establish(1000000008)
    for person in (ANNA, SAAD):
        engage(enter(person), number, 8000, 2000)
    run(MARCH)
    return number


def engagement_of(person: int) -> int:
    return int(engagements_of(pl.Series([person]))["engagement"][0])


def back(
    firm: int, amount: int, person: int = ANNA, *, on: date = date(2026, 5, 2), bill: date = MARCH
) -> None:
    row = {
        "establishment": firm,
        "billed_in": bill,
        "month": bill,
        "engagement": engagement_of(person),
        "amount": amount,
        "transaction": 7,
    }
    with store.atomic():
        concede(pl.DataFrame([row]), at(on))


def owed(firm: int) -> tuple[int, int, int]:
    return to_pay(pl.Series([firm])).select("contributions", "penalties", "credit").row(0)


def months(*persons: int) -> list[tuple[int, int, str]]:
    found = person_months(pl.Series(persons), date(2026, 8, 1))
    return found.select("person", "paid", "state").rows()


def left(firm: int, bill: date = MARCH) -> list[int]:
    lines = contestable(pl.DataFrame({"establishment": [firm], "billed_in": [bill]}))
    assert lines["object_by"].unique().to_list() in ([date(2026, 6, 2)], [date(2026, 7, 2)])
    return lines["left"].to_list()


def test_it_lowers_the_debt_and_goes_back_to_the_branches_it_was_charged_for(firm: int) -> None:
    before = dict(trial_balance().select("kind", "balance").iter_rows())
    back(firm, 43_000)
    after = dict(trial_balance().select("kind", "balance").iter_rows())
    assert owed(firm)[0] == 2 * WHOLE - 43_000 and sum(after.values()) == 0
    given = {
        kind: after[kind] - before[kind] for kind in after if kind.startswith("contributions-")
    }
    # 18% annuities, 1.5% unemployment, 2% hazards of the 21.5%.
    assert given == {
        "contributions-annuities": 36_000,
        "contributions-saned": 3_000,
        "contributions-hazards": 4_000,
    }
    assert left(firm) == [WHOLE - 43_000, WHOLE]


def test_no_more_is_taken_back_than_was_charged(firm: int) -> None:
    back(firm, WHOLE)
    with pytest.raises(store.WriteConflict):
        back(firm, 1)
    assert owed(firm)[0] == WHOLE


def test_what_was_paid_on_account_comes_back_as_credit(firm: int) -> None:
    receive(notice(firm, 2 * WHOLE, paid_at=at(date(2026, 4, 10))), now=at(date(2026, 4, 10)))
    back(firm, WHOLE)
    assert owed(firm) == (0, 0, WHOLE)


def test_penalties_that_grew_on_it_are_given_back_and_the_others_stay(firm: int) -> None:
    charge_penalties(at(date(2026, 5, 1)))
    assert owed(firm)[1] == 2 * WHOLE * 2 // 100
    back(firm, WHOLE)
    assert owed(firm) == (WHOLE, WHOLE * 2 // 100, 0)


def test_the_persons_month_is_nobodys_debt_any_more(firm: int) -> None:
    receive(notice(firm, WHOLE, paid_at=at(date(2026, 4, 10))), now=at(date(2026, 4, 10)))
    back(firm, WHOLE, SAAD)
    # Saad owes nothing for it any more, and Anna's is paid.
    assert months(ANNA, SAAD) == [(ANNA, WHOLE, "paid")]


def test_what_is_conceded_for_one_pays_nothing_for_another(firm: int) -> None:
    back(firm, 50_000, SAAD)
    assert months(ANNA, SAAD) == [(ANNA, 0, "unpaid"), (SAAD, 0, "unpaid")]
    receive(notice(firm, WHOLE + 1, paid_at=at(date(2026, 4, 10))), now=at(date(2026, 4, 10)))
    assert months(ANNA, SAAD) == [(ANNA, WHOLE, "paid"), (SAAD, 1, "partly")]


@pytest.mark.parametrize("conceded", [WHOLE, WHOLE // 2])
def test_a_later_bill_does_not_give_the_same_a_second_time(firm: int, conceded: int) -> None:
    back(firm, conceded)
    leave(engagement_of(ANNA), date(2026, 2, 28), today=date(2026, 5, 2))
    run(APRIL)
    # Saad's two months, and nothing to anybody's credit.
    assert (owed(firm)[0], owed(firm)[2]) == (2 * WHOLE, 0)
    assert int(trial_balance()["balance"].sum()) == 0
    run(MAY)
    assert (owed(firm)[0], owed(firm)[2]) == (3 * WHOLE, 0)
    assert left(firm)[0] == WHOLE - conceded


def test_what_is_overdue_does_not_hide_behind_a_concession_on_a_bill_not_due(firm: int) -> None:
    run(APRIL)
    back(firm, 50_000, on=date(2026, 5, 3), bill=APRIL)
    account = account_of(pl.Series([firm]), date(2026, 5, 4)).row(0, named=True)
    late = 2 * WHOLE * 2 // 100
    assert (account["due"], account["overdue"]) == (4 * WHOLE - 50_000 + late, 2 * WHOLE + late)


def test_a_concession_stays_on_record(firm: int) -> None:
    back(firm, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        store.execute("UPDATE contributions_concession SET amount = 2")


@given(some.lists(some.integers(1, 10**12), min_size=1, max_size=9), some.data())
def test_shares_sum_to_the_halala_and_none_is_more_than_was_left(
    lines: list[int], data: some.DataObject
) -> None:
    disputed = data.draw(some.integers(1, sum(lines)))
    frame = pl.DataFrame({"key": 1, "left": lines, "disputed": disputed, "line": range(len(lines))})
    parts = share_out(frame, "key")
    assert parts["amount"].sum() == disputed
    assert parts.filter((pl.col("amount") > pl.col("left")) | (pl.col("amount") <= 0)).is_empty()
