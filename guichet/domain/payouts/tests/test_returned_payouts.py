"""What the bank refuses or brings back waits for a decision, each once; the ledger and the orders
say the same all along.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from guichet.domain.ledger.kinds import BANK, PAYOUTS, UNEXPLAINED
from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payments.bank.statements import book
from guichet.domain.payments.reconciliation import reconcile
from guichet.domain.payments.tests.camt import Line, written
from guichet.domain.payouts import batches, dispatch, queries
from guichet.domain.payouts.returned_payouts import take_answer
from guichet.domain.payouts.tests.pain import answer
from guichet.domain.payouts.tests.test_batches import ANA, released, states
from guichet.domain.payouts.tests.world import NOW, balance, firm, order, pensioner, wanted
from guichet.engine import store
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(db: None, outbox: Path) -> str:
    """Two orders of 300 and 900 have left."""
    one, somebody = firm(500), pensioner(900)
    order(wanted(one, 300), wanted(None, 900, "benefit-1", person=somebody))
    released()
    dispatch.send(NOW)
    (file,) = outbox.iterdir()
    return file.name.removesuffix(".pain.001.xml")


@pytest.fixture(autouse=True)
def _books_agree(db: None) -> Iterator[None]:
    """Whatever happened, the orders are what the ledger says."""
    yield
    assert balance(PAYOUTS) == queries.payable()
    assert int(trial_balance()["balance"].sum()) == 0


def names() -> list[str]:
    return [
        f"GUICHET-T{row[0]}" for row in store.rows("SELECT id FROM payouts_transfer ORDER BY id")
    ]


def back() -> list[tuple[int, str, str]]:
    return queries.came_back().select("amount", "kind", "code").rows()


def debit(message: str, amount: int = 1_200, key: str = "D1") -> bytes:
    return written([Line(key, -amount, batch=message)])


def test_a_debit_of_the_batch_settles_it_once(message: str) -> None:
    assert balance(PAYOUTS) == -1_200
    assert book(debit(message), NOW).payouts == 2
    assert (balance(PAYOUTS), balance(BANK), balance(UNEXPLAINED)) == (0, -1_200, 0)
    assert book(debit(message), NOW).fresh == 0
    # Told once more under another key of the bank's: money that left for no reason of ours.
    assert book(debit(message, key="D2"), NOW).payouts == 0
    assert balance(PAYOUTS) == 0 and balance(UNEXPLAINED) == 1_200


def test_debits_of_single_transfers_settle_them(message: str) -> None:
    one, two = names()
    lines = [
        Line("D1", -300, end_to_end=one),
        Line("D2", -900, end_to_end=two),
        Line("D3", -900, end_to_end=two),
    ]
    assert book(written(lines), NOW).payouts == 2
    assert balance(PAYOUTS) == 0 and balance(UNEXPLAINED) == 900


def test_a_debit_of_one_and_then_of_the_rest(message: str) -> None:
    book(written([Line("D1", -300, end_to_end=names()[0])]), NOW)
    assert book(debit(message, 900, "D2"), NOW).payouts == 1
    assert balance(PAYOUTS) == 0


def test_both_in_one_file(message: str) -> None:
    lines = [Line("D1", -300, end_to_end=names()[0]), Line("D2", -900, batch=message)]
    assert book(written(lines), NOW).payouts == 2
    assert balance(PAYOUTS) == 0


@pytest.mark.parametrize("amount", [1_199, 1_201, 300, 1, 10**15])
def test_a_debit_of_another_amount_is_not_believed(message: str, amount: int) -> None:
    assert book(debit(message, amount), NOW).payouts == 0
    assert balance(PAYOUTS) == -1_200 and balance(UNEXPLAINED) == amount


@pytest.mark.parametrize(
    "name",
    [
        "GUICHET-B1",
        "GUICHET-B999999-261122090000",
        "OTHER-7",
        "GUICHET-B" + "9" * 26,
        "GUICHET-B-1-261122090000",
    ],
)
def test_other_peoples_references_settle_nothing(message: str, name: str) -> None:
    lines = [
        Line("D1", -1_200, batch=name),
        Line("D2", -300, end_to_end=name),
        Line("D3", 300, end_to_end=name, returned="AC04"),
    ]
    assert book(written(lines), NOW).payouts == 0
    assert balance(PAYOUTS) == -1_200 and balance(UNEXPLAINED) == 1_200


def test_what_the_bank_refuses_waits_for_a_decision_and_only_the_rest_leaves(message: str) -> None:
    one, two = names()
    done = take_answer(answer(message, {one: "AC04", two: ""}), NOW)
    assert (done.rejected, done.unknown) == (1, 0)
    assert take_answer(answer(message, {one: "AC04"}), NOW).rejected == 0
    assert states() == ["back", "batched"] and back() == [(300, "rejected", "AC04")]
    assert book(debit(message, 900), NOW).payouts == 1
    assert balance(PAYOUTS) == -300


def test_what_was_refused_and_debited_nevertheless_waits_until_its_money_is_back(
    message: str,
) -> None:
    one, _ = names()
    take_answer(answer(message, {one: "AC04"}), NOW)
    assert book(debit(message), NOW).payouts == 2
    assert back() == []
    assert queries.adrift(NOW)["kind"].to_list() == ["payout-not-back"]
    book(written([Line("R1", 300, end_to_end=one, returned="AC04")]), NOW)
    assert back() == [(300, "returned", "AC04")] and queries.adrift(NOW).is_empty()
    assert balance(PAYOUTS) == -300


@pytest.mark.parametrize("level", [{"group": "RJCT"}, {"info": "RJCT"}])
def test_a_whole_file_may_be_refused(message: str, level: dict[str, str]) -> None:
    assert take_answer(answer(message, code="AM04", **level), NOW).rejected == 2
    assert states() == ["back", "back"] and balance(PAYOUTS) == -1_200


def test_a_second_copy_refused_as_duplicate_says_nothing_of_the_first(message: str) -> None:
    for code in ("AM05", "DU01"):
        done = take_answer(answer(message, group="RJCT", code=code), NOW)
        assert done.duplicate and done.rejected == 0
    assert states() == ["batched", "batched"]
    take_answer(answer(message, group="ACSP"), NOW)
    assert queries.recent_batches()["answer"].to_list() == ["ACSP"]


@pytest.mark.parametrize(
    "other", ["GUICHET-B1-000000000000", "GUICHET-B999999999999-261122090000", "X", "GUICHET-T1"]
)
def test_an_answer_to_what_we_did_not_send_is_refused(message: str, other: str) -> None:
    with pytest.raises(Refused, match="bank-answer-not-ours"):
        take_answer(answer(other, group="RJCT"), NOW)
    assert states() == ["batched", "batched"]


def test_transfers_of_others_in_an_answer_are_counted_and_left_alone(message: str) -> None:
    done = take_answer(
        answer(message, {"GUICHET-T999999999": "AC04", "THEIRS": "AC04", names()[0]: ""}), NOW
    )
    assert (done.rejected, done.unknown) == (0, 2) and states() == ["batched", "batched"]


def test_a_return_is_booked_once_however_often_it_is_told(message: str) -> None:
    _, two = names()
    book(debit(message), NOW)
    came = Line("R1", 900, end_to_end=two, returned="AC04")
    assert book(written([came]), NOW).payouts == 1
    assert book(written([came]), NOW).payouts == 0
    assert book(written([Line("R2", 900, end_to_end=two, returned="AC04")]), NOW).payouts == 0
    assert back() == [(900, "returned", "AC04")]
    assert balance(PAYOUTS) == -900 and balance(UNEXPLAINED) == -900


def test_a_return_told_twice_in_one_file_counts_once(message: str) -> None:
    book(debit(message), NOW)
    lines = [Line(f"R{i}", 900, end_to_end=names()[1], returned="AC04") for i in range(3)]
    assert book(written(lines), NOW).payouts == 1
    assert balance(UNEXPLAINED) == -1_800


def test_a_return_may_be_told_before_the_debit(message: str) -> None:
    book(written([Line("R1", 900, end_to_end=names()[1], reversal=True)]), NOW)
    assert back() == [(900, "returned", "")]
    assert queries.adrift(NOW)["kind"].to_list() == ["payout-never-left"]
    assert book(debit(message), NOW).payouts == 2
    assert balance(PAYOUTS) == -900 and queries.adrift(NOW).is_empty()


@pytest.mark.parametrize(
    "line",
    [
        {"amount": 899, "returned": "AC04"},
        {"amount": 901, "returned": "AC04"},
        {"amount": 300, "returned": "AC04"},
        {"amount": -899},
    ],
)
def test_a_line_of_another_amount_is_kept_as_unexplained(
    message: str, line: dict[str, Any]
) -> None:
    assert (
        book(written([Line("R1", line.pop("amount"), end_to_end=names()[1], **line)]), NOW).payouts
        == 0
    )
    assert back() == [] and balance(PAYOUTS) == -1_200


def test_a_client_who_writes_our_name_on_a_transfer_returns_nothing(message: str) -> None:
    done = book(written([Line("P1", 900, "what?", end_to_end=names()[1])]), NOW)
    assert (done.payouts, done.payments) == (0, 1) and back() == []


def test_an_entry_of_another_currency_waits_alone_and_the_others_are_booked(message: str) -> None:
    lines = [
        Line("D1", -300, end_to_end=names()[0]),
        Line("D2", -900, end_to_end=names()[1], currency="EUR"),
    ]
    done = book(written(lines), NOW)
    assert (done.payouts, [one.key for one in done.waiting]) == (1, ["D2"])
    assert balance(PAYOUTS) == -900 and balance(BANK) == -300
    waits = reconcile(NOW.date(), NOW).open.filter(pl.col("kind") == "bank-line-unread")
    assert waits["key"].to_list() == ["D2"]
    lines[1] = Line("D2", -900, end_to_end=names()[1])
    assert book(written(lines), NOW).payouts == 1
    assert reconcile(NOW.date(), NOW).open.filter(pl.col("kind") == "bank-line-unread").is_empty()


def test_a_batch_that_was_never_sent_is_not_settled(outbox: Path) -> None:
    order(wanted(firm(500), 300))
    batches.gather(ANA, NOW)
    assert book(written([Line("D1", -300, end_to_end=names()[0])]), NOW).payouts == 0


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"<Document/>",
        answer("GUICHET-B1-000000000000")[:-30],
        answer("x" * 36, group="RJCT"),
        answer("X", group="NOTACODE"),
        debit("X"),
        answer("X")
        .replace(
            b"<Document", b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><Document', 1
        )
        .replace(b">X<", b">&e;<"),
    ],
)
def test_a_bad_answer_is_refused_with_its_reason(db: None, file: bytes) -> None:
    with pytest.raises(Refused) as refused:
        take_answer(file, NOW)
    assert refused.value.refusal.code.startswith("bank-") and refused.value.sentence("ar")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cut=some.integers(0, 900), junk=some.binary(max_size=40))
def test_no_bytes_crash_it(db: None, cut: int, junk: bytes) -> None:
    file = answer("GUICHET-B1-261122090000", {"GUICHET-T1": "AC04"})
    with pytest.raises(Refused):
        take_answer(file[:cut] + junk + file[cut + len(junk) :], NOW)


def test_reconciliation_compares_orders_with_the_ledger_and_lists_what_is_adrift(
    message: str,
) -> None:
    take_answer(answer(message, {names()[0]: "AC04"}), NOW)
    book(debit(message), NOW)
    found = reconcile(NOW.date(), NOW)
    assert [c.good for c in found.checks if c.name == "payouts"] == [True]
    assert found.open.filter(pl.col("kind") == "payout-not-back")["ours"].to_list() == [300]
