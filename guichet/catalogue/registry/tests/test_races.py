"""Two askings of one fact at the same moment: one effect, whoever is first."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from demo.population import a_living
from guichet.catalogue.registry.tests.conftest import World
from guichet.catalogue.registry.tests.test_workers import codes, known
from guichet.domain.registry import histories

T = TypeVar("T")
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*askings: Callable[[], T]) -> list[T]:
    """Ask from as many connections, all starting together."""
    gate = Barrier(len(askings))

    def run(asking: Callable[[], T]) -> T:
        try:
            gate.wait()
            return asking()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(askings)) as pool:
        return list(pool.map(run, askings))


def test_the_same_joining_from_four_places_registers_once(world: World) -> None:
    given = {"worker": world.new_citizen, "started_on": "2026-11-22", "basic": "8000"}
    answers = at_once(*[lambda: world.ask("register_worker", **given)] * 4)
    assert all(answer.accepted for answer in answers)
    assert len({answer.reference for answer in answers}) == 1
    assert histories.periods_of(world.new_citizen).height == 1


def test_two_joinings_that_contradict_leave_one_and_refuse_the_other(world: World) -> None:
    answers = at_once(
        lambda: world.ask(
            "register_worker", worker=world.new_citizen, started_on="2026-11-22", basic="8000"
        ),
        lambda: world.ask(
            "register_worker", worker=world.new_citizen, started_on="2026-11-20", basic="8000"
        ),
    )
    assert sorted(answer.accepted for answer in answers) == [False, True]
    (refused,) = [answer for answer in answers if not answer.accepted]
    assert codes(refused) == {"worker-already-registered"}


def test_two_wages_for_one_month_are_two_versions(world: World) -> None:
    given = {"worker": world.worker, "month": "2026-11"}
    answers = at_once(
        lambda: world.ask("change_wage", basic="9000", **given),
        lambda: world.ask("change_wage", basic="9500", **given),
    )
    assert all(answer.accepted for answer in answers)
    engagement = int(str(known(world, world.worker)["engagement_id"]))
    assert histories.wage_history(engagement)["version"].to_list() == [2, 1, 1]


def test_two_ends_of_one_engagement_leave_the_first(world: World) -> None:
    given = {"worker": world.worker, "reason": "resignation"}
    answers = at_once(
        lambda: world.ask("end_engagement", ended_on="2026-11-20", **given),
        lambda: world.ask("end_engagement", ended_on="2026-11-21", **given),
    )
    assert sorted(answer.accepted for answer in answers) == [False, True]


def test_two_batches_entering_the_same_people_in_opposite_order_both_finish(world: World) -> None:
    rows: list[dict[str, object]] = [
        {"worker": a_living(n), "started_on": "2026-11-01", "basic": "6000"} for n in range(20, 120)
    ]
    first, second = at_once(
        lambda: world.ask_all("register_worker", rows),
        lambda: world.ask_all("register_worker", rows[::-1]),
    )
    assert [a.reference for a in first] == [a.reference for a in reversed(second)]


def test_a_wage_racing_a_transfer_goes_along_or_is_refused_and_is_never_lost(world: World) -> None:
    wage, moved = at_once(
        lambda: world.ask("change_wage", worker=world.worker, month="2026-11", basic="9999"),
        lambda: world.ask(
            "transfer_worker", worker=world.worker, target=world.branch, moved_on="2026-11-22"
        ),
    )
    assert moved.accepted
    here, there = known(world, world.worker), known(world, world.worker, world.branch)
    # First the transfer: the wage is one of the closed period, for the month it still touches.
    first_the_wage = there["wage_basic"] == 999_900
    first_the_transfer = there["wage_basic"] == 800_000 and (
        not wage.accepted or here["wage_basic"] == 999_900
    )
    assert first_the_wage or first_the_transfer
    assert str(moved.output["basic"]) == ("9999.00" if first_the_wage else "8000.00")
