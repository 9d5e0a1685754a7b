"""A bureau's system acts for an establishment because that establishment's owner let it, for as
long as they do.
"""

from __future__ import annotations

from typing import Any

import pytest

from guichet.channels.systems import choices
from guichet.channels.systems.tests.conftest import Browse
from guichet.domain.identity import commands as identity
from guichet.domain.identity.tasks import who_asked
from guichet.domain.systems import commands
from guichet.domain.systems.models import System
from guichet.domain.systems.tests.machine import Machine, new_key, pem
from guichet.engine.actor import PartyKind
from tests.contract.world import NOW, World

CHANGE = "services/registry.change_wage"


@pytest.fixture
def bureau(world: World) -> Machine:
    """A system of another establishment, whose keeper is somebody else."""
    keeper = identity.open_account(username="bureau", password=None)
    other = int(world.facts["foreign_establishment"])
    identity.grant(establishment=other, rights=["owner"], account=keeper)
    return Machine.connect(keeper, other, now=NOW)


@pytest.fixture
def wage(world: World) -> dict[str, Any]:
    facts = world.facts
    return {
        "input": {
            "establishment": facts["establishment"],
            "worker": facts["worker"],
            "month": "2026-11",
            "basic": "9300",
        }
    }


def admit(browse: Browse, client_id: str, *let: str, **more: Any) -> Any:
    return browse(**more).post("/systems/others/", {"client_id": client_id, "let": let})


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_an_owner_lets_a_bureaus_system_act_and_ends_it(
    browse: Browse, bureau: Machine, wage: Any, language: str
) -> None:
    name = bureau.system.client_id
    assert bureau.call(CHANGE, wage).json()["code"] == "not-covered-by-mandate"
    assert admit(browse, f" {name} ", "registry.change_wage", language=language).status_code == 302
    assert name in browse(language=language).get("/systems/").content.decode()
    token = bureau.token()
    assert bureau.call(CHANGE, wage, token=token).status_code == 200
    # What was not let is not covered: its right was not given.
    joining = {"input": wage["input"] | {"started_on": "2026-11-01"}}
    joining["input"].pop("month")
    said = bureau.call("services/registry.register_worker", joining, token=token).json()
    assert "not-covered-by-mandate" in {e["code"] for e in said["errors"]}
    assert browse(language=language).post(f"/systems/others/{name}/end/").status_code == 302
    wage["input"]["basic"] = "9400"
    assert bureau.call(CHANGE, wage, token=token).json()["code"] == "not-covered-by-mandate"
    assert name not in browse(language=language).get("/systems/").content.decode()


@pytest.mark.parametrize(
    ("client_id", "let"),
    [
        ("", "registry.change_wage"),
        ("sys-none", "registry.change_wage"),
        ("a\u0000b", "registry.change_wage"),
        ("own", "registry.change_wage"),
        ("bureau", "account.balance"),
        ("bureau", "no.such"),
        ("revoked", "registry.change_wage"),
    ],
)
def test_what_cannot_be_let_is_told(
    browse: Browse, bureau: Machine, world: World, machine: Machine, client_id: str, let: str
) -> None:
    if client_id == "revoked":
        commands.revoke(bureau.system, account=world.account, now=NOW)
    known = {
        "own": machine.system.client_id,
        "bureau": bureau.system.client_id,
        "revoked": bureau.system.client_id,
    }
    assert admit(browse, known.get(client_id, client_id), let).status_code in (400, 422)


def test_a_delegate_lets_no_more_than_they_have(
    browse: Browse, bureau: Machine, world: World, wage: Any
) -> None:
    delegate = identity.open_account(username="delegate", password=None)
    mine = int(world.facts["establishment"])
    identity.grant(establishment=mine, rights=["systems", "register"], account=delegate)
    refused = admit(browse, bureau.system.client_id, "registry.change_wage", account=delegate)
    assert refused.status_code == 422
    both = ("registry.change_wage", "registry.register_worker")
    assert admit(browse, bureau.system.client_id, *both, account=delegate).status_code == 302
    assert bureau.call(CHANGE, wage).json()["code"] == "not-covered-by-mandate"


def test_letting_a_system_in_opens_nothing_of_it(browse: Browse, bureau: Machine) -> None:
    admit(browse, bureau.system.client_id, "registry.change_wage")
    page = f"/systems/{bureau.system.client_id}/"
    assert browse().get(page).status_code == 404
    for way in ("revoke/", "keys/", "services/", "webhook/"):
        assert browse().post(page + way, {"services": "registry.change_wage"}).status_code == 404
    assert System.objects.get().revoked_at is None


def test_a_held_row_of_a_system_goes_on_in_its_name_while_it_may(
    machine: Machine, world: World
) -> None:
    mine = int(world.facts["establishment"])

    def covers() -> set[int]:
        actor = who_asked(machine.system.account, "Payroll")
        return actor.mandates.covers("wages", PartyKind.ESTABLISHMENT, [mine], NOW.date())

    assert covers() == {mine}
    commands.revoke(machine.system, account=world.account, now=NOW)
    assert covers() == set()


def test_a_bureaus_system_acts_for_the_clients_who_appointed_it(
    browse: Browse, world: World, wage: Any
) -> None:
    from guichet.domain.identity.models import Mandate

    keeper = identity.open_account(username="keeper", password=None)
    bureau = int(world.facts["foreign_establishment"])
    identity.grant(establishment=bureau, rights=["owner"], account=keeper)
    client = browse(keeper, number=str(bureau))
    assert 'name="clients"' not in client.get("/systems/").content.decode()
    appointed = Mandate.objects.create(
        bureau=bureau,
        party_kind="establishment",
        party=int(world.facts["establishment"]),
        rights=["wages"],
        basis="appointed",
    )
    assert 'name="clients"' in client.get("/systems/").content.decode()
    chosen = {"services": ["registry.change_wage"], "name": "Bureau"}
    client.post("/systems/", chosen | {"clients": "1"})
    system, key = System.objects.get(), new_key()
    commands.add_key(system, account=keeper, text=pem(key), name="k", now=NOW)
    machine = Machine(system, key)
    assert machine.call(CHANGE, wage).status_code == 200
    # The owner of another establishment, no bureau, cannot tick it in.
    browse().post("/systems/", chosen | {"clients": "1"})
    assert not choices.serves_clients(System.objects.latest("id")) and choices.serves_clients(
        system
    )
    wage["input"]["basic"] = "9400"
    Mandate.objects.filter(pk=appointed.pk).update(revoked_at=NOW)
    assert machine.call(CHANGE, wage).json()["code"] == "not-covered-by-mandate"
    client.post(f"/systems/{system.client_id}/services/", {"services": ["registry.change_wage"]})
    assert not choices.serves_clients(system)
