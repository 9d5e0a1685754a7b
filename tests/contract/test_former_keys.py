"""A service whose file moved answers to the key it had, for ever and at every door: what was sent,
given, drafted or held under it is found again, and nothing is done twice.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from guichet.channels.api import openapi
from guichet.channels.api.tests.conftest import Call, caller
from guichet.channels.assistant import tools
from guichet.channels.bulk import files
from guichet.channels.bulk.models import File
from guichet.channels.bulk.senders import call_key
from guichet.channels.shared.moved import moved
from guichet.channels.sms import keywords
from guichet.channels.sms.tests.handset import COURIER, Handset
from guichet.domain.contact import commands as contact
from guichet.domain.identity import staff
from guichet.domain.identity.tests.staffing import member, withdraw
from guichet.domain.systems import commands, delivery, hooks, messages
from guichet.domain.systems.tests.machine import Machine
from guichet.domain.systems.tests.receiver import receiving
from guichet.engine import audit, audit_seals, referrals, store
from guichet.engine.perform import perform
from guichet.engine.registry import service_of, services
from guichet.engine.service import Service
from tests.contract.world import NOW, World

OLD, NEW = "registry.alter_wage", "registry.change_wage"
Move = Callable[..., None]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``called(service, key, *formerly)``: as after a start of the release in which its file lies
    there.
    """

    def call(service: type[Service], key: str, *formerly: str) -> None:
        monkeypatch.setattr(service, "key", key)
        monkeypatch.setattr(service, "formerly", formerly)
        _start()

    yield call
    monkeypatch.undo()
    _start()


def _start() -> None:
    """What a process makes once is made anew; the catalogue stays the object that all hold."""
    known = services()
    known.__init__(list(known.values()))  # type: ignore[misc]
    for name, module in list(sys.modules.items()):
        if name.startswith("guichet.channels."):
            for made in vars(module).values():
                if made is not services and callable(getattr(made, "cache_clear", None)):
                    made.cache_clear()


@pytest.fixture
def before(called: Move) -> None:
    """The time when the service still lay at its former place."""
    called(service_of(NEW), OLD)


@pytest.fixture
def move(called: Move) -> Callable[[], None]:
    """The release that moves it."""
    return lambda: called(services().get(OLD) or service_of(NEW), NEW, OLD)


def wage(world: World, basic: str = "12500.50") -> dict[str, str]:
    facts = world.facts
    given = {"establishment": facts["establishment"], "worker": facts["worker"]}
    return given | {"month": "2026-11", "basic": basic, "housing": "0"}


def test_what_was_sent_under_the_former_key_is_not_done_again_under_the_new(
    world: World, before: None, move: Callable[[], None]
) -> None:
    call: Call = caller(world.account)
    first = call(f"services/{OLD}", {"input": wage(world)}, key="a")
    many = call(f"services/{OLD}", {"rows": [wage(world, "13000.00")]}, key="b")
    move()
    for key in (NEW, OLD):
        again = call(f"services/{key}", {"input": wage(world)}, key="a")
        assert again.headers["Idempotent-Replay"] == "true"
        assert again.json()["reference"] == first.json()["reference"]
        rows = call(f"services/{key}", {"rows": [wage(world, "13000.00")]}, key="b").json()["rows"]
        assert [row["reference"] for row in rows] == [
            row["reference"] for row in many.json()["rows"]
        ]
    other = call(f"services/{OLD}", {"input": wage(world, "14000.00")}, key="c")
    assert other.json()["outcome"] == "accepted" and other.json()["service"] == NEW
    assert other.headers["Link"] == f'</api/v1/services/{NEW}>; rel="successor-version"'
    assert "Link" not in call(f"services/{NEW}", {"input": wage(world, "14000.00")}).headers


def test_lists_know_both_keys_and_the_description_calls_the_former_deprecated(
    world: World, before: None, move: Callable[[], None]
) -> None:
    reference = perform(OLD, wage(world), world.context(OLD, "web")).reference
    move()
    document = openapi.document("en")
    paths = {path: said["post"] for path, said in document["paths"].items() if "post" in said}
    assert paths[f"/services/{OLD}"]["deprecated"] and "deprecated" not in paths[f"/services/{NEW}"]
    assert (
        paths[f"/services/{OLD}"]["requestBody"]["content"]["application/json"]["schema"]
        == paths[f"/services/{NEW}"]["requestBody"]["content"]["application/json"]["schema"]
    )
    names = [said["operationId"] for said in paths.values()]
    assert len(names) == len(set(names))
    scopes = document["components"]["securitySchemes"]["system"]["flows"]["clientCredentials"]
    assert {OLD, NEW} <= set(scopes["scopes"])
    call = caller(world.account)
    listed = [entry["key"] for entry in call("services").json()["services"]]
    assert NEW in listed and OLD not in listed, "a service is listed once"
    found = call(f"transactions?service={NEW}").json()["data"]
    assert [(row["reference"], row["service"]) for row in found] == [(reference, NEW)]
    assert tools.named()["registry_alter_wage"] is tools.named()["registry_change_wage"]


def test_a_system_goes_on_with_the_key_it_was_given(
    world: World, before: None, move: Callable[[], None], settings: Any, tmp_path: Any
) -> None:
    settings.TOKEN_KEYS, settings.WEBHOOKS_ANYWHERE = str(tmp_path / "keys"), True
    machine = Machine.connect(
        world.account, int(world.facts["establishment"]), services=[OLD], rights=["wages", "view"]
    )
    held = machine.token(scope=OLD)
    with receiving() as receiver:
        hooks.register(machine.system, receiver.url, account=world.account, now=NOW)
        assert delivery.deliver(NOW) == 1
        receiver.got.clear()
        move()
        for token in (held, machine.token(scope=OLD), machine.token(scope=NEW), machine.token()):
            for key in (OLD, NEW):
                body = json.dumps({"input": wage(world)})
                assert machine.call(f"services/{key}", body, token=token).status_code == 200
            listed = machine.call(
                f"workers?establishment={wage(world)['establishment']}", token=token
            )
            assert listed.status_code == 200
        commands.change(
            machine.system,
            account=world.account,
            services=[NEW, "registry.register_worker"],
            rights=["wages", "register"],
            certificate_bound=False,
            now=NOW,
        )
        messages.spread(NOW), delivery.deliver(NOW)
        told = [row["service"] for body in receiver.bodies for row in body["data"]["transactions"]]
        assert set(told) == {OLD}, "whoever is told has only the name to go by"


def test_pages_lead_on_and_a_half_filled_form_is_found(
    world: World, before: None, move: Callable[[], None]
) -> None:
    browser = Client()
    browser.force_login(world.account)
    form = wage(world, "nonsense") | {"once": "11111111-1111-4111-8111-111111111111"}
    led = browser.post(f"/services/{OLD}/", form | {"step": "check"})
    move()
    kept = browser.get(led.headers["Location"])
    assert kept.status_code == 308 and kept.headers["Location"].startswith(f"/services/{NEW}/?")
    page = browser.get(kept.headers["Location"]).content.decode()
    assert "nonsense" in page and f"/services/{OLD}/" not in page
    sent = browser.post(f"/services/{OLD}/?x=1", form | {"step": "check"})
    assert (sent.status_code, sent.headers["Location"]) == (308, f"/services/{NEW}/?x=1")
    assert browser.get("/services/registry.never_was/").status_code == 404


@pytest.mark.parametrize("name", ["service", "counter-service", "kiosk-service"])
def test_every_page_of_a_service_leads_on(
    before: None, move: Callable[[], None], name: str
) -> None:
    move()
    path = reverse(name, kwargs={"key": OLD})
    request = RequestFactory().post(f"{path}?at=1", {"step": "check"})
    request.resolver_match, request.session = resolve(path), {}  # type: ignore[assignment]
    answer = moved(request, service_of(OLD))
    assert answer is not None and answer.status_code == 308
    assert answer.headers["Location"] == reverse(name, kwargs={"key": NEW}) + "?at=1"
    request.resolver_match = resolve(reverse(name, kwargs={"key": NEW}))
    assert moved(request, service_of(NEW)) is None


def test_a_file_of_the_former_key_is_the_same_file(
    world: World, before: None, move: Callable[[], None]
) -> None:
    sent = {"account": world.account.pk, "name": "w.csv", "language": "en", "now": NOW}
    first = files.keep(iter([b"one"]), kind=OLD, **sent)
    File.objects.filter(pk=first.pk).update(confirmed_at=NOW)
    name = call_key(first)
    move()
    again = files.keep(iter([b"one"]), kind=NEW, **sent)
    assert files.sent_before(again) == first and call_key(again) == name
    browser = Client()
    browser.force_login(world.account)
    blanks = [browser.get(f"/files/templates/{key}/csv/") for key in (OLD, NEW)]
    assert [b.status_code for b in blanks] == [200, 200]
    assert blanks[0].content == blanks[1].content


def test_the_audit_of_what_was_recorded_before_finds_no_fault(
    world: World, before: None, move: Callable[[], None]
) -> None:
    perform(OLD, wage(world), world.context(OLD, "web"))
    move()
    perform(NEW, wage(world, "13000.00"), world.context(NEW, "web"))
    audit_seals.seal(NOW)
    assert audit.verify() == []
    store.execute("SET session_replication_role = replica")  # past the triggers
    store.execute("UPDATE engine_transaction SET service = 2101 WHERE service = 2103")
    store.execute("RESET session_replication_role")
    faults = [fault for fault in audit.verify() if "service contradicts its content" in fault]
    assert len(faults) == 2, "the former key's row as well as the new one's"


def test_whoever_decided_its_cases_goes_on_deciding_them(world: World, called: Move) -> None:
    service = service_of("payments.waive_penalties")
    called(service, "payments.forgive_penalties")
    right, today = f"{staff.DECIDE}:payments.forgive_penalties", NOW.date()
    clerk = member("clerk", right)
    called(service, "payments.waive_penalties", "payments.forgive_penalties")
    new = referrals.right_to_rule(service)
    assert staff.rights(clerk, today) == {new} == {f"{staff.DECIDE}:{service.key}"}
    assert staff.known(right) and staff.may(clerk, new, today)
    assert staff.living_holders(new) == {clerk.pk}
    assert staff.places(clerk, new, today) == [staff.HEAD_OFFICE]
    assert referrals.decided_by(staff.rights(clerk, today)) == [service]
    withdraw(clerk, new)
    assert staff.rights(clerk, today) == frozenset()


def test_a_conversation_goes_on_over_the_move(
    world: World, before: None, move: Callable[[], None], settings: Any
) -> None:
    settings.CODE_COURIER = COURIER
    handset = Handset(contact.register_mobile(world.account, "0551234567", now=NOW))
    given, asked = wage(world), service_of(OLD)
    handset.writes(f"{keywords.keyword(asked, 'en')} {given['establishment']} {given['worker']}")
    handset.writes("12500.50")
    handset.writes("YES")
    code = handset.code()
    assert code, handset.heard
    move()
    assert handset.writes(code).startswith("Done."), handset.heard
    done = store.rows("SELECT service, outcome FROM engine_transaction WHERE service = 2103")
    assert len(done) == 1, "what the code was asked for is what was confirmed"
