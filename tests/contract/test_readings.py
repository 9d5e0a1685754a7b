"""Who looked is on record whichever channel it was: one place in the engine, not one a channel."""

from __future__ import annotations

import pytest

from guichet.engine import store
from guichet.engine.registry import services
from tests.contract.drivers import engine
from tests.contract.test_channels_agree import CHANNELS
from tests.contract.world import World

pytestmark = pytest.mark.django_db

ENQUIRIES = sorted(key for key, service in services().items() if service.enquiry)
CHANGES = "registry.change_wage"


def _readings(place: str) -> list[tuple[str, int | None, list[int], bool]]:
    return store.rows(
        "SELECT channel, party, subjects, leaf > 0 FROM access_reading WHERE place = %(place)s ORDER BY id",
        place=place,
    )


@pytest.mark.parametrize("channel", sorted(CHANNELS))
@pytest.mark.parametrize("key", ENQUIRIES)
def test_an_enquiry_through_any_channel_is_a_reading(
    key: str, channel: str, indebted: World
) -> None:
    world, driver, service = indebted, CHANNELS[channel], services()[key]
    if (
        driver is None
        or not getattr(driver, "can_play", lambda *_: True)(world, key)
        or service.assurance > getattr(driver, "ASSURANCE", service.assurance)
    ):
        pytest.skip("this channel does not carry it")
    example = next(e for e in service.examples if e.then == "accepted")
    for before, given in example.before:
        assert engine.play(world, before, world.filled(given)).outcome == "accepted"
    already = len(_readings(key))
    assert driver.play(world, key, world.filled(example.given)).outcome == "accepted"
    found = _readings(key)[already:]
    assert found and {name for name, *_ in found} == {"api" if channel == "systems" else channel}
    asked = world.filled(example.given).get(service.party)
    assert all(party == int(asked) for _, party, *_ in found if asked)


def test_a_change_is_a_transaction_and_its_preview_a_reading(world: World) -> None:
    example = next(e for e in services()[CHANGES].examples if e.then == "accepted")
    given = world.filled(example.given)
    assert engine.play(world, CHANGES, given).outcome == "accepted"
    assert _readings(CHANGES) == []
    from guichet.engine.perform import perform

    perform(CHANGES, given, world.context(CHANGES, "engine").rehearsal())
    ((channel, party, subjects, leaf),) = _readings(CHANGES)
    assert (channel, party, subjects, leaf) == (
        "engine",
        int(given["establishment"]),
        [int(given["worker"])],
        True,
    )
