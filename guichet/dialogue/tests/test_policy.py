"""The rules of an asking, each by itself."""

from __future__ import annotations

import pytest

from guichet.dialogue import policy
from guichet.engine.actor import Assurance
from guichet.engine.idempotency import KEY_REUSED, STILL_WORKING
from guichet.engine.registry import services
from guichet.engine.service import Outcome, Service

ALL = [pytest.param(service, id=key) for key, service in services().items()]


@pytest.mark.parametrize("service", ALL)
def test_what_changes_something_is_confirmed_by_itself_where_a_pin_opened(
    service: type[Service],
) -> None:
    for known in Assurance:
        asked = policy.needs_proof(service, known, each=True)
        assert asked or (service.enquiry and known >= service.assurance)
        assert policy.needs_proof(service, known, each=False) == (known < service.assurance)
    if policy.of_money(service):
        assert policy.needs_proof(service, Assurance.PASSWORD, each=False)


@pytest.mark.parametrize("end", [Outcome.ACCEPTED, Outcome.HELD, Outcome.REFERRED, STILL_WORKING])
def test_what_may_have_been_done_keeps_its_key(end: object) -> None:
    assert policy.key_after("a", end) == "a"  # type: ignore[arg-type]


@pytest.mark.parametrize("end", [Outcome.REFUSED, KEY_REUSED])
def test_what_is_corrected_has_another_key_and_a_second_click_the_same_one(end: object) -> None:
    first, again = (policy.key_after("a", end) for _ in range(2))  # type: ignore[arg-type]
    assert first == again != "a"


def test_a_proof_is_bound_to_every_value_and_to_the_asking() -> None:
    one = policy.purpose("k", "a.b", {"x": "1", "y": "2"})
    assert one == policy.purpose("k", "a.b", {"y": "2", "x": "1"})
    others = [
        ("l", "a.b", {"x": "1", "y": "2"}),
        ("k", "a.c", {"x": "1", "y": "2"}),
        ("k", "a.b", {"x": "12", "y": ""}),
    ]
    assert one not in {policy.purpose(*other) for other in others}
