"""What a rehearsal shows is what the receipt holds: every service, every answer, to the letter."""

from __future__ import annotations

import pytest

from guichet.engine import store
from guichet.engine.perform import perform
from guichet.engine.registry import services
from guichet.engine.service import Example, Service
from tests.contract.drivers import engine
from tests.contract.world import World

ACCEPTED = [
    pytest.param(service, example, id=f"{key}: {example.name}")
    for key, service in services().items()
    for example in service.examples
    if example.then == "accepted"
]


@pytest.mark.parametrize(("service", "example"), ACCEPTED)
def test_what_is_shown_before_signing_is_what_is_recorded(
    service: type[Service], example: Example, indebted: World
) -> None:
    with store.atomic(keep=False):
        for key, given in example.before:
            assert engine.play(indebted, key, indebted.filled(given)).outcome == "accepted"
        asked, context = indebted.filled(example.given), indebted.context(service.key, "engine")
        shown = perform(service.key, asked, context.rehearsal())
        kept = perform(service.key, asked, context)
        assert shown.outcome == kept.outcome == "accepted"
        promised = {name: value for name, value in shown.output.items() if value is not None}
        assert promised == {name: kept.output[name] for name in promised}
        codes = [finding.code for finding in shown.findings]
        assert codes == [finding.code for finding in kept.findings]


def test_a_code_and_a_number_are_promised_to_nobody(indebted: World) -> None:
    """They are given by writing: one shown before would be another's."""
    given = [
        service for service in services().values() if "code" in service.outputs and service.paper
    ]
    assert given, "services that issue papers"
    example = next(
        e for e in services()["registry.register_establishment"].examples if e.then == "accepted"
    )
    context = indebted.context("registry.register_establishment", "engine").rehearsal()
    shown = perform("registry.register_establishment", indebted.filled(example.given), context)
    assert shown.accepted and shown.output.get("establishment") is None and shown.output["name_ar"]
