"""What a machine lists: whole, in order, page by page, and never another's."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from guichet.channels.api import openapi
from guichet.channels.api.tests.conftest import Call, caller
from guichet.channels.shared.collections import known
from guichet.domain.identity import staff
from guichet.domain.identity.tests.staffing import member
from guichet.domain.reception import queue
from tests.contract.world import World

NAMES = ["bills", "files", "mandates", "payments", "transactions", "workers"]


def _all(call: Call, path: str) -> list[dict[str, Any]]:
    """Every item, following ``next`` as a client does."""
    found: list[dict[str, Any]] = []
    address: str | None = f"/api/v1/{path}"
    while address:
        said = call(address.removeprefix("/api/v1/")).json()
        found += said["data"]
        address = said["next"]
    return found


def test_every_collection_is_offered_and_described() -> None:
    assert list(known()) == NAMES
    paths = openapi.document("en")["paths"]
    for name in NAMES:
        operation = paths[f"/{name}"]["get"]
        assert {p["name"] for p in operation["parameters"]} >= {"limit", "cursor"}


def test_workers_come_page_by_page_each_once(call: Call, world: World) -> None:
    establishment = world.facts["establishment"]
    whole = call(f"workers?establishment={establishment}").json()
    assert whole["next"] is None and len(whole["data"]) >= 2
    assert {w["worker"] for w in whole["data"]} >= {
        world.facts["worker"],
        world.facts["recent_worker"],
    }
    assert all("." in w["basic"] for w in whole["data"])
    paged = _all(call, f"workers?establishment={establishment}&limit=1")
    assert paged == whole["data"]


def test_bills_payments_and_transactions_of_an_establishment(call: Call, world: World) -> None:
    establishment = world.facts["establishment"]
    given = {
        "establishment": establishment,
        "worker": world.facts["worker"],
        "month": "2026-11",
        "basic": "9000",
        "housing": "0",
    }
    asked = call("services/registry.change_wage", {"input": given}).json()
    listed = _all(call, f"transactions?establishment={establishment}&limit=1")
    assert asked["reference"] in {t["reference"] for t in listed}
    mine = call("transactions?service=registry.change_wage&outcome=accepted").json()["data"]
    assert [t["reference"] for t in mine] == [asked["reference"]]
    assert call("transactions?outcome=refused").json()["data"] == []
    assert call(f"bills?establishment={establishment}").status_code == 200
    assert call(f"payments?establishment={establishment}&since=2026-01-01").json()["next"] is None


def test_mandates_are_what_one_may(call: Call, stranger: Call, world: World) -> None:
    found = _all(call, "mandates?limit=1")
    assert world.facts["establishment"] in {m["party"] for m in found}
    assert len({m["party"] for m in found}) == len(found)
    assert stranger("mandates").json() == {"data": [], "next": None}
    assert call("files").json() == {"data": [], "next": None}


def test_a_task_of_the_staff_is_nobody_to_act_for(db: None) -> None:
    queue.add_branch(102, "فرع جدة", "Jeddah branch")
    clerk = caller(member("clerk", staff.COUNTER, place=102))
    assert clerk("mandates").json() == {"data": [], "next": None}


@pytest.mark.parametrize("name", ["workers", "bills", "payments", "transactions"])
def test_anothers_establishment_is_refused_in_the_words_of_one_that_is_none(
    name: str, call: Call, stranger: Call, nobody: Call, world: World
) -> None:
    establishment = world.facts["foreign_establishment"]
    said = call(f"{name}?establishment={establishment}")
    assert (said.status_code, said.json()["code"]) == (403, "not-covered-by-mandate")
    assert call(f"{name}?establishment=500999999").json()["code"] == "not-covered-by-mandate"
    assert stranger(f"{name}?establishment={world.facts['establishment']}").status_code == 403
    assert nobody(f"{name}?establishment={world.facts['establishment']}").status_code == 401


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("workers", "establishment", "parameter-invalid"),
        ("workers?establishment=12", "establishment", "parameter-invalid"),
        ("mandates?limit=0", "limit", "parameter-invalid"),
        ("mandates?limit=201", "limit", "parameter-invalid"),
        ("mandates?cursor=abc", "cursor", "parameter-invalid"),
        ("transactions?colour=red", "colour", "parameter-unknown"),
        ("transactions?outcome=perhaps", "outcome", "parameter-invalid"),
        ("payments?establishment=500000001&since=yesterday", "since", "parameter-invalid"),
        ("files?state=lost", "state", "parameter-invalid"),
    ],
)
@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_a_wrong_parameter_is_named(
    call: Call, query: str, field: str, code: str, language: str
) -> None:
    response = call(query, language=language)
    said = response.json()
    assert (response.status_code, said["code"], said["field"]) == (400, code, field)
    assert field in said["detail"] and "…" not in said["detail"]


def test_a_cursor_of_another_collection_is_none(call: Call, world: World) -> None:
    establishment = world.facts["establishment"]
    address = call(f"workers?establishment={establishment}&limit=1").json()["next"]
    cursor = address.rpartition("cursor=")[2]
    assert call(f"mandates?cursor={cursor}").json()["code"] == "parameter-invalid"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("bills", "abc"),
        ("bills", "2026-11-01\x00"),
        ("mandates", "person:²"),
        ("mandates", "person:" + "9" * 100),
        ("mandates", "per\x00son:1"),
        ("mandates", "person"),
        ("workers", 1 << 62 << 1),
        ("workers", "5"),
        ("payments", True),
        ("payments", -1),
        ("transactions", -(1 << 63)),
        ("files", [1]),
        ("files", "2026-11-01T10:00|6a9d8d55-9bd4-4d77-8b2c-1c9d3c2d0a11"),
        ("files", "yesterday"),
    ],
)
def test_a_forged_cursor_is_a_wrong_parameter(
    call: Call, world: World, name: str, key: object
) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps([name, key]).encode()).decode().rstrip("=")
    of_one = {"bills", "workers", "payments"}
    establishment = f"establishment={world.facts['establishment']}&" if name in of_one else ""
    said = call(f"{name}?{establishment}cursor={cursor}")
    assert (said.status_code, said.json().get("field")) == (400, "cursor"), said.json()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_last_day_there_are(call: Call, world: World, day: str) -> None:
    establishment = world.facts["establishment"]
    assert call(f"workers?establishment={establishment}&on={day}").status_code == 200
    assert (
        call(f"payments?establishment={establishment}&since={day}&until={day}").status_code == 200
    )


def test_a_rehearsal_tells_amounts_as_text(call: Call, world: World) -> None:
    given = {
        "establishment": world.facts["establishment"],
        "worker": world.facts["worker"],
        "month": "2026-11",
        "basic": "9000",
        "housing": "0",
    }
    changes = call("services/registry.change_wage?dry_run=true", {"input": given}).json()["changes"]
    assert (
        isinstance(changes["contribution_due"], str) and changes["contribution_due"].count(".") == 1
    )
    assert all(
        isinstance(count, int) for name, count in changes.items() if "contribution" not in name
    )


def test_no_such_collection(call: Call) -> None:
    assert call("horses").status_code == 404
