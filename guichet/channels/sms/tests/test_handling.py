"""How long an errand by text takes: from the first text to the answer that ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guichet.channels.sms.tests.handset import Handset
from guichet.engine import store
from tests.contract.world import NOW, World

pytestmark = pytest.mark.django_db


def kept() -> list[tuple[str, float]]:
    query = "SELECT channel, extract(epoch FROM ended_at - began_at)::float8 FROM reception_handling ORDER BY transaction"
    return [(channel, seconds) for channel, seconds in store.rows(query)]


def test_a_change_is_timed_from_its_first_text_to_its_last_answer(
    handset: Handset, world: World
) -> None:
    handset.writes("WAGE")
    handset.writes("1", at=NOW + timedelta(seconds=20))
    handset.writes(f"{world.facts['worker']}", at=NOW + timedelta(seconds=40))
    handset.writes("12,500", at=NOW + timedelta(seconds=55))
    handset.writes("yes", at=NOW + timedelta(seconds=60))
    assert kept() == []
    handset.writes("000000", at=NOW + timedelta(seconds=70))
    answer = handset.writes(handset.code(), at=NOW + timedelta(seconds=80), after=1)
    assert answer.startswith("Done.") and kept() == [("sms", 81.0)]


def test_an_enquiry_in_one_text_takes_as_long_as_its_answer(handset: Handset, world: World) -> None:
    handset.writes(f"BALANCE {world.facts['establishment']}", after=2)
    handset.writes("BALANCE 1000000000", after=2)  # nobody's: refused, and not timed
    assert kept() == [("sms", 2.0)]


def test_each_errand_has_its_own_time(handset: Handset, world: World) -> None:
    handset.writes("WAGE")
    handset.writes("cancel", at=NOW + timedelta(seconds=600))
    later = NOW + timedelta(seconds=700)
    handset.writes(f"BALANCE {world.facts['establishment']}", at=later, after=1)
    assert kept() == [("sms", 1.0)]
