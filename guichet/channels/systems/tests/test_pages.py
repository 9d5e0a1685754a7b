"""The pages: an owner connects a system, looks after its keys and messages, and stops it; nobody
else does.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guichet.channels.systems import urls
from guichet.channels.systems.tests.conftest import Browse
from guichet.domain.identity import commands as identity
from guichet.domain.systems import delivery, queries
from guichet.domain.systems.models import Delivery, System, SystemKey
from guichet.domain.systems.tests.machine import Machine, new_key, pem
from guichet.domain.systems.tests.receiver import receiving
from guichet.engine import store
from tests.contract.world import NOW, World

PAGES = [p.name for p in urls.urlpatterns if str(p.pattern).startswith("systems/")]
ARGUMENTS = {"client_id": "sys-x", "number": 1}


def address(name: str, client_id: str = "sys-x", number: int = 1) -> str:
    pattern = next(p for p in urls.urlpatterns if p.name == name)
    given = {"client_id": client_id, "number": number}
    return reverse(name, kwargs={n: given[n] for n in pattern.pattern.converters})


def connect(client: Client, **more: Any) -> System:
    form = {"name": "Payroll", "services": ["registry.change_wage"]} | more
    response = client.post("/systems/", form)
    assert response.status_code == 302, response.content.decode()
    return System.objects.latest("id")


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_an_owner_connects_a_system_gives_it_a_key_and_it_works(
    browse: Browse, world: World, language: str
) -> None:
    client = browse(language=language)
    assert client.get("/systems/").status_code == 200
    system = connect(client)
    key = new_key()
    page = f"/systems/{system.client_id}/"
    response = client.post(page + "keys/", {"name": "server 1", "key": pem(key)}, follow=True)
    assert response.status_code == 200 and "server 1" in response.content.decode()
    machine = Machine(system, key)
    wage = {
        "establishment": world.facts["establishment"],
        "worker": world.facts["worker"],
        "month": "2026-11",
        "basic": "9100",
    }
    assert machine.call("services/registry.change_wage", {"input": wage}).status_code == 200
    shown = client.get(page).content.decode()
    assert system.client_id in shown and "2026" in shown
    assert client.get("/systems/").content.decode().count(system.client_id) >= 1
    System.objects.get(last_used_at=NOW)


def test_each_step_stands_in_the_audit(browse: Browse, world: World) -> None:
    client = browse()
    system = connect(client)
    page = f"/systems/{system.client_id}/"
    client.post(page + "keys/", {"name": "one", "key": pem(new_key())})
    client.post(page + f"keys/{SystemKey.objects.get().pk}/revoke/")
    client.post(page + "services/", {"services": ["registry.register_worker"]})
    client.post(page + "webhook/", {"url": "https://hooks.example.sa/x"})
    client.post(page + "webhook/", {"end": "1"})
    client.post(page + "revoke/")
    frame = store.fetch_in_place(
        "SELECT body FROM engine_auditleaf WHERE kind = 'system' ORDER BY id", {"body": str}
    )
    leaves = [json.loads(body) for body in frame["body"]]
    assert [leaf["action"] for leaf in leaves] == [
        "connected",
        "key-added",
        "key-revoked",
        "changed",
        "webhook-registered",
        "webhook-ended",
        "revoked",
    ]
    assert {leaf["by"] for leaf in leaves} == {world.account.pk}
    assert System.objects.get().services == ["registry.register_worker"]
    assert client.get(page).status_code == 200
    # What is revoked takes nothing more.
    client.post(page + "keys/", {"name": "two", "key": pem(new_key())})
    client.post(page + "webhook/", {"url": "https://hooks.example.sa/y"})
    assert SystemKey.objects.count() == 1 and system.hooks.count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_doors_are_shut_to_visitors_strangers_and_neighbours(
    name: str, browse: Browse, world: World, stranger: Any, machine: Machine
) -> None:
    client_id, number = machine.system.client_id, SystemKey.objects.get().pk
    where = address(name, client_id, number)
    for method in ("get", "post"):
        away = getattr(Client(), method)(where)
        assert away.status_code == 302 and away.headers["Location"].startswith("/sign-in/")
        # A stranger acting, by a forged or an old session, for the owner's establishment.
        for account in (stranger, world.worker):
            answer = getattr(browse(account), method)(where)
            assert answer.status_code in (404, 405) or (name, method) == ("systems", "get")
            assert "Payroll" not in answer.content.decode()
        # The owner of another establishment asks for this one's system by its name.
        if name not in ("systems", "system-admit"):
            answer = getattr(browse(number=world.facts["branch"]), method)(where)
            assert answer.status_code in (404, 405)
    machine.system.refresh_from_db()
    assert machine.system.revoked_at is None and machine.system.keys.get().revoked_at is None
    assert machine.ask_token().status_code == 200


def test_a_delegate_loses_the_page_with_the_right(
    browse: Browse, world: World, stranger: Any
) -> None:
    mandate = identity.grant(
        establishment=int(world.facts["establishment"]),
        rights=["systems", "wages"],
        account=stranger,
    )
    client = browse(stranger)
    # A delegate hands on no more than they have.
    refused = client.post("/systems/", {"name": "x", "services": ["registry.register_worker"]})
    assert refused.status_code == 422
    system = connect(client, services=["registry.change_wage", "registry.register_worker"])
    assert system.services == ["registry.change_wage"]
    identity.revoke(mandate, now=NOW)
    assert client.get(f"/systems/{system.client_id}/").status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"name": "x"},
        {"name": " ", "services": "registry.change_wage"},
        {"name": "x" * 81, "services": "registry.change_wage"},
        {"name": "a\u202eb", "services": "registry.change_wage"},
        {"name": "x", "services": "no.such"},
        {"name": "x", "services": "account.everything\u0000"},
    ],
)
@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_a_form_that_lacks_something_says_what(
    browse: Browse, form: dict[str, str], language: str
) -> None:
    response = browse(language=language).post("/systems/", form)
    assert response.status_code in (400, 422)
    assert System.objects.count() == 0


@pytest.mark.parametrize(
    "form",
    [
        {"key": ""},
        {"key": "nonsense"},
        {"until": "2026-11-21"},
        {"until": "yesterday"},
        {"until": "9999-12-31"},
        {"from": "0001-01-01"},
        {"from": "2026-12-02", "until": "2026-12-01"},
        {"name": ""},
    ],
)
def test_a_key_that_is_none_is_told_on_the_page(browse: Browse, form: dict[str, str]) -> None:
    client = browse()
    system = connect(client)
    given = {"name": "k", "key": pem(new_key())} | form
    response = client.post(f"/systems/{system.client_id}/keys/", given)
    assert response.status_code == 422 and "There is a problem" in response.content.decode()
    assert SystemKey.objects.count() == 0


def test_a_key_that_ends_soon_is_marked_weeks_ahead(browse: Browse) -> None:
    client = browse()
    system = connect(client)
    page = f"/systems/{system.client_id}/"
    client.post(page + "keys/", {"name": "long", "key": pem(new_key()), "until": "2027-11-22"})
    assert "Ends soon" not in client.get(page).content.decode()
    client.post(page + "keys/", {"name": "short", "key": pem(new_key()), "until": "2026-12-20"})
    assert "Ends soon" in client.get(page).content.decode()
    assert "20 December 2026" in client.get(page).content.decode()


def test_a_pasted_private_key_is_neither_kept_nor_shown_again(browse: Browse) -> None:
    client = browse()
    system = connect(client)
    secret = new_key().as_pem(private=True).decode()
    response = client.post(f"/systems/{system.client_id}/keys/", {"name": "k", "key": secret})
    assert response.status_code == 422 and "private key" in response.content.decode()
    assert secret.splitlines()[1] not in response.content.decode()


def test_messages_that_failed_are_seen_and_sent_again(browse: Browse, settings: Any) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    client = browse()
    system = connect(client)
    page = f"/systems/{system.client_id}/"
    with receiving() as receiver:
        receiver.statuses = [500]
        client.post(page + "webhook/", {"url": receiver.url})
        delivery.deliver(NOW)
        shown = re.sub(r"<[^>]+>", " ", client.get(page).content.decode())
        assert "The server answered 500" in shown and "next try" in shown
        found = Delivery.objects.get()
        found.state = "failed"
        found.save()
        assert "Send again" in client.get(page).content.decode()
        client.post(page + f"messages/{found.pk}/again/")
        delivery.deliver(NOW)
        assert Delivery.objects.get().state == "delivered" and len(receiver.got) == 2


def test_an_address_of_our_insides_is_refused_on_the_page(browse: Browse) -> None:
    client = browse()
    system = connect(client)
    response = client.post(
        f"/systems/{system.client_id}/webhook/", {"url": "https://169.254.169.254/"}
    )
    assert response.status_code == 422 and 'href="#id_url"' in response.content.decode()
    assert Delivery.objects.count() == 0


def test_a_form_without_its_token_changes_nothing(world: World, browse: Browse) -> None:
    client = browse()
    client.handler.enforce_csrf_checks = True
    assert (
        client.post("/systems/", {"name": "x", "services": "registry.change_wage"}).status_code
        == 403
    )
    assert System.objects.count() == 0


def test_an_establishment_has_so_many_systems_and_no_more(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    from guichet.domain.systems import commands

    monkeypatch.setattr(commands, "MOST_SYSTEMS", 2)
    client = browse()
    connect(client), connect(client)
    assert (
        client.post("/systems/", {"name": "x", "services": "registry.change_wage"}).status_code
        == 422
    )


def test_a_key_is_added_with_a_second_factor_only(browse: Browse, machine: Machine) -> None:
    client = browse(surely=False)
    address = f"/systems/{machine.system.client_id}/"
    page = client.get(address).content.decode()
    assert "/prove/?next=" in page and "id_key" not in page
    before = queries.keys_of(machine.system)
    for path, goal in ((f"{address}keys/", address), ("/systems/others/", "/systems/")):
        sent = client.post(path, {"name": "x", "key": "y", "client_id": machine.system.client_id})
        assert (
            sent.status_code == 302
            and sent.headers["Location"] == f"/prove/?next={goal.replace('/', '%2F')}"
        )
    assert queries.keys_of(machine.system) == before
    # One that was shown too long ago counts no more.
    session = client.session
    session["proved"] = timezone.now().timestamp() - 3600
    session.save()
    assert client.post(f"{address}keys/", {"name": "x"}).status_code == 302
