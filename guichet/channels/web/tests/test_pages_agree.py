"""The pages of the account say what the services answer: one truth, read by the same queries."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from guichet.channels.web.views import account
from guichet.engine.perform import perform
from guichet.lib.money import plain_amount
from tests.contract.fixtures import bodies, indebted, on_the_day, public_bodies_address, world
from tests.contract.world import World

__all__ = ["bodies", "indebted", "on_the_day", "public_bodies_address", "world"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def asked(world: World, key: str, firm: str) -> dict[str, Any]:
    """What a service answers when nothing is kept of the asking."""
    answer = perform(key, {"establishment": firm}, world.context(key, "web").rehearsal())
    assert answer.accepted, answer.errors
    return dict(answer.output)


@pytest.mark.parametrize("fact", ["debtor", "billed", "establishment"])
def test_what_is_due_and_which_months_are_unpaid(indebted: World, fact: str) -> None:
    firm = indebted.facts[fact]
    page, said = account.account_today(int(firm)), asked(indebted, "account.balance", firm)
    shown = [plain_amount(amount) for amount in (page.due, page.overdue, page.credit)]
    assert shown == [said["due"], said["overdue"], said["credit"]]
    assert said["next_due_on"] == (page.next_due_on.isoformat() if page.next_due_on else None)
    months = account._unpaid(pl.Series([int(firm)]), "en")  # noqa: SLF001
    lines = json.loads(asked(indebted, "payments.bill", firm)["months"])
    assert [m["key"] for m in months] == [line["month"] for line in lines]


def test_how_a_plan_stands_and_what_comes_next(indebted: World) -> None:
    firm, key = indebted.facts["debtor"], "payments.pay_in_instalments"
    assert account._plan(pl.Series([int(firm)]), "en") is None  # noqa: SLF001
    assert asked(indebted, "payments.instalment_plan", firm)["state"] == "none"
    given = {"establishment": firm, "parts": "months-3", "guarantee": "none"}
    assert perform(key, given, indebted.context(key, "web")).accepted
    page, said = account._plan(pl.Series([int(firm)]), "en"), asked(indebted, "payments.instalment_plan", firm)  # noqa: SLF001
    assert page is not None and page["kept"] is (said["state"] == "kept")
    assert plain_amount(page["left"]) == said["next_amount"]
