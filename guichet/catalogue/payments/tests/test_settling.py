"""Waivers and plans as services: once, whoever asks twice, and as the account stands on the day
they are decided.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import polars as pl
import pytest
from django.db import connection

from guichet.domain.contributions.penalties import charge_penalties
from guichet.domain.contributions.plans import plans_of
from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payments.queries import to_pay
from guichet.domain.payments.tests.world import notice, receive
from guichet.engine import decisions, store
from guichet.engine.actor import Actor, Assurance
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.refusal import Refused
from guichet.engine.service import Outcome
from tests.contract.fixtures import bodies, indebted, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, World

__all__ = ["bodies", "indebted", "on_the_day", "public_bodies_address", "world"]
pytestmark = pytest.mark.django_db(transaction=True)
WAIVE, PLAN = "payments.waive_penalties", "payments.pay_in_instalments"


def ask(indebted: World, service: str, name: str = "debtor", **given: str) -> Answer:
    return perform(
        service, {"establishment": indebted.facts[name]} | given, indebted.context(service, "test")
    )


def approve(indebted: World, asked: Answer, days: int = 1) -> Answer:
    return decisions.rule(
        asked.transaction,
        approved=True,
        reason="Papers seen.",
        ruler=Actor(9_000_000_099, "clerk", assurance=Assurance.SECOND_FACTOR),
        now=NOW + timedelta(days),
        actor_of=lambda number, name: indebted.context(WAIVE, "test").actor,
        rights=[f"decide:{asked.service.key}"],
    )


def penalties(indebted: World, name: str = "debtor") -> int:
    return int(to_pay(pl.Series([int(indebted.facts[name])]))["penalties"][0])


def codes(answer: Answer) -> list[str]:
    return [finding.code for finding in answer.errors]


def test_the_same_penalty_asked_for_twice_with_two_reasons_is_waived_once(indebted: World) -> None:
    before = penalties(indebted)
    first, second = (
        ask(indebted, WAIVE, reason="bank"),
        ask(indebted, WAIVE, reason="illness", month="2026-08"),
    )
    assert {first.outcome, second.outcome} == {
        Outcome.REFERRED
    } and first.transaction != second.transaction
    assert approve(indebted, first).accepted
    assert codes(approve(indebted, second)) == ["waiver-given-before"]
    assert penalties(indebted) == before - before // 2
    assert codes(ask(indebted, WAIVE, reason="bank")) == ["waiver-given-before"]
    assert int(trial_balance()["balance"].sum()) == 0


def test_the_very_same_asking_while_it_waits_is_answered_with_the_first(indebted: World) -> None:
    first, second = (ask(indebted, WAIVE, reason="bank") for _ in range(2))
    assert second.repeated and second.reference == first.reference


def test_two_plans_asked_for_at_the_same_moment_are_one(indebted: World) -> None:
    def once(parts: str) -> tuple[str, bool]:
        try:
            answer = ask(indebted, PLAN, parts=parts, guarantee="none")
            return answer.outcome.value, answer.repeated
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        ends = list(pool.map(once, ["months-3", "months-3", "months-6"]))
    assert [end for end in ends if end == ("accepted", False)] == [("accepted", False)]
    assert plans_of(pl.Series([int(indebted.facts["debtor"])])).height == 1


def test_a_large_debt_is_divided_as_it_stands_on_the_day_of_the_approval(indebted: World) -> None:
    asked = ask(indebted, PLAN, "great_debtor", parts="months-12", guarantee="bank")
    number = int(indebted.facts["great_debtor"])
    assert asked.outcome is Outcome.REFERRED and plans_of(pl.Series([number])).is_empty()
    assert receive(notice(number, 40_000_000)) == ["accepted"]
    done = approve(indebted, asked)
    assert done.accepted and done.output["debt"] == "554000.00"
    whole = store.value("SELECT sum(amount)::bigint FROM contributions_instalment")
    assert whole == 55_400_000 == plans_of(pl.Series([number]))["debt"][0]


def test_what_is_paid_before_the_approval_needs_no_plan(indebted: World) -> None:
    asked = ask(indebted, PLAN, "great_debtor", parts="months-12", guarantee="bank")
    assert receive(notice(int(indebted.facts["great_debtor"]), 10**9)) == ["accepted"]
    assert codes(approve(indebted, asked)) == ["plan-nothing-overdue"]


BEYOND = "payments.waive_beyond"


def board(
    indebted: World, asked: Answer, *, approved: bool = True, rights: tuple[str, ...] = ("board",)
) -> Answer:
    return decisions.rule(
        asked.transaction,
        approved=approved,
        reason="The Board has met.",
        ruler=Actor(9_000_000_099, "clerk", assurance=Assurance.SECOND_FACTOR),
        now=NOW + timedelta(1),
        actor_of=lambda number, name: indebted.context(BEYOND, "test").actor,
        rights=rights,
    )


def test_the_board_lets_go_of_what_the_governor_could_not_and_once(indebted: World) -> None:
    whole = penalties(indebted)
    first = ask(indebted, WAIVE, reason="disaster")
    assert codes(ask(indebted, BEYOND, month="2026-08", reason="disaster")) == [
        "beyond-not-waived-yet"
    ]
    assert approve(indebted, first).accepted
    asked = ask(indebted, BEYOND, month="2026-08", reason="disaster")
    assert asked.outcome is Outcome.REFERRED and penalties(indebted) == whole - whole // 2
    done = board(indebted, asked)
    assert done.accepted and done.output["amount"] == f"{(whole - whole // 2) / 100:.2f}"
    assert penalties(indebted) == 0 and int(trial_balance()["balance"].sum()) == 0
    assert codes(ask(indebted, BEYOND, month="2026-08", reason="bank")) == ["beyond-nothing-left"]
    charge_penalties(NOW + timedelta(1), pl.Series([int(indebted.facts["debtor"])]))
    assert penalties(indebted) == 0


@pytest.mark.parametrize("approved", [True, False])
def test_nobody_else_rules_for_the_board(indebted: World, approved: bool) -> None:
    asked = ask(indebted, BEYOND, "let_off", month="2026-08", reason="bank")
    before = penalties(indebted, "let_off")
    for rights in ((), ("counter",)):
        with pytest.raises(Refused) as caught:
            board(indebted, asked, approved=approved, rights=rights)
        assert caught.value.refusal.code == "case-of-a-higher-level"
    assert penalties(indebted, "let_off") == before
    assert board(indebted, asked, approved=approved).accepted is approved


def test_what_was_approved_twice_at_two_desks_is_let_go_once(indebted: World) -> None:
    first = ask(indebted, BEYOND, "let_off", month="2026-08", reason="bank")
    second = ask(indebted, BEYOND, "let_off", month="2026-08", reason="illness")
    assert board(indebted, first).accepted
    assert codes(board(indebted, second)) == ["beyond-nothing-left"]
    assert penalties(indebted, "let_off") == 0


def test_a_plan_that_a_person_decides_shows_its_parts_before_it_is_sent(indebted: World) -> None:
    given = indebted.filled(
        {"establishment": "{great_debtor}", "parts": "months-12", "guarantee": "bank"}
    )
    answer = perform(PLAN, given, indebted.context(PLAN, "web").rehearsal())
    assert answer.outcome.value == "referred"
    parts = json.loads(answer.output["schedule"] or "[]")
    assert len(parts) == 12 and all(part["due_on"] and part["amount"] for part in parts)
