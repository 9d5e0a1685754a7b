"""Opening a file: the number, the mandate, whose business it is."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from guichet.catalogue.registry.tests.conftest import World
from guichet.catalogue.registry.tests.test_workers import codes
from guichet.domain.identity.mandates import AccountMandates
from guichet.domain.registry import queries
from guichet.domain.registry.tests import seeds
from guichet.engine.actor import PartyKind
from guichet.engine.outcome import Answer


def register(world: World, **given: object) -> Answer:
    """Register the owner's business."""
    return world.ask(
        "register_establishment",
        **{"cr_number": world.new_business, "opened_on": "2026-11-22"} | given,
    )


def test_the_owner_gets_a_number_and_may_act_for_it_at_once(world: World) -> None:
    answer = register(world)
    number = int(answer.output["establishment"] or 0)
    assert 100_000_000 <= number <= 999_999_999
    mandates = AccountMandates(account=7, person_number=world.owner)
    assert mandates.covers("register", PartyKind.ESTABLISHMENT, [number], seeds.TODAY) == {number}
    row = queries.establishments(pl.Series([number])).row(0, named=True)
    assert (row["cr_number"], row["owner_number"], row["transaction"]) == (
        world.new_business,
        world.owner,
        answer.transaction,
    )


def test_registering_again_gives_the_first_receipt_with_the_same_number(world: World) -> None:
    first, again = register(world), register(world)
    assert again.repeated
    assert again.output == first.output


def test_a_branch_hangs_on_a_main_establishment_of_the_same_owner(world: World) -> None:
    number = int(register(world, main=world.establishment).output["establishment"] or 0)
    branch = queries.establishments(pl.Series([number])).row(0, named=True)
    assert branch["main_number"] == world.establishment
    assert set(queries.branches_of_owner(world.owner)["number"]) == {
        world.establishment,
        world.branch,
        number,
    }


def test_a_main_establishment_must_be_ones_own_and_a_main_one(world: World) -> None:
    for main in (world.foreign_establishment, world.branch, 999_999_999):
        assert codes(register(world, main=main)) == {"main-establishment-not-yours"}


def test_an_account_without_a_person_cannot_own(world: World) -> None:
    world.context = replace(world.context, actor=replace(world.context.actor, person_number=None))
    assert codes(register(world)) == {"owner-not-known"}


def test_a_late_registration_is_taken_with_a_warning(world: World) -> None:
    assert codes(register(world, opened_on="2026-11-01")) == {"reported-late"}
    assert register(world, opened_on="2026-11-01").repeated


def test_a_silent_commercial_registry_holds_the_row(world: World) -> None:
    world.down.append("business")
    assert register(world).outcome == "held"


def test_a_preview_gives_no_number_away(world: World) -> None:
    answer = world.ask(
        "register_establishment", dry_run=True, cr_number=world.new_business, opened_on="2026-11-22"
    )
    assert answer.changes == {"establishments": 1}
    assert queries.establishments_of_businesses(pl.Series([world.new_business])).is_empty()
