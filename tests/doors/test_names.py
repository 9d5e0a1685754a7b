"""Nobody draws the names of the population: by no channel, and by no two of them in turn."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from demo.population import a_living, persons
from guichet.domain.identity import commands as identity
from guichet.domain.identity import queries
from guichet.domain.registry import lookup_budget
from guichet.domain.registry.tests import seeds
from guichet.engine import rehearsed_names, store
from guichet.engine.actor import Assurance, Clerk
from guichet.engine.context import Context
from guichet.engine.perform import perform, perform_many
from guichet.engine.registry import services
from tests.browser import Browser
from tests.contract.drivers import engine
from tests.contract.drivers.web import _prove_more
from tests.contract.world import NOW, PASSWORD, World, expected

pytestmark = pytest.mark.django_db

JOIN = "registry.register_worker"
STRANGERS = [a_living(n) for n in range(300, 306)]


def names_of(number: int) -> tuple[str, str]:
    row = persons(pl.Series([number])).row(0, named=True)
    return row["name_ar"], row["name_latin"]


def joining(world: World, worker: int) -> dict[str, str]:
    example = next(e for e in services()[JOIN].examples if expected(e).outcome == "accepted")
    return world.filled(example.given) | {"worker": str(worker)}


def tells(text: str, number: int) -> bool:
    return any(name and name in text for name in names_of(number))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup_budget, "MOST", {timedelta(days=1): 2})


def api(world: World) -> Client:
    token = identity.issue_token(world.account, name="api")
    return Client(headers={"authorization": f"Bearer {token}", "accept-language": "en"})


def by_api(world: World, worker: int) -> str:
    body = json.dumps({"input": joining(world, worker)})
    address = f"/api/v1/services/{JOIN}?dry_run=true"
    return api(world).post(address, body, content_type="application/json").content.decode()


def by_web(world: World, worker: int) -> str:
    client = Browser(headers={"accept-language": "en"})
    client.post("/sign-in/", {"username": world.account.username, "password": PASSWORD})
    form = joining(world, worker) | {"step": "check", "once": "x"}
    return client.post(f"/services/{JOIN}/", form).content.decode()


def by_look_up(world: World, worker: int) -> str:
    client = Browser(headers={"accept-language": "en"})
    client.post("/sign-in/", {"username": world.account.username, "password": PASSWORD})
    return client.get(f"/look-up/person/?field=worker&worker={worker}").content.decode()


def by_rehearsal(channel: str) -> Callable[[World, int], str]:
    """As telephone, text, kiosk and counter do: one asking, rehearsed."""

    def ask(world: World, worker: int) -> str:
        actor = queries.actor_of(world.account, Assurance.SECOND_FACTOR)
        context = Context(actor, channel, NOW, "en", dry_run=True)
        return json.dumps(
            dict(perform(JOIN, joining(world, worker), context).output), ensure_ascii=False
        )

    return ask


WAYS = {
    "api": by_api,
    "web": by_web,
    "look-up": by_look_up,
    "voice": by_rehearsal("voice"),
    "sms": by_rehearsal("sms"),
    "kiosk": by_rehearsal("kiosk"),
}


@pytest.mark.parametrize("last", WAYS)
def test_the_budget_is_one_over_all_channels(world: World, few: None, last: str) -> None:
    others = [way for way in WAYS if way != last][:2]
    for way, stranger in zip(others, STRANGERS, strict=False):
        assert tells(WAYS[way](world, stranger), stranger), way
    assert not tells(WAYS[last](world, STRANGERS[3]), STRANGERS[3])
    assert tells(WAYS[last](world, STRANGERS[0]), STRANGERS[0])  # looked up before today


def test_at_a_counter_the_clerk_is_who_looks(world: World, few: None) -> None:
    actor = queries.actor_of(world.account, Assurance.SECOND_FACTOR)
    for number, stranger in enumerate(STRANGERS[:3]):
        served = Context(_served(actor, 77), "counter", NOW, "en", dry_run=True)
        told = perform(JOIN, joining(world, stranger), served).output
        assert tells(json.dumps(dict(told), ensure_ascii=False), stranger) is (number < 2)


def _served(actor: Any, clerk: int) -> Any:
    return replace(actor, clerk=Clerk(clerk, "clerk"))


def test_a_rehearsal_of_many_rows_tells_no_strangers_name(world: World) -> None:
    body = json.dumps({"rows": [joining(world, stranger) for stranger in STRANGERS]})
    address = f"/api/v1/services/{JOIN}?dry_run=true"
    said = api(world).post(address, body, content_type="application/json")
    text = said.content.decode()
    assert said.status_code == 200, text
    assert text.count('"accepted"') >= len(STRANGERS)
    assert not any(tells(text, stranger) for stranger in STRANGERS)
    assert (
        store.value("SELECT count(*) FROM identity_throttle WHERE starts_with(key, 'looked-up:')")
        == 0
    )


def test_it_tells_the_names_of_ones_own_workers(world: World) -> None:
    former = STRANGERS[0]
    seeds.engage(int(world.facts["branch"]), former)
    actor = queries.actor_of(world.account, Assurance.SECOND_FACTOR)
    rows = [joining(world, former), joining(world, STRANGERS[1])]
    answers = perform_many(JOIN, rows, Context(actor, "api", NOW, "en", dry_run=True))
    told = [json.dumps(dict(answer.output), ensure_ascii=False) for answer in answers]
    assert [
        tells(text, number) for text, number in zip(told, (former, STRANGERS[1]), strict=True)
    ] == [True, False]


def test_the_preview_of_a_file_tells_none(world: World) -> None:
    client = Browser(headers={"accept-language": "en"})
    client.post("/sign-in/", {"username": world.account.username, "password": PASSWORD})
    given = [joining(world, stranger) for stranger in STRANGERS]
    lines = [",".join(given[0])] + [",".join(row.values()) for row in given]
    upload = SimpleUploadedFile("joining.csv", "\r\n".join(lines).encode())
    sent = client.post("/files/", {"kind": JOIN, "file": upload})
    page = client.get(sent.headers["Location"]).content.decode()
    assert not any(tells(page, stranger) for stranger in STRANGERS)


@pytest.mark.parametrize("key", [k for k, s in services().items() if s.checks])
def test_whatever_names_a_person_says_whom(
    indebted: World, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what services answer: with nobody to be named, no rehearsal holds a name of the
    registry's.
    """
    monkeypatch.setattr(rehearsed_names, "KNOWS", [])
    world, service = indebted, services()[key]
    for example in service.examples:
        if expected(example).outcome == "refused":
            continue
        with store.atomic(keep=False):
            for other, given in example.before:
                engine.play(world, other, world.filled(given))
            raw = world.filled(example.given)
            context = world.context(key, "engine").rehearsal()
            told = json.dumps(dict(perform(key, raw, context).output), ensure_ascii=False)
            asked = [
                int(v)
                for c in service.checks
                if (v := raw.get(c.field, "")).isdigit() and len(v) == 10
            ]
            for number in asked:
                if getattr(next(c for c in service.checks), "register", None) and _is_person(
                    number
                ):
                    assert not tells(told, number)


def _is_person(number: int) -> bool:
    return str(number)[0] in "12" and persons(pl.Series([number])).height == 1


def test_the_page_of_appointing_keeps_to_the_budget_too(world: World, few: None) -> None:
    client = Browser(headers={"accept-language": "en"})
    client.post("/sign-in/", {"username": world.account.username, "password": PASSWORD})
    _prove_more(client)
    told = []
    for stranger in STRANGERS[:3]:
        form = {
            "establishment": world.facts["establishment"],
            "delegate": str(stranger),
            "rights": "view",
            "step": "check",
            "once": "x",
        }
        told.append(
            tells(
                client.post("/services/mandates.appoint_delegate/", form).content.decode(), stranger
            )
        )
    assert told == [True, True, False]
