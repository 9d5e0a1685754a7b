"""Closing an establishment: only an empty one that owes nothing, once, whoever races."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.catalogue.registry.tests.conftest import World
from guichet.catalogue.registry.tests.test_workers import codes, join
from guichet.domain.payments.tests.world import notice as a_payment
from guichet.domain.payments.tests.world import owe, receive
from guichet.domain.registry import queries
from guichet.engine.outcome import Answer

DAY = "2026-11-22"


def close(world: World, **given: object) -> Answer:
    """Close the owner's branch."""
    return world.ask(
        "close_establishment",
        **{"establishment": world.branch, "closed_on": DAY, "reason": "ceased"} | given,
    )


def test_a_closed_one_says_so_and_by_whom(world: World) -> None:
    answer = close(world)
    assert answer.accepted
    row = queries.establishments(pl.Series([world.branch])).row(0, named=True)
    assert (row["closed_on"], row["closed_by"]) == (date(2026, 11, 22), answer.transaction)
    assert close(world).repeated


def test_who_is_engaged_keeps_it_open_until_the_day_he_leaves(world: World) -> None:
    assert join(world, world.new_citizen, establishment=world.branch).accepted
    assert codes(close(world)) == {"establishment-still-employs"}
    left = {"worker": world.new_citizen, "ended_on": DAY, "reason": "resignation"}
    assert world.ask("end_engagement", establishment=world.branch, **left).accepted
    assert close(world).accepted


def test_without_a_day_nothing_is_said_of_what_stays_open_after_it(world: World) -> None:
    assert join(world, world.new_citizen, establishment=world.branch).accepted
    for day in ("", "yesterday"):
        said = close(world, closed_on=day)
        assert all(f.field == "closed_on" for f in said.errors)
        assert not any(
            "None" in f.sentence(language) for f in said.errors for language in ("ar", "en", "fr")
        )


def test_a_main_establishment_waits_for_its_branches(world: World) -> None:
    told = close(world, establishment=world.establishment)
    assert codes(told) == {"establishment-has-branches", "establishment-still-employs"}
    assert str(world.branch) in " ".join(f.sentence("en") for f in told.errors)
    assert close(world).accepted
    assert codes(close(world, establishment=world.establishment)) == {"establishment-still-employs"}


def test_debts_first_and_a_credit_is_told_of(world: World) -> None:
    owe(world.branch, date(2026, 10, 1), 500)
    refused = close(world)
    assert codes(refused) == {"establishment-still-owes"}
    assert "5.00" in refused.errors[0].sentence("ar")
    receive(a_payment(world.branch, 700))
    done = close(world)
    assert done.accepted and done.output["credit"] == "2.00"


def test_a_rehearsal_closes_nothing(world: World) -> None:
    assert close(world, dry_run=True).accepted
    assert queries.establishments(pl.Series([world.branch]))["closed_on"][0] is None


def test_anothers_establishment_stays_open(world: World) -> None:
    assert codes(close(world, establishment=world.foreign_establishment)) == {
        "not-covered-by-mandate"
    }
