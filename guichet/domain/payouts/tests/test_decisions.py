"""What came back is decided by staff: paid again or back to the credit, once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from demo.public_bodies.bank import iban_of
from guichet.domain.ledger.kinds import CREDIT, PAYOUTS
from guichet.domain.payments.bank.statements import book
from guichet.domain.payments.tests.camt import Line, written
from guichet.domain.payouts import dispatch
from guichet.domain.payouts.decisions import AGAIN, decide
from guichet.domain.payouts.decisions import CREDIT as BACK_TO_CREDIT
from guichet.domain.payouts.returned_payouts import take_answer
from guichet.domain.payouts.tests.pain import answer
from guichet.domain.payouts.tests.test_batches import ANA, BASIM, record, released, states
from guichet.domain.payouts.tests.test_returned_payouts import back, debit, message, names
from guichet.domain.payouts.tests.world import NOW, balance
from guichet.engine import store
from guichet.engine.refusal import Refused

__all__ = ["message"]  # a fixture
pytestmark = pytest.mark.django_db


def returned(message: str, place: int = 1, code: str = "AC04") -> int:
    book(debit(message), NOW)
    name = names()[place]
    book(written([Line("R1", (300, 900)[place], end_to_end=name, returned=code)]), NOW)
    return int(name.removeprefix("GUICHET-T"))


def test_what_came_back_is_paid_again_to_another_account_once(message: str, outbox: Path) -> None:
    transfer = returned(message)
    with pytest.raises(Refused, match="payout-same-account"):
        decide(transfer, AGAIN, by=ANA, reason="asked for", now=NOW)
    new = iban_of(1_000_000_024, bank="45")
    record(new)
    decide(transfer, AGAIN, by=ANA, reason="asked for", now=NOW)
    for what in (AGAIN, BACK_TO_CREDIT):
        with pytest.raises(Refused, match="payout-already-decided"):
            decide(transfer, what, by=ANA, reason="twice", now=NOW)
    released()
    assert dispatch.send(NOW + timedelta(seconds=1)) == 1
    files = sorted(outbox.iterdir(), key=lambda f: f.stat().st_mtime_ns)
    assert new in files[-1].read_text("utf-8") and balance(PAYOUTS) == -900
    again = files[-1].name.removesuffix(".pain.001.xml")
    assert book(debit(again, 900, "D9"), NOW).payouts == 1
    assert balance(PAYOUTS) == 0
    # A late word of the first attempt changes nothing of the second.
    book(written([Line("R7", 900, end_to_end=f"GUICHET-T{transfer}", returned="AC04")]), NOW)
    take_answer(answer(message, {f"GUICHET-T{transfer}": "AC04"}), NOW)
    assert back() == [] and states() == ["batched", "batched"]


def test_a_reason_that_is_not_the_accounts_may_be_tried_again(message: str) -> None:
    decide(returned(message, code="MS03"), AGAIN, by=ANA, reason="the bank was closed", now=NOW)
    assert states() == ["batched", "waiting"]


def test_an_establishment_may_have_it_back_on_its_account_once(message: str) -> None:
    transfer = returned(message, 0)
    party = decide(transfer, BACK_TO_CREDIT, by=ANA, reason="asked for", now=NOW)
    assert party is not None and balance(CREDIT) == -500 and balance(PAYOUTS) == 0
    with pytest.raises(Refused, match="payout-already-decided"):
        decide(transfer, BACK_TO_CREDIT, by=BASIM, reason="twice", now=NOW)
    assert states() == ["credited", "batched"]


def test_a_person_is_paid_again_and_has_no_credit(message: str) -> None:
    with pytest.raises(Refused, match="payout-only-again"):
        decide(returned(message), BACK_TO_CREDIT, by=ANA, reason="asked for", now=NOW)


@pytest.mark.parametrize("transfer", [0, -1, 2**62])
def test_no_transfer_is_decided_that_is_none(message: str, transfer: int) -> None:
    with pytest.raises(Refused, match="payout-already-decided"):
        decide(transfer, AGAIN, by=ANA, reason="what?", now=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM payouts_comeback",
        "UPDATE payouts_comeback SET code = ''",
        "DELETE FROM payouts_debit",
        "UPDATE payouts_transfer SET live = true",
        "UPDATE payouts_batch SET sent_at = NULL",
        "UPDATE payouts_batch SET released_by = 77",
    ],
)
def test_what_is_booked_stays(message: str, statement: str) -> None:
    returned(message)
    with pytest.raises(DatabaseError), transaction.atomic():
        store.execute(statement)
