"""Whoever gives a right needs what the right could do: by what services do, not by what they say of
themselves.

A service that lets somebody act, or that sends money elsewhere, declares it; whatever declares it
asks for a second factor, and no machine, file or paper alone gets there.
"""

from __future__ import annotations

import json

import pytest
from django.test import Client

from guichet.channels.bulk import pages
from guichet.channels.systems import choices
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.engine import store
from guichet.engine.actor import Assurance
from guichet.engine.context import Context
from guichet.engine.perform import perform
from guichet.engine.registry import services
from guichet.engine.service import Power, Service
from tests.contract.drivers import engine
from tests.contract.world import NOW, PASSWORD, World, expected

pytestmark = pytest.mark.django_db

POWERFUL = [key for key, service in services().items() if service.power is not None]
# What the commercial registry says of its owner is no right that somebody gave.
_GIVEN = "SELECT count(*) FROM identity_mandate WHERE basis <> 'owner'"
_WHERE = "SELECT count(*) FROM registry_bankaccount"
_ORDERED = "SELECT count(*) FROM payouts_order"


def _counts() -> dict[Power, int]:
    money = int(store.value(_WHERE)) + int(store.value(_ORDERED))
    return {Power.RIGHTS: int(store.value(_GIVEN)), Power.MONEY: money}


@pytest.mark.parametrize("key", services())
def test_a_service_that_hands_over_power_says_so(indebted: World, key: str) -> None:
    service, seen = services()[key], set()
    for example in service.examples:
        if expected(example).outcome == "refused":
            continue
        with store.atomic(keep=False):
            for other, given in example.before:
                engine.play(indebted, other, indebted.filled(given))
            before = _counts()
            engine.play(indebted, key, indebted.filled(example.given))
            seen |= {power for power, count in _counts().items() if count > before[power]}
    # What a person of the institution decides first is not done yet.
    decided = service.ruling_assurance >= Assurance.SECOND_FACTOR
    assert seen <= {service.power}
    assert seen or decided or service.power is None


@pytest.mark.parametrize("power", Power)
def test_one_that_declares_a_power_for_less_does_not_load(power: Power) -> None:
    like = services()["mandates.appoint_agent"]
    declared = {
        n: getattr(like, n) for n in ("code", "title", "summary", "audience", "right", "Input")
    }
    for assurance in (Assurance.NONE, Assurance.PIN, Assurance.PASSWORD):
        with pytest.raises(TypeError, match="no second factor"):
            type(
                "Easy",
                (Service,),
                declared
                | {
                    "power": power,
                    "assurance": assurance,
                    "party": like.party,
                    "party_kind": like.party_kind,
                },
            )


@pytest.mark.parametrize("key", POWERFUL)
def test_no_machine_or_file_is_offered_it(indebted: World, key: str) -> None:
    assert key not in {service.key for service in choices.offered()}
    assert key not in {kind.key for kind in pages.kinds_for(indebted.asker(key))}


@pytest.mark.parametrize("key", POWERFUL)
def test_a_password_opens_it_nowhere(indebted: World, key: str) -> None:
    """At the engine's door, rehearsed or not, and by a token that a password and even a code had
    made.
    """
    given = next(e for e in services()[key].examples if expected(e).outcome != "refused").given
    raw, account = indebted.filled(given), indebted.asker(key)
    for dry_run in (True, False):
        low = Context(actor_of(account), "engine", NOW, "en", dry_run=dry_run)
        assert [f.code for f in perform(key, raw, low).errors] == ["assurance-too-low"]
    token = identity.issue_token(account, name="api")
    client = Client(headers={"authorization": f"Bearer {token}", "accept-language": "en"})
    one = client.post(
        f"/api/v1/services/{key}", json.dumps({"input": raw}), content_type="application/json"
    )
    assert [error["code"] for error in one.json()["errors"]] == ["assurance-too-low"]


@pytest.mark.parametrize("key", POWERFUL)
def test_the_page_leads_to_the_second_factor_before_it_says_anything(
    indebted: World, key: str
) -> None:
    given = next(e for e in services()[key].examples if expected(e).outcome != "refused").given
    client = Client(headers={"accept-language": "en"})
    client.post("/sign-in/", {"username": indebted.asker(key).username, "password": PASSWORD})
    for step in ("check", "send"):
        led = client.post(f"/services/{key}/", indebted.filled(given) | {"step": step})
        assert led.headers["Location"].startswith("/prove/"), step
