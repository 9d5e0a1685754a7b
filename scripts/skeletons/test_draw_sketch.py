"""Draw a sketch: what a client would notice."""

from __future__ import annotations

import pytest

from guichet.catalogue.sketches.draw_sketch import DrawSketch
from guichet.engine.perform import perform
from guichet.engine.service import Example, Outcome
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]


@pytest.mark.parametrize("example", DrawSketch.examples, ids=lambda e: e.name)
def test_an_example_ends_as_it_says(example: Example, world: World) -> None:
    answer = perform(DrawSketch, world.filled(example.given), world.context(DrawSketch.key, "web"))
    if example.then in list(Outcome):
        assert answer.outcome == example.then, [f.sentence("en") for f in answer.findings]
    else:
        assert answer.outcome is Outcome.REFUSED
        assert example.then in {finding.code for finding in answer.errors}


def test_what_was_noted_is_answered(world: World) -> None:
    given = {"establishment": world.facts["establishment"], "note": "  منقول "}
    answer = perform(DrawSketch, given, world.context(DrawSketch.key, "web"))
    assert answer.values["noted"] == "منقول"
