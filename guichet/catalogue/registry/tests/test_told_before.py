"""What is told before signing is what comes of it: whose number it is, what stood there, and what
the bill will say.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from guichet.catalogue.registry.tests.conftest import World
from guichet.domain.contributions.commands import run_bills
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.engine.outcome import Answer
from guichet.lib.months import add_months

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
Given = Callable[[World], tuple[str, int, dict[str, object]]]


def _joining(world: World, day: str) -> tuple[str, int, dict[str, object]]:
    given = {"worker": world.new_citizen, "started_on": day, "basic": "8000", "housing": "2000"}
    return "register_worker", world.new_citizen, given


def _wage(
    world: World, month: str, basic: str, **more: object
) -> tuple[str, int, dict[str, object]]:
    return (
        "change_wage",
        world.worker,
        {"worker": world.worker, "month": month, "basic": basic, **more},
    )


def _leaving(world: World, day: str) -> tuple[str, int, dict[str, object]]:
    return (
        "end_engagement",
        world.worker,
        {"worker": world.worker, "ended_on": day, "reason": "resignation"},
    )


def _correcting(world: World, **given: object) -> tuple[str, int, dict[str, object]]:
    worker = world.recent_worker if "day" in given else world.worker
    return "correct_engagement", worker, {"worker": worker, **given}


ASKED: dict[str, tuple[Given, date]] = {
    "joins this month": (lambda w: _joining(w, "2026-11-22"), NOVEMBER),
    "joins next month": (lambda w: _joining(w, "2026-12-10"), DECEMBER),
    "a rise this month": (lambda w: _wage(w, "2026-11", "12500", housing="3000"), NOVEMBER),
    "a rise next month": (lambda w: _wage(w, "2026-12", "12500"), DECEMBER),
    "a fall": (lambda w: _wage(w, "2026-11", "7000", housing="0"), NOVEMBER),
    "leaves this month": (lambda w: _leaving(w, "2026-11-10"), NOVEMBER),
    "leaves next month": (lambda w: _leaving(w, "2026-12-10"), DECEMBER),
    "left last month": (lambda w: _leaving(w, "2026-10-25"), NOVEMBER),
    "a wage corrected": (
        lambda w: _correcting(w, what="wage", month="2026-11", basic="9100"),
        NOVEMBER,
    ),
    "a first day corrected": (
        lambda w: _correcting(w, what="started_on", day="2026-11-15"),
        NOVEMBER,
    ),
}


def _billed(worker: int, month: date) -> int:
    """What the bill of the month says of the worker, in halalas."""
    run_bills(month, datetime(*add_months(month, 1).timetuple()[:2], 2, 9).astimezone())
    return int(
        store.value(
            "SELECT coalesce(sum(c.total), 0) FROM contributions_contribution c"
            " JOIN registry_engagement e ON e.id = c.engagement JOIN registry_person p ON p.id = e.person_id"
            " WHERE p.identifier = %(worker)s AND c.month = %(month)s",
            worker=worker,
            month=month,
        )
    )


@pytest.mark.parametrize("kind", ASKED)
def test_the_contribution_told_is_the_one_billed(world: World, kind: str) -> None:
    asked, month = ASKED[kind]
    service, worker, given = asked(world)
    told = world.ask(service, dry_run=True, **given)
    assert told.accepted, told
    assert world.ask(service, **given).accepted
    assert told.changes["contribution_due"] == _billed(worker, month), kind


@pytest.mark.parametrize("kind", [k for k in ASKED if not k.startswith("joins")])
def test_the_contribution_of_before_is_the_one_that_would_have_been_billed(
    world: World, kind: str
) -> None:
    asked, month = ASKED[kind]
    service, worker, given = asked(world)
    told = world.ask(service, dry_run=True, **given)
    assert told.changes["contribution_before"] == _billed(worker, month), kind


def test_of_who_has_another_employer_no_contribution_is_told_that_the_bill_would_not_say(
    world: World,
) -> None:
    seeds.engage(world.foreign_establishment, world.worker)
    service, _, given = _wage(world, "2026-11", "40000")
    told = world.ask(service, dry_run=True, **given)
    assert told.accepted and "contribution_due" not in told.changes
    assert told.changes["wages_up"] == 1 and told.output["previous_basic"] == "8000.00"


def _named(answer: Answer) -> tuple[str | None, str | None]:
    return answer.output.get("name_ar"), answer.output.get("name_latin")


@pytest.mark.parametrize("kind", [*ASKED, "moves"])
def test_before_and_after_the_worker_is_named(world: World, kind: str) -> None:
    if kind == "moves":
        service, worker, given = (
            "transfer_worker",
            world.worker,
            {
                "worker": world.worker,
                "target": world.branch,
                "moved_on": "2026-11-22",
            },
        )
    else:
        service, worker, given = ASKED[kind][0](world)
    told = world.ask(service, dry_run=True, **given)
    done = world.ask(service, **given)
    known = store.rows(
        "SELECT name_ar, name_latin FROM registry_person WHERE identifier = %(n)s", n=worker
    )[0]
    assert known[0] and _named(done) == known
    if (
        service != "register_worker"
    ):  # a stranger's name before is told within the budget of look-ups (tests/doors)
        assert _named(told) == known


def test_rows_of_a_file_are_told_by_their_own_columns(world: World) -> None:
    rows = [
        _wage(world, "2026-11", "12500")[2],
        {"worker": world.recent_worker, "month": "2026-11", "basic": "9000"},
    ]
    assert [_named(a) for a in world.ask_all("change_wage", rows)] == [(None, None)] * 2


def test_nobody_is_named_who_does_not_work_here(world: World) -> None:
    service, _, given = _wage(world, "2026-11", "9000")
    told = world.ask(service, dry_run=True, **(given | {"worker": world.new_citizen}))
    assert not told.accepted and _named(told) == (None, None)


def test_who_joined_at_an_age_that_branches_are_closed_to_is_told_what_the_bill_says(
    world: World,
) -> None:
    older = world.new_citizen
    seeds.people(older, born=date(1960, 1, 1))
    seeds.engage(world.establishment, older, since=date(2026, 9, 1))
    told = world.ask("change_wage", dry_run=True, worker=older, month="2026-11", basic="9000")
    assert told.accepted, told
    assert 0 < told.changes["contribution_before"] == _billed(older, NOVEMBER)


def test_of_who_left_and_came_back_in_the_month_nothing_is_told_that_the_bill_would_not_say(
    world: World,
) -> None:
    assert world.ask(
        "end_engagement", worker=world.worker, ended_on="2026-11-05", reason="resignation"
    ).accepted
    again = {"worker": world.worker, "started_on": "2026-11-15", "basic": "60000"}
    told = world.ask("register_worker", dry_run=True, **again)
    assert told.accepted and "contribution_due" not in told.changes


def test_a_refused_row_names_nobody(world: World) -> None:
    refused = world.ask(
        "change_wage", dry_run=True, worker=world.worker, month="2020-01", basic="9000"
    )
    assert not refused.accepted and _named(refused) == (None, None)
