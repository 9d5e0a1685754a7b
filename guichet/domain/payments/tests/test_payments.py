"""A payment counts once, goes to the oldest month first, and can be taken back; the books balance
at any second.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import polars as pl
import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as some

from guichet.domain.identity.staff import RECONCILE
from guichet.domain.identity.tests.staffing import acts
from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payments import assignment, queries
from guichet.domain.payments.references import grouped, read, read_one, reference_of
from guichet.domain.payments.tests.world import (
    NOW,
    OCTOBER,
    SEPTEMBER,
    firm,
    notice,
    owe,
    receive,
    reverse,
)
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db

PERSON = 1  # of the staff


def unpaid(establishment: int) -> dict[date, int]:
    months = queries.months_of(pl.Series([establishment]))
    return dict(zip(months["month"], months["contributions"], strict=True))


def credit(establishment: int) -> int:
    return int(queries.to_pay(pl.Series([establishment]))["credit"][0])


def balanced() -> bool:
    return int(trial_balance()["balance"].sum()) == 0


@pytest.fixture
def debtor(db: None) -> int:
    number = firm()
    owe(number, OCTOBER, 500)
    owe(number, SEPTEMBER, 300)
    return number


@pytest.mark.parametrize(
    ("amount", "september", "october", "left"),
    [(1, 299, 500, 0), (300, 0, 500, 0), (450, 0, 350, 0), (800, 0, 0, 0), (1000, 0, 0, 200)],
)
def test_the_oldest_month_is_paid_first(
    debtor: int, amount: int, september: int, october: int, left: int
) -> None:
    assert receive(notice(debtor, amount)) == ["accepted"]
    assert unpaid(debtor) == {SEPTEMBER: september, OCTOBER: october}
    assert credit(debtor) == left
    assert balanced()


def test_told_twice_it_counts_once(debtor: int) -> None:
    one = notice(debtor, 300)
    assert receive(one, one) == ["accepted", "repeated"]
    assert receive(one) == ["repeated"]
    assert unpaid(debtor) == {SEPTEMBER: 0, OCTOBER: 500}


def test_one_key_with_two_amounts_is_a_conflict_and_changes_nothing(debtor: int) -> None:
    receive(notice(debtor, 300))
    assert receive(notice(debtor, 301)) == ["conflict"]
    assert unpaid(debtor) == {SEPTEMBER: 0, OCTOBER: 500}


def test_a_reversal_takes_back_what_was_laid_last(debtor: int) -> None:
    receive(notice(debtor, 300, "1"), notice(debtor, 200, "2"))
    assert reverse("1") == ["done"]
    assert unpaid(debtor) == {SEPTEMBER: 100, OCTOBER: 500}
    assert reverse("1", "1") == ["repeated", "repeated"]
    assert credit(debtor) == 0
    assert balanced()


def test_a_reversal_before_its_payment_makes_it_count_for_nothing(debtor: int) -> None:
    assert reverse("9") == ["early"]
    assert receive(notice(debtor, 300, "9")) == ["cancelled"]
    assert unpaid(debtor) == {SEPTEMBER: 300, OCTOBER: 500}


def test_credit_pays_what_is_billed_later(debtor: int) -> None:
    receive(notice(debtor, 1000))
    november = date(2026, 11, 1)
    owe(debtor, november, 150)
    receive(notice(debtor, 1, "2"))
    assert unpaid(debtor) == {SEPTEMBER: 0, OCTOBER: 0, november: 0}
    assert credit(debtor) == 51


def test_a_bill_put_down_after_it_was_paid_leaves_credit(debtor: int) -> None:
    receive(notice(debtor, 300))
    owe(debtor, SEPTEMBER, -100)
    receive(notice(debtor, 1, "2"))
    assert unpaid(debtor) == {SEPTEMBER: 0, OCTOBER: 399}


def test_an_unknown_reference_waits_in_suspense_until_somebody_says_whose_it_is(
    debtor: int,
) -> None:
    assert receive(notice(None, 300)) == ["suspense"]
    assert receive(notice(999_999_999, 5, "2")) == ["suspense"]
    (one, other) = queries.in_suspense()["payment"].to_list()
    assignment.assign(
        one, debtor, by=acts(RECONCILE, account=PERSON), reason="named in the transfer", now=NOW
    )
    assert unpaid(debtor) == {SEPTEMBER: 0, OCTOBER: 500}
    with pytest.raises(Refused):
        assignment.assign(one, debtor, by=acts(RECONCILE, account=PERSON), reason="again", now=NOW)
    assert reverse("1") == ["done"]
    assert unpaid(debtor) == {SEPTEMBER: 300, OCTOBER: 500}
    assert queries.in_suspense()["payment"].to_list() == [other]
    assert balanced()


def test_the_history_tells_of_reversals_and_of_nobody_else(debtor: int) -> None:
    stranger = firm(1_010_999_912)
    receive(notice(debtor, 300, "1"), notice(stranger, 70, "2"))
    reverse("1")
    day = NOW.date()
    asked = pl.DataFrame({"establishment": [debtor], "since": [day - timedelta(9)], "until": [day]})
    found = queries.payments_of(asked)
    assert found.select("amount", "state").rows() == [(300, "reversed")]


def test_nothing_paid_is_ever_altered(debtor: int) -> None:
    receive(notice(debtor, 300))
    for statement in ("UPDATE payments_payment SET amount = 1", "DELETE FROM payments_payment"):
        with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
            cursor.execute("SAVEPOINT s")
            try:
                cursor.execute(statement)
            finally:
                cursor.execute("ROLLBACK TO s")


def test_references_find_every_slip_of_a_digit() -> None:
    good = reference_of(500_000_001, OCTOBER)
    assert len(good) == 15
    wrong = {good[:i] + d + good[i + 1 :] for i in range(15) for d in "0123456789"} - {good}
    swapped = {good[:i] + good[i + 1] + good[i] + good[i + 2 :] for i in range(14)} - {good}
    found = read(pl.Series([*wrong, *swapped]))
    assert found["establishment"].null_count() == found.height
    eastern = grouped(good).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert read(pl.Series([eastern])).rows() == [(500_000_001, OCTOBER)]
    assert read(pl.Series(["", "abc", None, "5" * 200])).null_count().row(0) == (4, 4)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_on_one_account_lose_and_double_nothing(transactional_db: None) -> None:
    number = firm()
    owe(number, SEPTEMBER, 1_000)

    def one(at: int) -> list[str]:
        try:
            key = str(at // 2)  # each is told twice, by two threads
            return receive(notice(number, 100, key)) + reverse("0")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(16)))
    # Eight payments, one of them taken back, whichever came first.
    assert unpaid(number) == {SEPTEMBER: 300}
    assert credit(number) == 0
    assert balanced()


@settings(max_examples=300, deadline=None)
@given(
    some.one_of(
        some.text(max_size=16),
        some.from_regex(r"\A[0-9]{15}\Z"),
        some.builds(
            reference_of,
            some.integers(1, 999_999_999),
            some.one_of(some.none(), some.dates(date(2000, 1, 1), date(2099, 12, 31))),
        ),
    )
)
def test_one_reference_reads_as_many_do(text: str) -> None:
    alone = read_one(text)
    together = read(pl.Series([text], dtype=pl.String)).row(0)
    if alone is not None:
        assert alone == together
    elif len(text) == 15 and text.isascii():
        assert together == (None, None)
