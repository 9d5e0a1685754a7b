"""Every address of every channel, and every service through every channel, as those who may not:
every door is shut.

Complete by construction: addresses come from the resolver, services from the catalogue, channels
from their folders. What is new and not declared fails here first.
"""

from __future__ import annotations

import importlib
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from guichet.config import discovery
from guichet.engine import store
from guichet.engine.actor import Assurance, PartyKind
from guichet.engine.registry import services
from guichet.engine.service import Example, Service
from tests.contract.drivers import engine
from tests.contract.test_channels_agree import CHANNELS
from tests.doors.conftest import MARKS, Victim
from tests.doors.door import Door, routes
from tests.turns import has_turn

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

INTRUDERS = ("anonymous", "stranger", "neighbour")
# Their right is over, or not yet begun: told apart in one place, behind all addresses and channels.
OVER = ("lapsed", "revoked", "early", "ended_agent")
# Services that stand open to everybody signed in, because what they ask is about nobody yet; why is
# said beside each.
OPEN_SERVICES = {
    "registry.register_establishment": "only the owner the commercial registry names is let in",
    "mandates.register_deed": "only the agent whom the ministry's deed names is let in",
}
# What may grow by knocking: the record of the knocking itself, and recovery codes an intruder makes
# for themselves.
_RECORDS = {
    "engine_transaction",
    "engine_submission",
    "engine_auditleaf",
    "engine_auditseal",
    "engine_event",
    "access_reading",
    "identity_throttle",
    "identity_apitoken",
    "django_session",
    "verification_evidence",
    "identity_factor",
    "channels_kiosk_sign",
}


_TRUE = (
    "registry_",
    "contributions_",
    "ledger_",
    "payments_",
    "payouts_",
    "benefits_",
    "injuries_",
)

# What an intruder may be told: it says nothing of the victim.
_SHUT = {"not-covered-by-mandate", "assurance-too-low"}


def _declared() -> dict[str, tuple[str, Door]]:
    """Route as the resolver spells it to its folder's prefix and the door."""
    found: dict[str, tuple[str, Door]] = {}
    for package in discovery.apps():
        with suppress(ModuleNotFoundError):
            doors = importlib.import_module(f"{package}.tests.doors").DOORS
            urls = importlib.import_module(f"{package}.urls")
            prefix = getattr(urls, "PREFIX", package.rpartition(".")[2] + "/")
            found |= {prefix + route: (prefix, door) for route, door in doors.items()}
    return found


def test_every_address_is_declared_and_every_declaration_has_an_address() -> None:
    known, declared = routes(), _declared()
    undeclared = {route: module for route, module in known.items() if route not in declared}
    assert undeclared == {}, (
        "declare them in the channel's tests/doors.py (see tests/doors/door.py)"
    )
    assert set(declared) - set(known) == set()


def test_every_service_has_a_party_or_is_open_on_purpose() -> None:
    nobodys = {key for key, service in services().items() if service.party_kind is PartyKind.NOBODY}
    assert nobodys == set(OPEN_SERVICES), "say in OPEN_SERVICES who is let in"


def _knocks(
    client: Client, victim: Victim, prefix: str, door: Door
) -> Iterator[tuple[str, HttpResponse]]:
    address = f"/{prefix}{door.path}{door.query}".format_map(victim.facts)
    form = {name: text.format_map(victim.facts) for name, text in door.form.items()}
    yield "GET", client.get(address)
    yield "HEAD", client.head(address)
    if prefix.startswith("api/"):
        bodies = ({"input": form}, {"rows": [form]}, form)
        for body in bodies:
            yield "POST", client.post(address, json.dumps(body), content_type="application/json")
        yield (
            "POST",
            client.post(
                f"{address}?dry_run=true", json.dumps(bodies[0]), content_type="application/json"
            ),
        )
    else:
        yield "POST", client.post(address, form)
        if form:
            yield "POST", client.post(address, form | {"step": "check"})
    for method in ("put", "patch", "delete", "options"):
        yield method.upper(), getattr(client, method)(address)


def _text(response: HttpResponse) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    if body.startswith(b"PK"):  # a workbook: what is in it counts
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(map(packed.read, packed.namelist()))
    return (body + str(response.headers).encode()).decode("utf-8", "replace")


@cache
def _tables() -> list[str]:
    names = connection.introspection.table_names()
    return [t for t in names if t not in _RECORDS and "procrastinate" not in t]


def _rows(beginning: tuple[str, ...] = ("",)) -> dict[str, int]:
    """How many rows there are in each table whose name begins so."""
    tables = [t for t in _tables() if t.startswith(beginning)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {t})" for t in tables))
        return dict(zip(tables, cursor.fetchone(), strict=True))


def _facts(party: str) -> tuple[dict[str, int], int]:
    """What is true of establishments and persons, and who may act for one; a channel's own notes of
    a call are not.
    """
    living = "SELECT count(*) FROM identity_mandate WHERE revoked_at IS NULL AND party = %(party)s"
    return _rows(_TRUE), store.value(living, party=int(party))


def _living_mandates() -> int:
    return int(store.value("SELECT count(*) FROM identity_mandate WHERE revoked_at IS NULL"))


@pytest.mark.parametrize("intruder", [*INTRUDERS, "over"])
def test_an_intruder_finds_every_address_shut(intruder: str, victim: Victim) -> None:
    at_the_door = OVER if intruder == "over" else (intruder,)
    acting = (
        victim.facts["foreign_establishment"]
        if intruder == "neighbour"
        else victim.facts["establishment"]
    )
    before = _rows(), _living_mandates()
    ajar = []
    for name, route, (prefix, door) in _visits(at_the_door):
        account = victim.intruders[name]
        client = victim.client(account, acting=acting)
        for method, response in _knocks(client, victim, prefix, door):
            seen = [mark for mark in MARKS if mark in _text(response)]
            if seen or response.status_code >= 500:
                ajar.append(f"{name} {method} {route}: {response.status_code}, shows {seen}")
            if (
                account is None
                and not door.open
                and response.status_code == 200
                and method != "OPTIONS"
            ):
                ajar.append(f"{method} {route}: answers without signing in")
    assert ajar == []
    grown = {table: n - before[0][table] for table, n in _rows().items() if n != before[0][table]}
    assert grown == {}, "only the record of knocking, and an intruder's own settings, may grow"
    assert _living_mandates() == before[1]


def test_the_victim_sees_the_marks_so_that_the_walk_would(victim: Victim) -> None:
    blind = []
    for route, (prefix, door) in _declared().items():
        if door.shows:
            client = victim.client(victim.account, acting=victim.facts["establishment"])
            page = _text(client.get(f"/{prefix}{door.path}{door.query}".format_map(victim.facts)))
            if not any(mark in page for mark in MARKS):
                blind.append(route)
    assert blind == []


def _visits(intruders: tuple[str, ...]) -> Iterator[tuple[str, str, tuple[str, Door]]]:
    """Who comes to which address: those who share the work one after the other."""
    for place, (route, declared) in enumerate(_declared().items()):
        for turn, name in enumerate(intruders):
            if has_turn(place, turn, len(intruders)):
                yield name, route, declared


def _accepted(service: type[Service]) -> Example:
    """One that comes through the door: it has its effect, or a person decides about it."""
    return next(e for e in service.examples if e.then in ("accepted", "referred"))


@pytest.mark.parametrize("key", services())
def test_an_intruder_gets_no_service_through_any_channel(key: str, victim: Victim) -> None:
    service = services()[key]
    example = _accepted(service)
    for before_key, given in example.before:
        assert (
            engine.play(victim.world, before_key, victim.world.filled(given)).outcome == "accepted"
        )
    given = victim.world.filled(example.given)
    rows = _facts(victim.facts["establishment"])
    let_in = []
    turn = list(services()).index(key)
    for place, intruder in enumerate(comers := ("stranger", "neighbour", *OVER)):
        account = victim.intruders[intruder]
        own = victim.facts[
            "foreign_establishment"
        ]  # where a driver sets up something of the asker's own
        names = (
            "establishment",
            "branch",
            "debtor",
            "great_debtor",
            "credited",
            "let_off",
            "billed",
        )
        facts = {**victim.world.facts, **dict.fromkeys(names, own)}
        theirs = replace(victim.world, account=account, worker=account, facts=facts)
        for knock, (name, driver) in enumerate({"engine": engine, **CHANNELS}.items()):
            # All of them at the engine's door, where mandates are judged; by each channel one.
            if name != "engine" and not has_turn(place, turn + knock, len(comers)):
                continue
            if driver is None or not getattr(driver, "can_play", lambda *_: True)(theirs, key):
                continue
            if name == "web" and services()[key].assurance > Assurance.PASSWORD:
                # who has no second factor is led to set one up; the tests of stepping up go there
                continue
            with store.atomic(keep=False):
                played = driver.play(theirs, key, given)
                if played.outcome not in (
                    "refused",
                    "",
                ):  # a telephone hangs up on whom it does not know
                    let_in.append(f"{intruder} by {name}: {played.outcome}")
                elif played.codes - _SHUT and key not in OPEN_SERVICES:
                    let_in.append(f"{intruder} by {name}: told {sorted(played.codes)}")
                if _facts(victim.facts["establishment"]) != rows:
                    let_in.append(f"{intruder} by {name}: something was written")
    assert let_in == []
