"""The pension certificate: what is paid this month, of whom it is asked for, and nothing that
ended.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from guichet.domain.benefits import commands as benefits
from guichet.domain.benefits.queries import PENSION
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]
pytestmark = pytest.mark.django_db


def ask(world: World) -> Answer:
    """The worker asks for their own."""
    given = {"person": world.facts["worker"]}
    return perform("certificates.pension", given, world.context("certificates.pension", "web"))


def test_all_pensions_of_the_month_are_on_it_with_their_sum(world: World) -> None:
    more = {
        "person": int(world.facts["worker"]),
        "kind": "old-age",
        "monthly": 125_050,
        "paid_from": date(2026, 11, 1),
        "paid_till": None,
        "award": "A2",
    }
    benefits.enter(pl.DataFrame([more], schema=PENSION), NOW)
    answer = ask(world)
    assert answer.accepted, [f.sentence("en") for f in answer.errors]
    assert answer.output["total"] == "4250.50"
    assert "1250.50" in answer.output["pensions"] and "3000.00" in answer.output["pensions"]


def test_a_pension_that_ended_is_not_certified(world: World) -> None:
    benefits.end("A1", date(2026, 10, 1), "died", NOW)
    assert [f.code for f in ask(world).errors] == ["no-pension-in-payment"]
