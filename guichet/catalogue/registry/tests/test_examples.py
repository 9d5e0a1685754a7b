"""Every example a service declares ends as it says."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import pytest

from guichet.catalogue.registry import _facts
from guichet.catalogue.registry.tests.conftest import World
from guichet.engine.perform import perform
from guichet.engine.refusal import Refusal
from guichet.engine.registry import services
from guichet.engine.service import Example, Outcome, Service

EXAMPLES = [
    pytest.param(service, example, id=f"{key}: {example.name}")
    for key, service in services().items()
    if key.startswith("registry.")
    for example in service.examples
]

OURS = {
    word.code
    for service in services().values()
    if service.key.startswith("registry.")
    for word in vars(sys.modules[service.__module__]).values()
    if isinstance(word, Refusal)
} | {word.code for word in vars(_facts).values() if isinstance(word, Refusal)}


def filled(given: Mapping[str, str], world: World) -> dict[str, str]:
    """Raw text with the world's numbers in place of braces."""
    return {name: text.format_map(world.numbers | world.papers) for name, text in given.items()}


@pytest.mark.parametrize(("service", "example"), EXAMPLES)
def test_an_example_ends_as_it_says(service: type[Service], example: Example, world: World) -> None:
    for key, given in example.before:
        assert perform(key, filled(given, world), world.context).accepted
    answer = perform(service, filled(example.given, world), world.context)
    if example.then in list(Outcome):
        assert answer.outcome == example.then, [f.sentence("en") for f in answer.findings]
    else:
        assert answer.outcome is Outcome.REFUSED
        assert example.then in {finding.code for finding in answer.errors}
    assert answer.repeated == (
        example.then == "accepted" and example.before[-1:] == ((service.key, example.given),)
    )
    for finding in [finding for finding in answer.findings if finding.code in OURS]:
        for language in ("ar", "en", "fr"):
            assert "…" not in finding.sentence(language)
