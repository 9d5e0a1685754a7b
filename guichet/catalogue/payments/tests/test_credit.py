"""Credit leaves once: what two people send away at the same moment, one of them has not."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest
from django.db import connection

from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payments.queries import to_pay
from guichet.engine import decisions, store
from guichet.engine.actor import Actor, Assurance
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform, perform_many
from guichet.engine.service import Outcome
from tests.contract.fixtures import bodies, indebted, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, World

__all__ = ["bodies", "indebted", "on_the_day", "public_bodies_address", "world"]
pytestmark = pytest.mark.django_db(transaction=True)
MOVE, REFUND, CHANGE = (
    "payments.move_credit",
    "payments.refund_credit",
    "account.change_establishment_bank_account",
)
CREDIT = 60_000


def ask(indebted: World, service: str, **given: str) -> Answer:
    facts = {name: text.format_map(indebted.facts) for name, text in given.items()}
    return perform(service, facts, indebted.context(service, "test"))


def credit(indebted: World, name: str = "credited") -> int:
    return int(to_pay(pl.Series([int(indebted.facts[name])]))["credit"][0])


def owed(indebted: World) -> int:
    return int(to_pay(pl.Series([int(indebted.facts["debtor"])]))["to_pay"][0])


def test_what_is_moved_pays_what_the_other_owes(indebted: World) -> None:
    before = owed(indebted)
    moved = ask(indebted, MOVE, establishment="{credited}", to="{debtor}", amount="100.01")
    assert moved.output == {"moved": "100.01", "left": "499.99"}
    assert (credit(indebted), owed(indebted)) == (CREDIT - 10_001, before - 10_001)
    assert int(trial_balance()["balance"].sum()) == 0


def test_rows_of_one_call_have_no_more_than_the_credit_together(indebted: World) -> None:
    firm, to = indebted.facts["credited"], ("debtor", "great_debtor", "foreign_establishment")
    rows = [{"establishment": firm, "to": indebted.facts[name], "amount": "250"} for name in to]
    answers = perform_many(MOVE, rows, indebted.context(MOVE, "test"))
    assert [a.outcome.value for a in answers] == ["accepted", "accepted", "refused"]
    assert credit(indebted) == CREDIT - 50_000


@pytest.mark.parametrize("second", [MOVE, REFUND])
def test_of_two_who_spend_it_at_the_same_moment_one_is_refused(
    indebted: World, second: str
) -> None:
    def once(service: str) -> str:
        given: Mapping[str, str] = {"to": "{debtor}"} if service == MOVE else {}
        try:
            return ask(indebted, service, establishment="{credited}", **given).outcome.value
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        ends = sorted(pool.map(once, [REFUND, second]))
    assert ends == ["accepted", "refused"]
    assert credit(indebted) == 0 and int(trial_balance()["balance"].sum()) == 0


def test_a_refund_to_a_new_account_waits_for_a_person_and_goes_to_the_account_of_that_day(
    indebted: World,
) -> None:
    assert ask(indebted, CHANGE, establishment="{credited}", iban="{credited_iban}").accepted
    asked = ask(indebted, REFUND, establishment="{credited}")
    assert asked.outcome is Outcome.REFERRED and credit(indebted) == CREDIT
    done = decisions.rule(
        asked.transaction,
        approved=True,
        reason="The owner was called back.",
        ruler=Actor(9_000_000_099, "clerk", assurance=Assurance.SECOND_FACTOR),
        now=NOW,
        actor_of=lambda number, name: indebted.context(REFUND, "test").actor,
        rights=[f"decide:{REFUND}"],
    )
    assert done.accepted and done.output["iban"] == indebted.facts["credited_iban"]
    assert credit(indebted) == 0
    refunds = "SELECT iban, amount, transaction FROM payouts_order WHERE transaction > 0"
    ordered = store.rows(refunds)
    assert ordered == [(indebted.facts["credited_iban"], CREDIT, done.transaction)]
