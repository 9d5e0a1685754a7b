"""A bank's file is booked whole or not at all, each line once; transfers find their month, the rest
its place.
"""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payments import queries
from guichet.domain.payments.bank.statements import book
from guichet.domain.payments.references import reference_of
from guichet.domain.payments.tests.camt import ACCOUNT, Line, written
from guichet.domain.payments.tests.world import NOW, OCTOBER, SEPTEMBER, firm, notice, owe, receive
from guichet.engine import store
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db


def unpaid(establishment: int) -> list[int]:
    return queries.months_of(pl.Series([establishment]))["contributions"].to_list()


def balance(kind: str) -> int:
    found = trial_balance().filter(pl.col("kind") == kind)["balance"]
    return int(found.sum())


@pytest.fixture
def debtor(db: None) -> int:
    number = firm()
    owe(number, SEPTEMBER, 300)
    owe(number, OCTOBER, 500)
    return number


def test_transfers_find_their_months_and_the_same_file_changes_nothing(debtor: int) -> None:
    file = written(
        [
            Line("B1", 300, reference_of(debtor)),
            Line("B2", 200, reference_of(debtor, OCTOBER)),
            Line("B3", 70, "what?"),
        ]
    )
    done = book(file, NOW)
    assert (done.lines, done.fresh, done.payments, done.in_suspense, done.total) == (
        3,
        3,
        3,
        1,
        570,
    )
    again = book(file, NOW)
    assert (again.fresh, again.payments) == (0, 0)
    assert unpaid(debtor) == [0, 300]
    assert balance("bank") == 570 and balance("collections") == 0 and balance("suspense") == -70
    assert int(trial_balance()["balance"].sum()) == 0


def test_a_settlement_pays_what_the_scheme_told_of(debtor: int) -> None:
    receive(notice(debtor, 800))
    assert balance("collections") == 800
    book(written([Line("B9", 800, free="SETTLEMENT bank 2026-11-22")]), NOW)
    assert balance("collections") == 0 and balance("bank") == 800
    assert unpaid(debtor) == [0, 0]


def test_what_left_the_account_for_no_reason_of_ours_is_kept_apart(debtor: int) -> None:
    book(written([Line("B1", -1000, free="charges")]), NOW)
    assert balance("unexplained") == 1000 and balance("bank") == -1000


def _plain() -> bytes:
    return written([Line("B1", 100, "x")])


def _with_day(day: bytes) -> bytes:
    return re.sub(b"(<BookgDt>.*?<Dt>)[^<]*", rb"\g<1>" + day, _plain())


@pytest.mark.parametrize("day", [b"2026-11-22Z", b"2026-11-22+03:00"])
def test_a_day_is_read_as_the_standard_writes_days(debtor: int, day: bytes) -> None:
    assert book(_with_day(day), NOW).fresh == 1


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "bank-file-unknown"),
        (b"<Document/>", "bank-file-unknown"),
        (written([Line("B1", 100, "x", currency="EUR")]), "bank-file-currency"),
        (written([Line("", 100, "x")]), "bank-file-without-references"),
        (written([Line("B1", 100, "x")])[:-40], "bank-file-invalid"),
        (written([Line("B1", 100, "x")]).replace(b">1.00<", b">1.005<"), "bank-file-value"),
        (_with_day(b"12026-11-22"), "bank-file-value"),
        (_with_day(b"-2026-11-22"), "bank-file-value"),
        (re.sub(b"<BookgDt>.*?</BookgDt>", b"", _plain()), "bank-file-value"),
        (
            written([Line("B1", 100, "x")]).replace(b"<Cd>BOOK</Cd>", b"<Cd>NEVERHEARD</Cd>"),
            "bank-file-invalid",
        ),
        (
            written([Line("B1", 100, "x")])
            .replace(
                b"<Document", b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><Document', 1
            )
            .replace(b"<Ref>x</Ref>", b"<Ref>&e;</Ref>"),
            "bank-file-invalid",
        ),
    ],
)
def test_a_bad_file_is_refused_with_its_reason_and_nothing_of_it_is_kept(
    debtor: int, file: bytes, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        book(file, NOW)
    assert refused.value.refusal.code == code
    assert trial_balance().filter(pl.col("kind") == "bank").is_empty()


def test_a_file_that_breaks_late_changes_nothing(debtor: int) -> None:
    lines = [Line(f"B{i}", 1, reference_of(debtor)) for i in range(50)]
    broken = written([*lines, Line("B51", 1, "x" * 200)])
    with pytest.raises(Refused):
        book(broken, NOW)
    assert unpaid(debtor) == [300, 500]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cut=some.integers(0, 2_000), junk=some.binary(max_size=40))
def test_no_bytes_crash_it(db: None, cut: int, junk: bytes) -> None:
    file = written([Line("B1", 100, "x")])
    try:
        book(file[:cut] + junk + file[cut + len(junk) :], NOW)
    except Refused as refused:
        assert refused.sentence("ar")


def test_the_account_is_that_of_the_statement(debtor: int) -> None:
    book(written([Line("B1", 300, reference_of(debtor))]), NOW)
    found = queries.party_of(pl.Series([f"bank:{ACCOUNT}"]), pl.Series(["B1"]))
    assert found["establishment"].to_list() == [debtor]


def test_a_transfer_or_a_part_of_it_is_recalled_by_the_payers_own_reference(debtor: int) -> None:
    book(written([Line("B1", 800, reference_of(debtor), end_to_end="PAYROLL-1")]), NOW)
    back = Line("B2", -200, end_to_end="PAYROLL-1", returned="AC04")
    for _ in range(2):  # the same file again
        book(written([back]), NOW)
    assert unpaid(debtor) == [0, 200]
    assert (balance("bank"), balance("collections"), balance("unexplained")) == (600, 0, 0)
    book(written([Line("B3", -600, end_to_end="PAYROLL-1", reversal=True)]), NOW)
    assert unpaid(debtor) == [300, 500] and balance("bank") == balance("collections") == 0
    told = store.rows("SELECT return_key, cause FROM payments_return ORDER BY id")
    assert told == [("B2", "AC04"), ("B3", "unspecified")]


def test_a_recall_in_the_file_of_its_transfer_is_found(debtor: int) -> None:
    book(
        written(
            [
                Line("B2", -100, end_to_end="P1", returned="CUST"),
                Line("B1", 300, reference_of(debtor), end_to_end="P1"),
            ]
        ),
        NOW,
    )
    assert unpaid(debtor) == [100, 500] and balance("unexplained") == 0


@pytest.mark.parametrize(
    "back",
    [
        Line("B9", -900, end_to_end="P1", returned="AC04"),  # more than there was
        Line("B9", -100, end_to_end="P2", returned="AC04"),  # of no transfer
        Line("B9", -100, end_to_end="P1"),  # says of itself no return
        Line("B9", -100, end_to_end="NOTPROVIDED", returned="AC04"),
        Line("B9", -100, end_to_end="TWICE", returned="AC04"),  # of two transfers
    ],
)
def test_what_fits_no_transfer_exactly_waits_for_somebody_to_look_into(
    debtor: int, back: Line
) -> None:
    book(
        written(
            [
                Line("B1", 300, reference_of(debtor), end_to_end="P1"),
                Line("B2", 10, reference_of(debtor), end_to_end="NOTPROVIDED"),
                Line("B3", 20, reference_of(debtor), end_to_end="TWICE"),
                Line("B4", 30, reference_of(debtor), end_to_end="TWICE"),
            ]
        ),
        NOW,
    )
    before = unpaid(debtor)
    book(written([back]), NOW)
    assert unpaid(debtor) == before and balance("unexplained") == -back.amount
    assert int(trial_balance()["balance"].sum()) == 0
