"""Objections as a service: referred, seen while they wait, decided once, and what was paid
meanwhile comes back.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from guichet.domain.contributions.penalties import charge_penalties
from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payments.queries import to_pay
from guichet.domain.payments.tests.world import notice, receive
from guichet.engine import decisions, referrals
from guichet.engine.actor import Actor, Assurance
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform, perform_many
from guichet.engine.service import Outcome
from tests.contract.fixtures import bodies, indebted, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, World

__all__ = ["bodies", "indebted", "on_the_day", "public_bodies_address", "world"]
pytestmark = pytest.mark.django_db(transaction=True)
OBJECT, CERTIFICATE = "payments.object_to_bill", "certificates.compliance"
BILL = 215_000


def ask(indebted: World, days: int = 0, **given: str) -> Answer:
    context = indebted.context(OBJECT, "test")
    rows = {
        "establishment": indebted.facts["billed"],
        "month": "2026-10",
        "reason": "twice",
    } | given
    object.__setattr__(context, "now", NOW + timedelta(days))
    return perform(OBJECT, rows, context)


def rule(indebted: World, asked: Answer, *, approved: bool = True, days: int = 1) -> Answer:
    return decisions.rule(
        asked.transaction,
        approved=approved,
        reason="Papers seen.",
        ruler=Actor(9_000_000_099, "clerk", assurance=Assurance.SECOND_FACTOR),
        now=NOW + timedelta(days),
        actor_of=lambda number, name: indebted.context(OBJECT, "test").actor,
        rights=[f"decide:{OBJECT}"],
    )


def owed(indebted: World) -> tuple[int, int, int]:
    found = to_pay(pl.Series([int(indebted.facts["billed"])]))
    return found.select("contributions", "penalties", "credit").row(0)


def codes(answer: Answer) -> list[str]:
    return [finding.code for finding in answer.errors]


def test_it_says_what_to_pay_on_account_and_moves_nothing_until_it_is_decided(
    indebted: World,
) -> None:
    before = owed(indebted)
    asked = ask(indebted, amount="150.50")
    assert asked.outcome is Outcome.REFERRED
    (said,) = asked.errors
    # July is older and unpaid, and is paid first.
    by = (NOW + timedelta(days=10)).date().isoformat()  # the day staff have until
    assert said.values == {"amount": "150.50", "on_account": f"{2 * BILL // 100}.00", "by": by}
    assert owed(indebted) == before
    (case,) = referrals.filed(OBJECT, [int(indebted.facts["billed"])])
    assert case.due_at is not None and case.approved is None
    # What it comes to is on record with it, and is no sentence to be taken apart.
    assert case.answer.supposed and case.answer.output["disputed"] == "150.50"


def test_a_right_objection_comes_back_as_credit_where_it_was_paid_on_account(
    indebted: World,
) -> None:
    asked = ask(indebted)
    firm = int(indebted.facts["billed"])
    charge_penalties(NOW, pl.Series([firm]))
    receive(notice(firm, sum(owed(indebted)[:2])))
    assert owed(indebted) == (0, 0, 0)
    done = rule(indebted, asked)
    # October was late since the sixteenth of November: its penalty comes back too.
    assert done.accepted and owed(indebted) == (0, 0, BILL + BILL * 2 // 100)
    assert done.output["disputed"] == "2150.00"
    assert int(trial_balance()["balance"].sum()) == 0
    (case,) = referrals.filed(OBJECT, [int(indebted.facts["billed"])])
    assert case.approved is True and case.reason == "Papers seen."
    assert codes(ask(indebted)) == ["objection-taken-back-before"]


def test_a_wrong_one_is_declined_with_the_reason_and_nothing_moves(indebted: World) -> None:
    before, asked = owed(indebted), ask(indebted)
    assert codes(rule(indebted, asked, approved=False)) == ["declined-by-a-person"]
    (case,) = referrals.filed(OBJECT, [int(indebted.facts["billed"])])
    assert case.approved is False and owed(indebted) == before


def test_filed_in_time_it_is_decided_after_the_last_day(indebted: World) -> None:
    asked = ask(indebted)
    assert codes(ask(indebted, days=42, worker=indebted.facts["billed_worker"])) == [
        "objection-too-late"
    ]
    assert rule(indebted, asked, days=60).accepted


def test_the_same_bill_with_another_reason_waits_for_the_first_decision(indebted: World) -> None:
    first = ask(indebted)
    again = ask(indebted, reason="rate")
    assert codes(again) == ["objection-waits-already"]
    assert first.reference in again.errors[0].sentence("en")
    worker = ask(indebted, worker=indebted.facts["billed_worker"])
    assert worker.outcome is Outcome.REFERRED
    assert rule(indebted, first).accepted
    # The worker's line was a part of the whole bill.
    assert codes(rule(indebted, worker)) == ["objection-taken-back-before"]
    assert [case.approved for case in referrals.filed(OBJECT, [int(indebted.facts["billed"])])] == [
        False,
        True,
    ]


def test_many_at_once_each_see_their_own_line(indebted: World) -> None:
    firm = indebted.facts["billed"]
    rows = [
        {
            "establishment": firm,
            "month": "2026-10",
            "reason": "wage",
            "worker": indebted.facts["billed_worker"],
            "amount": "1",
        },
        {
            "establishment": firm,
            "month": "2026-10",
            "reason": "wage",
            "worker": indebted.facts["worker"],
        },
        {"establishment": firm, "month": "2026-13", "reason": "wage"},
        {"establishment": firm, "month": "2026-10", "reason": "wage", "amount": "0"},
    ]
    first, second, third, fourth = perform_many(OBJECT, rows, indebted.context(OBJECT, "test"))
    assert first.outcome is Outcome.REFERRED and first.errors[0].values["amount"] == "1.00"
    assert codes(second) == ["objection-nothing-charged"]
    assert codes(third) == ["month-invalid"] and codes(fourth)


def test_the_certificate_waits_for_the_money_and_not_for_the_decision(indebted: World) -> None:
    """Of the billed establishment alone: the others of its owner are late by themselves."""
    ask(indebted)
    context = indebted.context(CERTIFICATE, "test")
    given = {"establishment": indebted.facts["billed"]}
    assert "compliance-something-due" in codes(perform(CERTIFICATE, given, context))
    for name in ("billed", "debtor", "great_debtor", "let_off"):
        receive(notice(int(indebted.facts[name]), 10**10, name))
    assert perform(CERTIFICATE, given, context).accepted
