"""What another country must be able to do with no other file touched; run by `test_abroad` in a
process of that country.

Every example of every service at the engine's door and in the channels named here, in one
institution founded once; then one worker's
month: registered, billed, paid, told by telephone, by text message and on paper.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime

import polars as pl
import pytest

from guichet.domain.contributions.bills import bill_of
from guichet.domain.contributions.commands import run_bills
from guichet.engine import store
from guichet.engine.actor import Assurance
from guichet.engine.perform import perform
from guichet.engine.registry import services
from guichet.engine.service import Example, Service
from guichet.law import country
from guichet.lib import spelling
from guichet.lib.display import show_amount
from tests.contract.drivers import engine
from tests.contract.fixtures import bodies, indebted, on_the_day, public_bodies_address, world
from tests.contract.test_channels_agree import (
    CHANNELS,
    THIRDS,
    TOO_UNSURE,
    may_play,
    played,
    played_before,
)
from tests.contract.world import World, expected
from tests.turns import has_turn

__all__ = ["bodies", "indebted", "on_the_day", "public_bodies_address", "world"]

# Channels by name, such as "api web sms", beside the engine's own door: each adds its own time. The
# others but the first play the first example of a service only.
PLAYED = os.environ.get("GUICHET_ABROAD_CHANNELS", "api kiosk").split()


def test_the_country_is_another() -> None:
    assert country.code == os.environ["GUICHET_COUNTRY"] != "sa"


def test_every_example_of_every_service_ends_as_it_says(indebted: World) -> None:
    wrong = [
        f"{service.key}, {example.name}: {fault}"
        for service in services().values()
        for example in service.examples
        for fault in _faults(indebted, service, example)
    ]
    assert wrong == []


def _faults(world: World, service: type[Service], example: Example) -> Iterator[str]:
    with played_before(world, example):
        said, at_the_door = expected(example), played(engine, world, service, example)
        if at_the_door.outcome != said.outcome or not said.codes <= at_the_door.codes:
            yield f"the engine says {at_the_door}, the example {said}"
        first = example is service.examples[0]
        turn = service.examples.index(example) + service.code
        for place, name in enumerate(PLAYED if first else PLAYED[:1]):
            # The first of a service by the first channel; all else in turn, as at home.
            if (place or not first) and not has_turn(place, turn, THIRDS):
                continue
            driver = CHANNELS[name]
            assert driver is not None
            if not may_play(driver, world, service, example):
                continue
            surest = getattr(driver, "ASSURANCE", None)
            there = played(driver, world, service, example)
            if service.assurance <= (surest or Assurance.PASSWORD):
                if there != at_the_door:
                    yield f"{name} says {there}, the engine {at_the_door}"
            elif surest is not None and (there.outcome, TOO_UNSURE in there.codes) != (
                "refused",
                True,
            ):
                yield f"{name} says {there} to whom it knows too little"


OCTOBER, BILLED_ON = date(2026, 10, 1), datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def billed(world: World) -> int:
    """The owner's establishment, billed for October; no month was billed before."""
    number = int(world.facts["establishment"])
    run_bills(OCTOBER, BILLED_ON, [number])
    return number


def test_a_worker_is_billed_by_the_law_of_the_country(billed: int) -> None:
    bill = bill_of(billed, OCTOBER, BILLED_ON.date())
    assert bill is not None
    # 8,000 and 2,000 of housing: the highest class, held at the ceiling of its cohort.
    unit = country.locale.currency.minor
    assert bill.total == 5_000 * unit * 16_75 // 100_00
    assert bill.due_on == date(2026, 11, 15)
    text = show_amount(bill.total, "en")
    assert text == "837.500"
    assert (
        spelling.money(bill.total, "en")
        == "eight hundred and thirty-seven thalers and five hundred mils"
    )


def test_many_workers_make_the_bill_due_earlier(world: World) -> None:
    from demo.people import workers
    from guichet.domain.registry.tests import seeds

    number = int(world.facts["branch"])
    for worker in workers(10_000, 200, 1.0).head(50):
        seeds.engage(number, worker)
    run_bills(OCTOBER, BILLED_ON, [number])
    bill = bill_of(number, OCTOBER, BILLED_ON.date())
    assert bill is not None and bill.lines == 50
    assert bill.due_on == date(2026, 11, 5)


def test_what_is_owed_is_told_alike_everywhere(world: World, billed: int) -> None:
    from guichet.channels.voice import speech_text
    from guichet.engine.registry import service_of

    with store.atomic(keep=False):
        context = world.context("account.balance", "engine")
        answer = perform("account.balance", {"establishment": str(billed)}, context)
        assert answer.outcome == "accepted", answer.errors
        assert "837.500" in answer.output.values()
        outputs = service_of("account.balance").outputs
        said = {
            language: " ".join(p.text for p in speech_text.fields(outputs, answer.output, language))
            for language in ("ar", "en", "fr")
        }
    assert "eight hundred and thirty-seven thalers and five hundred mils" in said["en"]
    assert "huit cent trente-sept thalers et cinq cents mils" in said["fr"]
    assert "تَالِرًا" in said["ar"] and "ريال" not in said["ar"]


def test_no_sentence_of_the_catalogue_speaks_of_the_first_country() -> None:
    from guichet.engine.refusal import declared

    told = {
        words.at(language)
        for language in ("ar", "en", "fr")
        for words in (
            *(refusal.words for refusal in declared().values()),
            *(
                field.label
                for s in services().values()
                for field in (*s.inputs.values(), *s.outputs.values())
            ),
            *(field.hint for s in services().values() for field in s.inputs.values() if field.hint),
            *(words for s in services().values() for words in (s.title, s.summary)),
        )
    }
    foreign = ("riyal", "SAR", "Saudi", "halala", "saoudien", "ريال", "هللة", "سعودي")
    assert sorted(text for text in told if any(word in text for word in foreign)) == []


def test_nothing_is_rounded_away(billed: int) -> None:
    lines = store.fetch(
        "SELECT sum(total)::bigint FROM contributions_contribution WHERE establishment = %(n)s",
        {"total": pl.Int64},
        n=billed,
    )
    assert lines["total"][0] == 837_500
