"""Joining, leaving and moving: what is written, what is refused, what asking twice does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from demo.population import a_living, persons
from guichet.catalogue.registry.tests.conftest import World
from guichet.domain.registry import closure, histories, queries
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.engine.outcome import Answer
from guichet.engine.service import Outcome


def codes(answer: Answer) -> set[str]:
    """The codes of everything said about a row."""
    return {finding.code for finding in answer.findings}


def known(world: World, worker: int, place: int | None = None) -> dict[str, object]:
    """What the register says of a worker today."""
    pair = pl.Series([place or world.establishment]), pl.Series([worker])
    return queries.engagements_of(*pair, on=pl.Series([seeds.TODAY])).row(0, named=True)


def join(world: World, worker: int, **given: object) -> Answer:
    """Register somebody today for 8,000."""
    return world.ask(
        "register_worker", worker=worker, **{"started_on": "2026-11-22", "basic": "8000"} | given
    )


def test_a_joining_enters_the_person_the_engagement_and_the_wage(world: World) -> None:
    answer = join(world, world.new_citizen, housing="1500", occupation="محاسب")
    facts = known(world, world.new_citizen)
    assert (facts["since"], facts["wage_basic"], facts["wage_housing"]) == (
        seeds.TODAY,
        800_000,
        150_000,
    )
    assert facts["joined_by"] == facts["wage_by"] == answer.transaction
    person = histories.persons(pl.Series([world.new_citizen])).row(0, named=True)
    truth = persons(pl.Series([world.new_citizen])).row(0, named=True)
    assert (person["name_ar"], person["born"]) == (truth["name_ar"], truth["birth_date"])
    assert answer.output["name_ar"] == truth["name_ar"]


def test_first_entrants_belong_to_the_new_law_and_residents_to_none(world: World) -> None:
    join(world, world.new_citizen)
    join(world, world.new_resident)
    assert known(world, world.new_citizen)["cohort"] == "m273"
    assert known(world, world.new_resident)["cohort"] == "other"


def test_somebody_covered_before_keeps_the_cohort(world: World) -> None:
    elsewhere = seeds.engage(
        world.foreign_establishment, world.new_citizen, cohort="m33_transitional"
    )
    assert elsewhere
    assert join(world, world.new_citizen).accepted
    assert known(world, world.new_citizen)["cohort"] == "m33_transitional"


def test_the_same_joining_again_gives_the_first_receipt(world: World) -> None:
    first = join(world, world.new_citizen)
    again = join(world, world.new_citizen, started_on="22/11/2026", basic="8,000.00", housing="0")
    assert again.repeated
    assert again.reference == first.reference
    assert codes(join(world, world.new_citizen, basic="9000")) == {"worker-already-registered"}


def test_a_thousand_join_at_once_and_again_without_effect(world: World) -> None:
    rows: list[dict[str, object]] = [
        {"worker": a_living(n), "started_on": "2026-11-01", "basic": "6000"} for n in range(10, 310)
    ]
    first = world.ask_all("register_worker", rows)
    assert all(answer.accepted for answer in first)
    again = world.ask_all("register_worker", rows)
    assert [a.reference for a in again] == [a.reference for a in first]
    counted = queries.count_workers(pl.Series([world.establishment]), on=seeds.TODAY)
    assert counted["engaged"].to_list() == [302]


def test_good_rows_go_on_and_bad_rows_come_back(world: World) -> None:
    row = {"started_on": "2026-11-01", "basic": "6000"}
    workers = [world.new_citizen, world.unknown_person, world.worker, world.new_resident]
    answers = world.ask_all("register_worker", [row | {"worker": w} for w in workers])
    assert [a.accepted for a in answers] == [True, False, False, True]


def test_everything_wrong_with_a_row_is_said_at_once(world: World) -> None:
    answer = join(world, world.dead_person, started_on="2021-01-01", basic="900")
    assert codes(answer) >= {"person-dead", "period-too-old", "wage-below-floor"}


def test_one_row_told_twice_in_a_batch_has_one_effect_and_contradictions_none(world: World) -> None:
    row = {"worker": world.new_citizen, "started_on": "2026-11-01", "basic": "6000"}
    first, twin = world.ask_all("register_worker", [row, row])
    assert first.accepted
    assert twin.reference == first.reference
    other = {"worker": world.new_resident, "started_on": "2026-11-01"}
    pair = world.ask_all("register_worker", [other | {"basic": "5000"}, other | {"basic": "6000"}])
    assert not any(answer.accepted for answer in pair)


def test_a_silent_civil_registry_holds_the_row_and_writes_nothing(world: World) -> None:
    world.down.append("person")
    answer = join(world, world.new_citizen)
    assert answer.outcome is Outcome.HELD
    broken = join(world, world.new_resident, basic="nothing")
    assert broken.outcome is Outcome.REFUSED
    assert known(world, world.new_citizen)["person_id"] is None


def test_a_closed_establishment_takes_nobody_after_its_last_day(world: World) -> None:
    place = pl.DataFrame({"establishment_id": [seeds.id_of(world.branch)]})
    last = place.with_columns(closed_on=pl.lit(date(2026, 11, 10)), transaction=pl.lit(1))
    closure.close_establishments(closings=last)
    at = {"establishment": world.branch}
    assert codes(join(world, world.new_citizen, **at)) == {"establishment-closed"}
    assert join(world, world.new_citizen, started_on="2026-11-05", **at).accepted


def test_a_late_notice_is_taken_with_a_warning_and_billed_again(world: World) -> None:
    answer = join(world, world.new_citizen, started_on="2026-09-15")
    assert answer.accepted
    assert codes(answer) == {"reported-late"}
    engagement = known(world, world.new_citizen)["engagement_id"]
    noted = store.fetch(
        "SELECT engagement_id, month FROM registry_backdated",
        {"engagement_id": pl.Int64, "month": pl.Date},
    )
    assert (engagement, date(2026, 9, 1)) in noted.rows()


def test_a_wage_outside_the_law_is_taken_with_a_warning(world: World) -> None:
    assert codes(join(world, world.new_citizen, basic="1200")) == {"wage-below-floor"}
    above = join(world, world.new_resident, basic="36000", housing="12000")
    assert codes(above) == {"wage-above-ceiling"}
    assert (
        above.warnings[0].values["total"] == "48000.00"
    )  # the sum that is meant, not the basic wage beside it


def test_who_left_may_come_back_but_not_before_leaving(world: World) -> None:
    world.ask("end_engagement", worker=world.worker, ended_on="2026-11-10", reason="resignation")
    assert codes(join(world, world.worker, started_on="2026-11-10")) == {"overlaps-earlier-period"}
    assert join(world, world.worker, started_on="2026-11-11").accepted


def test_a_preview_counts_and_keeps_nothing(world: World) -> None:
    answer = world.ask(
        "register_worker",
        dry_run=True,
        worker=world.new_citizen,
        started_on="2026-11-01",
        basic="8000",
        housing="2000",
    )
    # 10,000.00 under M/273 in November 2026: annuities 10% + 10%, SANED 0.75% + 0.75%, hazards 2%.
    assert answer.changes == {"joins": 1, "contribution_due": 235_000}
    assert known(world, world.new_citizen)["person_id"] is None
    leaving = world.ask(
        "end_engagement",
        dry_run=True,
        worker=world.worker,
        ended_on="2026-11-15",
        reason="resignation",
    )
    # M/33: 9.75% + 11.75%; half the month is left.
    assert leaving.changes == {
        "leaves": 1,
        "contribution_before": 215_000,
        "contribution_due": 107_500,
    }


def test_leaving_again_gives_the_first_receipt_and_another_day_is_refused(world: World) -> None:
    given = {"worker": world.worker, "ended_on": "2026-11-20", "reason": "resignation"}
    first = world.ask("end_engagement", **given)
    assert world.ask("end_engagement", **given).reference == first.reference
    assert codes(world.ask("end_engagement", **given | {"reason": "dismissal"})) == {
        "engagement-already-ended"
    }
    facts = known(world, world.worker)
    assert (facts["until"], facts["end_reason"], facts["left_by"]) == (
        date(2026, 11, 20),
        "resignation",
        first.transaction,
    )


def test_a_transfer_closes_and_opens_with_the_same_wage(world: World) -> None:
    moved = world.ask(
        "transfer_worker", worker=world.worker, target=world.branch, moved_on="2026-11-15"
    )
    assert moved.output == {
        "name_ar": "محمد",
        "name_latin": "Mohammed",
        "basic": "8000.00",
        "housing": "2000.00",
    }
    here, there = known(world, world.worker), known(world, world.worker, world.branch)
    assert (here["until"], here["end_reason"]) == (date(2026, 11, 14), "transfer")
    assert (there["since"], there["until"], there["wage_basic"]) == (
        date(2026, 11, 15),
        None,
        800_000,
    )
    statement = histories.periods_of(world.worker)
    assert statement["occupation"].to_list() == ["accountant", "accountant"]


def test_a_transfer_needs_both_establishments_and_one_owner(world: World) -> None:
    given = {
        "worker": world.worker,
        "target": world.foreign_establishment,
        "moved_on": "2026-11-15",
    }
    assert codes(world.ask("transfer_worker", **given)) == {"not-covered-by-mandate"}
    mandates = world.context.actor.mandates
    mandates.numbers.add(world.foreign_establishment)  # type: ignore[attr-defined]
    assert codes(world.ask("transfer_worker", **given)) == {"transfer-to-other-owner"}
    assert known(world, world.worker)["until"] is None


@pytest.mark.parametrize("service", ["register_worker", "end_engagement", "change_wage"])
def test_somebody_without_a_mandate_is_refused_before_anything_is_looked_up(
    world: World, service: str
) -> None:
    stranger = replace(world.context.actor, mandates=type(world.context.actor.mandates)())
    world.context = replace(world.context, actor=stranger)
    assert codes(world.ask(service, worker=world.worker)) >= {"not-covered-by-mandate"}


def test_the_joining_asked_again_is_its_own_receipt_whatever_happened_since(world: World) -> None:
    asked = {
        "worker": world.new_citizen,
        "started_on": "2026-11-01",
        "basic": "5000",
        "contract": "open_ended",
    }
    first = world.ask("register_worker", **asked)
    world.ask("change_wage", worker=world.new_citizen, month="2026-11", basic="6000")
    again = world.ask("register_worker", **asked)
    assert again.repeated and again.reference == first.reference
    for other in ({"basic": "6000"}, {"occupation": "مدير"}, {"contract": "fixed_term"}):
        answer = world.ask("register_worker", **(asked | other))
        assert codes(answer) == {"worker-already-registered"}
