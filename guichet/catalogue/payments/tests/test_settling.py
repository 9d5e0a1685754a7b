"""Waivers and plans as services: once, whoever asks twice, and as the account stands on the day they are decided."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import polars as pl
import pytest
from django.db import connection

from guichet.domain.contributions.plans import plans_of
from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payments.queries import to_pay
from guichet.domain.payments.tests.world import notice, receive
from guichet.engine import ruling, store
from guichet.engine.actor import Actor
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.service import Outcome
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]
pytestmark = pytest.mark.django_db(transaction=True)
WAIVE, PLAN = "payments.waive_penalties", "payments.pay_in_instalments"


def ask(world: World, service: str, name: str = "debtor", **given: str) -> Answer:
    return perform(
        service, {"establishment": world.facts[name]} | given, world.context(service, "test")
    )


def approve(world: World, asked: Answer, days: int = 1) -> Answer:
    return ruling.rule(
        asked.transaction, approved=True, reason="Papers seen.", ruler=Actor(99, "clerk"), now=NOW + timedelta(days),
        actor_of=lambda number, name: world.context(WAIVE, "test").actor,
    )  # fmt: skip


def penalties(world: World, name: str = "debtor") -> int:
    return int(to_pay(pl.Series([int(world.facts[name])]))["penalties"][0])


def codes(answer: Answer) -> list[str]:
    return [finding.code for finding in answer.errors]


def test_the_same_penalty_asked_for_twice_with_two_reasons_is_waived_once(world: World) -> None:
    before = penalties(world)
    first, second = (
        ask(world, WAIVE, reason="bank"),
        ask(world, WAIVE, reason="illness", month="2026-08"),
    )
    assert {first.outcome, second.outcome} == {
        Outcome.REFERRED
    } and first.transaction != second.transaction
    assert approve(world, first).accepted
    assert codes(approve(world, second)) == ["waiver-given-before"]
    assert penalties(world) == before - before // 2
    assert codes(ask(world, WAIVE, reason="bank")) == ["waiver-given-before"]
    assert int(trial_balance()["balance"].sum()) == 0


def test_the_very_same_asking_while_it_waits_is_answered_with_the_first(world: World) -> None:
    first, second = (ask(world, WAIVE, reason="bank") for _ in range(2))
    assert second.repeated and second.reference == first.reference


def test_two_plans_asked_for_at_the_same_moment_are_one(world: World) -> None:
    def once(parts: str) -> tuple[str, bool]:
        try:
            answer = ask(world, PLAN, parts=parts, guarantee="none")
            return answer.outcome.value, answer.repeated
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        ends = list(pool.map(once, ["months-3", "months-3", "months-6"]))
    assert [end for end in ends if end == ("accepted", False)] == [("accepted", False)]
    assert plans_of(pl.Series([int(world.facts["debtor"])])).height == 1


def test_a_large_debt_is_divided_as_it_stands_on_the_day_of_the_approval(world: World) -> None:
    asked = ask(world, PLAN, "great_debtor", parts="months-12", guarantee="bank")
    number = int(world.facts["great_debtor"])
    assert asked.outcome is Outcome.REFERRED and plans_of(pl.Series([number])).is_empty()
    assert receive(notice(number, 40_000_000)) == ["accepted"]
    done = approve(world, asked)
    assert done.accepted and done.output["debt"] == "554000.00"
    whole = store.value("SELECT sum(amount)::bigint FROM contributions_instalment")
    assert whole == 55_400_000 == plans_of(pl.Series([number]))["debt"][0]


def test_what_is_paid_before_the_approval_needs_no_plan(world: World) -> None:
    asked = ask(world, PLAN, "great_debtor", parts="months-12", guarantee="bank")
    assert receive(notice(int(world.facts["great_debtor"]), 10**9)) == ["accepted"]
    assert codes(approve(world, asked)) == ["plan-nothing-overdue"]
