"""Whatever is ordered, gathered, released, refused, debited, returned and decided, in whatever
order: nobody is paid twice.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from lxml import etree

from guichet.domain.identity.staff import GATHER, RELEASE, Staff
from guichet.domain.identity.tests.staffing import GATHERER, RELEASER, acts
from guichet.domain.ledger.kinds import BANK, CREDIT, PAYOUTS, UNEXPLAINED
from guichet.domain.payments.bank.statements import book
from guichet.domain.payments.tests.camt import Line, written
from guichet.domain.payouts import batches, dispatch, queries
from guichet.domain.payouts.decisions import AGAIN, decide
from guichet.domain.payouts.decisions import CREDIT as BACK_TO_CREDIT
from guichet.domain.payouts.returned_payouts import take_answer
from guichet.domain.payouts.tests.conftest import ACCOUNT
from guichet.domain.payouts.tests.pain import answer
from guichet.domain.payouts.tests.world import NOW, balance, firm, give, order, wanted
from guichet.engine import store
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db
NS = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"
FIRMS = 2
people = some.integers(1, 3).map(lambda n: acts(GATHER, RELEASE, account=n))
places = some.integers(0, 30)


class Payouts(RuleBasedStateMachine):
    """A bank that keeps what it was asked to pay, and a staff that does all it may in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = transaction.atomic()
        self.inner.__enter__()
        self.folder = Path(tempfile.mkdtemp())
        configured.PAYOUT_OUTBOX, configured.PAYOUT_ACCOUNT = str(self.folder), ACCOUNT
        self.sent: dict[str, dict[str, int]] = {}  # by message: what the bank was asked to pay
        self.left: Counter[str] = Counter()  # by transfer, in truth
        self.back: Counter[str] = Counter()
        self.bank = self.odd = self.step = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.inner.__exit__(None, None, None)
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        self.firms = [firm(5_000, 1_010_999_911 + i) for i in range(FIRMS)]
        self.given = 5_000 * FIRMS
        for number, whose in enumerate(self.firms):
            order(wanted(whose, 700 + number, f"first-{number}"))
        self.all_the_way()

    def key(self) -> str:
        self.step += 1
        return f"K{self.step}"

    def pick(self, place: int) -> tuple[str, str, int] | None:
        """A transfer the bank was asked for: its message, name and amount."""
        all_ = [(m, name, amount) for m, ones in self.sent.items() for name, amount in ones.items()]
        return all_[place % len(all_)] if all_ else None

    @rule(
        whose=some.integers(0, FIRMS - 1),
        amount=some.integers(1, 3_000),
        number=some.integers(1, 12),
    )
    def ask(self, whose: int, amount: int, number: int) -> None:
        try:
            with transaction.atomic():
                order(wanted(self.firms[whose], amount, f"refund-{number}"))
        except Refused:
            assert amount > 0
        except IntegrityError as error:
            assert "payout_once" in str(error)

    @rule(whose=some.integers(0, FIRMS - 1), amount=some.integers(1, 500))
    def more_credit(self, whose: int, amount: int) -> None:
        give(self.firms[whose], amount)
        self.given += amount

    @rule(by=people)
    def gather(self, by: Staff) -> None:
        try:
            batches.gather(by, NOW)
        except Refused as refused:
            assert refused.refusal.code == "payouts-nothing-waits"

    @rule(by=people, number=some.integers(0, 4), discard=some.booleans())
    def release_or_discard(self, by: Staff, number: int, discard: bool) -> None:
        all_ = [
            row[0] for row in store.rows("SELECT id FROM payouts_batch ORDER BY id DESC LIMIT 5")
        ]
        if not all_:
            return
        batch = all_[number % len(all_)]
        gathered = store.value("SELECT gathered_by FROM payouts_batch WHERE id = %(b)s", b=batch)
        try:
            (batches.discard if discard else batches.release)(batch, by, NOW)
            assert discard or by.account != gathered
        except Refused as refused:
            assert refused.refusal.code in ("payouts-batch-over", "payouts-same-person")

    @rule()
    def all_the_way(self) -> None:
        """As it should go, so that stories get beyond the counter."""
        try:
            batch = batches.gather(GATHERER, NOW)
        except Refused:
            return
        batches.release(batch, RELEASER, NOW)
        self.send()

    @rule()
    def send(self) -> None:
        dispatch.send(NOW)
        for file in sorted(self.folder.glob("[!.]*")):
            message = file.name.removesuffix(".pain.001.xml")
            assert message not in self.sent
            tree = etree.parse(file)
            self.sent[message] = {
                one.findtext(f"{NS}PmtId/{NS}EndToEndId") or "": int(
                    (one.findtext(f"{NS}Amt/{NS}InstdAmt") or "").replace(".", "")
                )
                for one in tree.iter(f"{NS}CdtTrfTxInf")
            }
            file.unlink()

    @precondition(lambda self: self.sent)
    @rule(place=places, whole=some.booleans(), code=some.sampled_from(["AC04", "MS03", "AM05"]))
    def refuse(self, place: int, whole: bool, code: str) -> None:
        message, name, _ = self.pick(place) or ("", "", 0)
        take_answer(
            answer(message, group="RJCT", code=code) if whole else answer(message, {name: code}),
            NOW,
        )

    @precondition(lambda self: self.sent)
    @rule(place=places)
    def leave(self, place: int) -> None:
        """The bank pays one, unless it did."""
        _, name, amount = self.pick(place) or ("", "", 0)
        if not self.left[name]:
            self.left[name] += amount
            self.bank -= amount
            assert book(written([Line(self.key(), -amount, end_to_end=name)]), NOW).payouts == 1

    @precondition(lambda self: self.sent)
    @rule(place=places)
    def come_back(self, place: int) -> None:
        """It brings one back, unless it did; perhaps before it tells that it paid."""
        _, name, amount = self.pick(place) or ("", "", 0)
        if not self.back[name]:
            self.back[name] += amount
            self.bank += amount
            assert (
                book(
                    written([Line(self.key(), amount, end_to_end=name, returned="AC04")]), NOW
                ).payouts
                == 1
            )

    @precondition(lambda self: self.sent)
    @rule(place=places, amount=some.integers(-4_000, 4_000).filter(bool), back=some.booleans())
    def something_odd(self, place: int, amount: int, back: bool) -> None:
        """A line with our name on it that fits nothing."""
        _, name, right = self.pick(place) or ("", "", 0)
        if abs(amount) == right or (amount > 0 and not back):
            return
        self.bank += amount
        self.odd += amount
        line = Line(self.key(), amount, end_to_end=name, returned="AC04" if amount > 0 else "")
        assert book(written([line]), NOW).payouts == 0

    @rule(what=some.sampled_from([AGAIN, BACK_TO_CREDIT]), place=places)
    def decide(self, what: str, place: int) -> None:
        waiting = queries.came_back()["transfer"].to_list()
        if waiting:
            try:
                decide(
                    waiting[place % len(waiting)],
                    what,
                    by=GATHERER,
                    reason="a reason",
                    now=NOW + timedelta(1),
                )
            except Refused as refused:
                assert refused.refusal.code == "payout-same-account"

    @invariant()
    def the_books_are_the_pencils(self) -> None:
        assert balance(PAYOUTS) == queries.payable()
        assert balance(BANK) == self.bank
        assert balance(UNEXPLAINED) == -self.odd
        # What was given is to somebody's credit, payable, or has left and not come back.
        away = sum(self.left.values()) - sum(self.back.values())
        assert -balance(CREDIT) - balance(PAYOUTS) == self.given - away

    @invariant()
    def nobody_is_paid_twice(self) -> None:
        rows = store.rows(
            "SELECT o.id, count(*) FILTER (WHERE t.live), count(*) FROM payouts_order o"
            " JOIN payouts_transfer t ON t.order_id = o.id GROUP BY o.id"
        )
        assert all(live <= 1 for _, live, _ in rows)
        # At most one attempt at an order is out without a refusal or a return.
        out = store.rows(
            "SELECT order_id FROM payouts_transfer t JOIN payouts_batch b ON b.id = t.batch_id AND b.sent_at IS NOT NULL"
            " WHERE NOT EXISTS (SELECT FROM payouts_comeback c WHERE c.transfer_id = t.id)"
            " GROUP BY order_id HAVING count(*) > 1"
        )
        assert out == []


@pytest.mark.slow
def test_any_story_of_payouts(db: None) -> None:
    kept = configured.PAYOUT_OUTBOX, configured.PAYOUT_ACCOUNT
    try:
        run_state_machine_as_test(
            Payouts,
            settings=settings(
                max_examples=int(os.environ.get("STORIES", "10")),
                stateful_step_count=40,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        configured.PAYOUT_OUTBOX, configured.PAYOUT_ACCOUNT = kept
