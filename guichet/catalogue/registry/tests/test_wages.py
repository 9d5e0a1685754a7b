"""Wages and corrections: history, deadlines, who may reach into the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from guichet.catalogue.registry.tests.conftest import World
from guichet.catalogue.registry.tests.test_workers import codes, known
from guichet.domain.registry import histories
from guichet.engine.actor import Segment
from guichet.engine.outcome import Answer

NAMED = {"name_ar": "محمد", "name_latin": "Mohammed"}  # whom the one row is about


def change(world: World, **given: object) -> Answer:
    """Change the worker's wage from this month."""
    return world.ask(
        "change_wage", **{"worker": world.worker, "month": "2026-11", "basic": "9000"} | given
    )


def correct(world: World, what: str, **given: object) -> Answer:
    """Correct something about the worker."""
    return world.ask("correct_engagement", **{"worker": world.worker, "what": what} | given)


def history(world: World, worker: int | None = None) -> list[tuple[object, ...]]:
    """Month, version, basic and housing, the newest first."""
    engagement = known(world, worker or world.worker)["engagement_id"]
    return histories.wage_history(int(str(engagement))).drop("transaction").rows()


def as_staff(world: World) -> World:
    """The same world, asked by the institution's own staff."""
    actor = replace(world.context.actor, segments=frozenset({Segment.STAFF}))
    return replace(world, context=replace(world.context, actor=actor))


def test_a_change_is_added_and_housing_left_out_stays(world: World) -> None:
    answer = change(world)
    assert answer.output == {**NAMED, "previous_basic": "8000.00", "previous_housing": "2000.00"}
    assert history(world) == [
        (date(2026, 11, 1), 1, 900_000, 200_000),
        (date(2024, 3, 1), 1, 800_000, 200_000),
    ]


def test_a_second_change_of_a_month_is_a_second_version(world: World) -> None:
    change(world)
    change(world, basic="9500", housing="0")
    assert history(world)[:2] == [
        (date(2026, 11, 1), 2, 950_000, 0),
        (date(2026, 11, 1), 1, 900_000, 200_000),
    ]


def test_a_wage_already_in_force_is_the_first_receipt_again(world: World) -> None:
    first = change(world)
    assert (
        change(world, month="11/2026", basic="9,000", housing="2000").reference == first.reference
    )
    # It is in force next month too, so nothing changes then either.
    assert change(world, month="2026-12").reference == first.reference
    assert len(history(world)) == 2


def test_a_wage_brought_over_has_no_receipt_and_gets_one(world: World) -> None:
    answer = change(world, basic="8000")
    assert answer.accepted
    assert not answer.repeated


def test_a_wage_halved_is_taken_with_a_warning(world: World) -> None:
    assert codes(change(world, basic="2900")) == {"wage-dropped-sharply"}


def test_months_outside_the_engagement_are_refused(world: World) -> None:
    world.ask("end_engagement", worker=world.worker, ended_on="2026-11-20", reason="resignation")
    assert codes(change(world, month="2026-12")) == {"month-after-engagement"}
    assert codes(change(world, month="2024-02")) == {"month-before-engagement"}


def test_a_past_month_is_closed_to_the_employer_and_open_to_the_institution(world: World) -> None:
    assert codes(change(world, month="2026-10")) == {"wage-month-closed"}
    given = {"month": "2026-08", "basic": "8800"}
    assert codes(correct(world, "wage", **given)) == {"correction-deadline-passed"}
    answer = correct(as_staff(world), "wage", **given)
    assert answer.accepted
    assert answer.output == {
        **NAMED,
        "previous_basic": "8000.00",
        "previous_housing": "2000.00",
        "previous_day": None,
    }
    # August alone was wrong: what it said before goes on from September.
    assert history(world) == [
        (date(2026, 9, 1), 1, 800_000, 200_000),
        (date(2026, 8, 1), 1, 880_000, 200_000),
        (date(2024, 3, 1), 1, 800_000, 200_000),
    ]


def test_two_past_months_corrected_at_once_do_not_collide(world: World) -> None:
    staff = as_staff(world)
    row = {"worker": world.worker, "what": "wage"}
    answers = staff.ask_all(
        "correct_engagement",
        [row | {"month": "2026-08", "basic": "8800"}, row | {"month": "2026-09", "basic": "8900"}],
    )
    assert all(answer.accepted for answer in answers)
    assert [line[:3] for line in history(world)][:3] == [
        (date(2026, 10, 1), 1, 800_000),
        (date(2026, 9, 1), 1, 890_000),
        (date(2026, 8, 1), 1, 880_000),
    ]


def test_joining_earlier_carries_the_first_wage_back(world: World) -> None:
    worker = world.recent_worker
    first = correct(world, "started_on", worker=worker, day="2026-09-20")
    assert first.output == {
        **NAMED,
        "previous_basic": None,
        "previous_housing": None,
        "previous_day": "2026-11-01",
    }
    assert known(world, worker)["since"] == date(2026, 9, 20)
    assert [line[0] for line in history(world, worker)] == [date(2026, 11, 1), date(2026, 9, 1)]
    assert (
        correct(world, "started_on", worker=worker, day="2026-09-20").reference == first.reference
    )


def test_a_period_older_than_two_years_is_not_moved_by_the_employer(world: World) -> None:
    assert codes(correct(world, "started_on", day="2024-06-01")) == {"period-too-old"}
    assert correct(as_staff(world), "started_on", day="2024-06-01").accepted


def test_a_leaving_date_is_corrected_within_the_engagement(world: World) -> None:
    world.ask("end_engagement", worker=world.worker, ended_on="2026-11-20", reason="resignation")
    assert codes(correct(world, "ended_on", day="2020-01-01")) >= {"end-before-start"}
    answer = correct(world, "ended_on", day="2026-11-18")
    assert known(world, world.worker)["until"] == date(2026, 11, 18)
    assert correct(world, "ended_on", day="2026-11-18").reference == answer.reference
    assert codes(correct(world, "started_on", day="2026-11-19")) >= {"start-after-end"}


def test_a_first_day_cannot_move_into_an_earlier_period(world: World) -> None:
    world.ask("end_engagement", worker=world.worker, ended_on="2026-10-31", reason="resignation")
    world.ask("register_worker", worker=world.worker, started_on="2026-11-15", basic="8000")
    assert codes(correct(world, "started_on", day="2026-10-31")) == {"start-in-earlier-period"}
    assert correct(world, "started_on", day="2026-11-01").accepted


def test_a_preview_shows_rises_falls_and_the_contribution(world: World) -> None:
    answer = world.ask(
        "change_wage",
        dry_run=True,
        worker=world.worker,
        month="2026-11",
        basic="9000",
        housing="2000",
    )
    assert answer.changes == {
        "wages_up": 1,
        "wages_down": 0,
        "contribution_before": 215_000,
        "contribution_due": 236_500,
    }
    assert len(history(world)) == 1


def test_what_a_refusal_says_names_the_remedy_in_every_language(world: World) -> None:
    finding = change(world, month="2026-10").errors[0]
    assert "October 2026" in finding.sentence("en")
    assert all(finding.sentence(language) for language in ("ar", "fr"))
    assert pl.Series([finding.field]).item() == "month"


def test_a_later_month_in_the_same_call_keeps_the_wage_asked_for_it(world: World) -> None:
    change(world, basic="8500")
    rows = [
        {"worker": world.worker, "month": "2026-11", "basic": "9500"},
        {"worker": world.worker, "month": "2026-12", "basic": "8500"},
    ]
    answers = world.ask_all("change_wage", rows)
    assert [a.repeated for a in answers] == [False, False]
    assert [line[:3] for line in history(world)[:2]] == [
        (date(2026, 12, 1), 1, 850_000),
        (date(2026, 11, 1), 2, 950_000),
    ]


def test_rows_sent_again_beside_a_refused_one_change_nothing(world: World) -> None:
    rows = [
        {"worker": world.worker, "month": "2026-10", "basic": "7000"},  # closed by law
        {"worker": world.worker, "month": "2026-11", "basic": "8600"},
    ]
    first = world.ask_all("change_wage", rows)
    again = world.ask_all("change_wage", rows)
    assert [a.accepted for a in first] == [False, True]
    assert again[1].repeated and again[1].reference == first[1].reference
    assert len(history(world)) == 2


def test_housing_left_out_stays_as_an_earlier_row_of_the_call_made_it(world: World) -> None:
    rows = [
        {"worker": world.worker, "month": "2026-12", "basic": "9500"},
        {"worker": world.worker, "month": "2026-11", "basic": "9000", "housing": "900"},
    ]
    december, _ = world.ask_all("change_wage", rows)
    assert december.output == {"previous_basic": "9000.00", "previous_housing": "900.00"}
    assert history(world)[0] == (date(2026, 12, 1), 1, 950_000, 90_000)
    assert all(a.repeated for a in world.ask_all("change_wage", rows))
