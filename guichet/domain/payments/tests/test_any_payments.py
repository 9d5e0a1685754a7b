"""Whatever is billed, paid, told twice, taken back or assigned in whatever order, every halala is
where it belongs.
"""

from __future__ import annotations

import os
from datetime import date, timedelta

import polars as pl
import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from guichet.domain.contributions.statements import statement
from guichet.domain.contributions.waivers import waive
from guichet.domain.identity.staff import RECONCILE
from guichet.domain.identity.tests.staffing import acts
from guichet.domain.ledger.kinds import COLLECTIONS, PAYOUTS, SUSPENSE
from guichet.domain.ledger.queries import moved_by, trial_balance
from guichet.domain.payments import locks, queries
from guichet.domain.payments.allocation import settle
from guichet.domain.payments.assignment import assign
from guichet.domain.payments.credit_transfer import move
from guichet.domain.payments.presenting import presentment
from guichet.domain.payments.tests.notices_told import Notices, Told
from guichet.domain.payments.tests.world import (
    NOW,
    firm,
    notice,
    owe,
    part_back,
    post_penalty,
    receive,
    reverse,
)
from guichet.domain.payouts import commands as payouts
from guichet.engine import store
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db

MONTHS = [date(2026, m, 1) for m in (6, 7, 8, 9)]
FIRMS = 2
STAFF = 1
IBAN = "SA5480000000001000000008"
whose = some.integers(0, FIRMS - 1)
of_month = some.sampled_from(MONTHS)
amounts = some.integers(1, 700)
keys = some.integers(1, 12).map(str)
a_notice = some.tuples(keys, some.one_of(some.none(), whose), amounts)


class Payments(RuleBasedStateMachine):
    """What a bookkeeper with a pencil would hold, beside the books."""

    def __init__(self) -> None:
        super().__init__()
        self.mark = transaction.savepoint()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.mark)

    @initialize()
    def begin(self) -> None:
        self.firms = [firm(1_010_999_911 + n) for n in range(FIRMS)]
        self.charged = dict.fromkeys(self.firms, 0)
        self.told = Notices(self.firms)
        self.fines: dict[tuple[int, date], int] = {}  # charged
        self.waived: set[tuple[int, date]] = set()
        self.refunded: dict[str, int] = {}  # by reference
        self.paid: set[tuple[int, date]] = set()
        self.may_reopen: set[tuple[int, date]] = set()

    def _charge(self, number: int, amount: int) -> None:
        self.charged[number] += amount
        locks.accounts(pl.Series([number]))
        settle(pl.Series([number]), NOW, source="bill")  # as issuing does

    @rule(who=whose, month=of_month, amount=some.integers(-400, 600).filter(bool))
    def bill(self, who: int, month: date, amount: int) -> None:
        """A bill, or a difference of a later one in either direction."""
        number = self.firms[who]
        owe(number, month, amount)
        self.may_reopen = {(number, month)} if amount > 0 else set()
        self._charge(number, amount)

    @rule(who=whose, month=of_month, amount=amounts)
    def penalty(self, who: int, month: date, amount: int) -> None:
        number = self.firms[who]
        post_penalty(number, month, amount)
        self.may_reopen = set()
        self.fines[number, month] = self.fines.get((number, month), 0) + amount
        self._charge(number, amount)

    @rule(who=whose, month=of_month, amount=amounts)
    def let_go(self, who: int, month: date, amount: int) -> None:
        """A penalty is waived: once a month, and no more than was charged."""
        number, key = self.firms[who], (self.firms[who], month)
        self.may_reopen = set()
        row = pl.DataFrame(
            {"establishment": [number], "month": [month], "amount": [amount], "transaction": [1]}
        )
        if amount > self.fines.get(key, 0) or key in self.waived:
            with pytest.raises((store.WriteConflict, IntegrityError)), store.atomic():
                waive(row, NOW)
            return
        with store.atomic():
            waive(row, NOW)
        self.waived.add(key)
        self.charged[number] -= amount

    @rule(who=whose, amount=amounts)
    def move_credit(self, who: int, amount: int) -> None:
        """Credit goes to the other establishment, if there is as much."""
        source, target = self.firms[who], self.firms[1 - who]
        self.may_reopen = set()
        credit = int(queries.to_pay(pl.Series([source]))["credit"][0])
        row = pl.DataFrame(
            {"source": [source], "target": [target], "amount": [amount], "transaction": [1]}
        )
        if amount > credit:
            with pytest.raises(store.WriteConflict), store.atomic():
                move(row, NOW)
            return
        with store.atomic():
            move(row, NOW)
        self.charged[source] += amount
        self.charged[target] -= amount

    @rule(who=whose, amount=amounts, name=keys)
    def refund(self, who: int, amount: int, name: str) -> None:
        """Credit is paid out, if there is as much, and never twice by the same reference."""
        number = self.firms[who]
        self.may_reopen = set()
        credit = int(queries.to_pay(pl.Series([number]))["credit"][0])
        order = {
            "establishment": number,
            "person": None,
            "iban": IBAN,
            "amount": amount,
            "purpose": "credit-refund",
            "reference": f"refund-{name}",
            "transaction": 1,
        }
        rows = pl.DataFrame([order], schema=payouts.ORDER)
        if amount > credit or name in self.refunded:
            with pytest.raises((Refused, IntegrityError)), store.atomic():
                locks.accounts(pl.Series([number]))
                payouts.order(rows, NOW)
            return
        with store.atomic():
            locks.accounts(pl.Series([number]))
            payouts.order(rows, NOW)
        self.refunded[name] = amount
        self.charged[number] += amount

    @rule(told=some.lists(a_notice, min_size=1, max_size=4))
    def pay(self, told: list[Told]) -> None:
        """Some notices at once: new ones, the same again, others of the same key."""
        self.may_reopen = set()
        rows = [
            notice(None if w is None else self.firms[w], amount, key) for key, w, amount in told
        ]
        assert receive(*rows) == [self.told.expected(one) for one in told]

    @rule(key=keys)
    def take_back(self, key: str) -> None:
        counted = key in self.told.owner
        expected = "repeated" if key in self.told.back else "done" if counted else "early"
        number = self.told.owner.get(key)
        self.may_reopen = {(number, month) for month in MONTHS} if number else set()
        assert reverse(key) == [expected]
        self.told.back.add(key)
        if counted:
            del self.told.owner[key]

    @rule(key=keys, name=keys, amount=some.integers(1, 300))
    def take_back_a_part(self, key: str, name: str, amount: int) -> None:
        """The bank takes a part back: new, told again, told otherwise, before the payment, or more
        than is left.
        """
        number = self.told.owner.get(key)
        self.may_reopen = {(number, month) for month in MONTHS} if number else set()
        assert part_back(key, amount, name) == self.told.expected_part(key, name, amount)

    @rule(key=keys, who=whose)
    def find_owner(self, key: str, who: int) -> None:
        """Somebody of the staff says whose a payment in suspense is."""
        self.may_reopen = set()
        payment = store.value("SELECT id FROM payments_payment WHERE scheme_key = %(key)s", key=key)
        if payment is None:
            return
        if key in self.told.owner and self.told.owner[key] is None and self.told.counted()[key]:
            assign(
                payment,
                self.firms[who],
                by=acts(RECONCILE, account=STAFF),
                reason="letter",
                now=NOW,
            )
            self.told.owner[key] = self.firms[who]
            return
        with pytest.raises(Refused):
            assign(
                payment,
                self.firms[who],
                by=acts(RECONCILE, account=STAFF),
                reason="letter",
                now=NOW,
            )

    @rule()
    def present(self) -> None:
        """Bills are brought up to date; then they say what the accounts say."""
        self.may_reopen = set()
        presentment.present_moved(NOW)
        owed, shown = presentment.owed_and_shown()
        assert owed == shown

    @invariant()
    def every_halala_is_where_it_belongs(self) -> None:
        if not hasattr(self, "firms"):
            return
        counted, balance = (
            self.told.counted(),
            dict(trial_balance().select("kind", "balance").iter_rows()),
        )
        assert sum(balance.values()) == 0
        assert -balance.get(PAYOUTS, 0) == sum(self.refunded.values())
        assert balance.get(COLLECTIONS, 0) == sum(counted.values()) == queries.counted()
        assert moved_by(COLLECTIONS, ("payment", "reversal", "return")) == queries.counted()
        nobodys = sum(amount for key, amount in counted.items() if self.told.owner[key] is None)
        assert -balance.get(SUSPENSE, 0) == nobodys == int(queries.in_suspense()["amount"].sum())
        sums = queries.to_pay(pl.Series(self.firms))
        for number, contributions, penalties, credit in sums.select(
            "establishment", "contributions", "penalties", "credit"
        ).iter_rows():
            paid = sum(amount for key, amount in counted.items() if self.told.owner[key] == number)
            assert contributions + penalties - credit == self.charged[number] - paid
            assert not (credit > 0 and contributions + penalties > 0), "credit lies beside a debt"
            assert credit >= 0 or contributions + penalties >= 0
        self._statements_say_the_same(sums)

    def _statements_say_the_same(self, sums: pl.DataFrame) -> None:
        whole = {
            "establishment": self.firms,
            "since": [date(2020, 1, 1)] * FIRMS,
            "until": [NOW.date() + timedelta(1)] * FIRMS,
        }
        lines = statement(pl.DataFrame(whole))
        owed = pl.col("contributions") + pl.col("penalties") - pl.col("credit")
        for number, balance in sums.select("establishment", owed).iter_rows():
            mine = lines.filter(pl.col("establishment") == number)
            assert (int(mine["balance"][-1]) if mine.height else 0) == balance
            assert int((mine["debit"] - mine["credit"]).sum()) == balance

    @invariant()
    def a_paid_month_reopens_only_for_a_cause(self) -> None:
        if not hasattr(self, "firms"):
            return
        months = queries.months_of(pl.Series(self.firms))
        still = {
            (number, month)
            for number, month, left in months.select(
                "establishment", "month", "contributions"
            ).iter_rows()
            if left <= 0
        }
        assert (self.paid - still) <= self.may_reopen
        self.paid = still


@pytest.mark.slow
def test_any_story_of_bills_payments_and_reversals(db: None) -> None:
    run_state_machine_as_test(
        Payments,
        settings=settings(
            max_examples=int(os.environ.get("STORIES", "10")),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
