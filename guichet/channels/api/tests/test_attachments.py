"""Files inside a call, and read back."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from django.utils import timezone

from guichet.channels.api.tests.conftest import Call
from guichet.channels.shared import quota
from guichet.lib.tests.papers import a_pdf
from tests.contract.world import World

CORRECT = "services/registry.correct_engagement"
PAPER = a_pdf(title="sent by a machine")
NAME = f"{sha256(PAPER).hexdigest()}.pdf"


@pytest.fixture
def correction(world: World) -> dict[str, Any]:
    """A good input of a correction, with a paper inside."""
    facts = world.facts
    return {
        "establishment": facts["establishment"],
        "worker": facts["worker"],
        "what": "wage",
        "month": "2026-11",
        "basic": "9100",
        "paper": {"base64": b64encode(PAPER).decode()},
    }


def test_a_file_inside_a_call_is_kept_and_read_back(
    call: Call, stranger: Call, correction: dict[str, Any]
) -> None:
    said = call(CORRECT, {"input": correction}).json()
    assert said["outcome"] == "accepted" and said["input"]["paper"] == NAME
    address = f"transactions/{said['reference']}/attachments/paper"
    read = call(address)
    assert read.content == PAPER and read.headers["Content-Type"] == "application/pdf"
    assert read.headers["Content-Disposition"] == f'attachment; filename="{NAME}"'
    assert stranger(address).status_code == 404
    assert call(f"transactions/{said['reference']}/attachments/basic").status_code == 404


def test_the_name_of_a_file_sent_before_stands_for_it_but_only_for_its_sender(
    call: Call, stranger: Call, correction: dict[str, Any]
) -> None:
    call(f"{CORRECT}?dry_run=true", {"input": correction})
    named = correction | {"paper": NAME}
    assert call(CORRECT, {"rows": [named]}).json()["rows"][0]["input"]["paper"] == NAME
    refused = stranger(CORRECT, {"input": named}).json()
    assert refused["outcome"] == "refused"


def test_the_file_is_part_of_what_a_key_stands_for(call: Call, correction: dict[str, Any]) -> None:
    first = call(CORRECT, {"input": correction}, key="k-9").json()
    again = call(CORRECT, {"input": correction}, key="k-9")
    assert again.json()["reference"] == first["reference"]
    other = correction | {"paper": {"base64": b64encode(a_pdf(title="another")).decode()}}
    assert call(CORRECT, {"input": other}, key="k-9").json()["code"] == "idempotency-key-reused"


@pytest.mark.parametrize(
    ("paper", "status", "code"),
    [
        ({"base64": "not base64!"}, 400, "request-unreadable"),
        ({"base64": 5}, 400, "request-unreadable"),
        ({"base64": "", "name": "x"}, 400, "request-unreadable"),
        ({}, 400, "request-unreadable"),
        ({"base64": ""}, 422, "attachment-empty"),
        ({"base64": b64encode(b"MZ").decode()}, 422, "attachment-kind-not-taken"),
        ({"base64": b64encode(b"%PDF-" + bytes(5_000_000)).decode()}, 413, "attachment-too-large"),
        ("f" * 64 + ".pdf", 422, "attachment-unknown"),
        ("../../etc/passwd", 422, "attachment-unknown"),
    ],
)
def test_what_is_no_file_of_ours_is_refused_with_its_code(
    call: Call, correction: dict[str, Any], paper: object, status: int, code: str
) -> None:
    response = call(CORRECT, {"input": correction | {"paper": paper}})
    said = response.json()
    assert response.status_code == status, said
    assert code in {said.get("code"), *(error["code"] for error in said.get("errors", []))}


def test_a_machine_that_floods_us_with_papers_is_told_when_to_come_again(
    call: Call, world: World, correction: dict[str, Any], settings: Any
) -> None:
    settings.FILES_MB_A_DAY = 1
    quota.take(world.account.pk, 1_000_000, timezone.now())
    for dry_run in ("?dry_run=true", ""):
        refused = call(f"{CORRECT}{dry_run}", {"input": correction})
        assert refused.status_code == 429 and "has 0 MB left" in refused.json()["detail"]
        assert 86_000 < int(refused.headers["Retry-After"]) <= 86_401


def test_an_object_in_a_field_that_takes_no_file_is_refused(
    call: Call, correction: dict[str, Any]
) -> None:
    response = call(CORRECT, {"input": correction | {"basic": {"base64": "OTEwMA=="}}})
    assert response.json()["code"] == "request-unreadable"


def test_the_description_says_how_a_file_is_sent(call: Call) -> None:
    document = call("openapi.json").json()
    paper = document["components"]["schemas"]["registry_correct_engagement_input"]["properties"][
        "paper"
    ]
    assert paper["type"] == ["string", "object", "null"]
    assert paper["properties"]["base64"]["contentEncoding"] == "base64"
    assert "/transactions/{reference}/attachments/{field}" in document["paths"]
