"""Calls with the client's own signature over the very bytes of the body."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from guichet.channels.api.tests.conftest import Call
from guichet.domain.certificates import commands as certificates
from guichet.domain.certificates.models import AcceptedSignature, Certificate
from guichet.domain.certificates.tests.openssl import key, sign, write
from tests.contract.world import NOW, World

SERVICE = "services/registry.change_wage"


@pytest.fixture
def certificate(world: World, tmp_path: Path, settings: Any) -> Certificate:
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    certificates.create_root("Example Social Insurance", NOW)
    made = certificates.issue_client(key(tmp_path, "owner"), "مسؤول الرواتب", world.account.pk, NOW)
    write(tmp_path, "owner", made)
    return made


def header(folder: Path, body: bytes) -> dict[str, str]:
    return {"Guichet-Signature": base64.b64encode(sign(folder, "owner", body)).decode()}


def test_a_signed_call_is_taken_and_its_signer_told(
    call: Call, wage: dict[str, str], certificate: Certificate, tmp_path: Path
) -> None:
    body = json.dumps({"rows": [wage]}, indent=3).encode()
    answer = call(SERVICE, body, key="month-11", headers=header(tmp_path, body))
    assert answer.status_code == 200 and answer.headers["Guichet-Signer"] == certificate.serial
    said = answer.json()["rows"][0]
    told: Any = call(said["transaction"].removeprefix("/api/v1/")).json()
    assert told["signed_by"] == {"subject": "مسؤول الرواتب", "certificate": certificate.serial}
    again = call(SERVICE, body, key="month-11", headers=header(tmp_path, body))
    assert again.headers["Idempotent-Replay"] == "true" and AcceptedSignature.objects.count() == 1


def test_a_signature_that_does_not_hold_stops_the_whole_call(
    call: Call, stranger: Call, wage: dict[str, str], certificate: Certificate, tmp_path: Path
) -> None:
    body = json.dumps({"input": wage}).encode()
    good = header(tmp_path, body)
    other = json.dumps({"input": wage | {"basic": "99999"}}).encode()
    for answer, code in (
        (call(SERVICE, other, key="a", headers=good), "signature-broken"),
        (
            call(SERVICE, body, key="b", headers={"Guichet-Signature": "not base64!"}),
            "signature-unreadable",
        ),
        (
            call(SERVICE, body, key="c", headers={"Guichet-Signature": "AAAA"}),
            "signature-unreadable",
        ),
        (call(SERVICE, body, headers=good), "signature-needs-key"),
        (stranger(SERVICE, body, key="d", headers=good), "signer-of-another"),
    ):
        assert answer.json()["code"] == code, answer.content
    assert not AcceptedSignature.objects.exists()
    certificates.revoke(certificate, "key lost", NOW)
    assert call(SERVICE, body, key="e", headers=good).json()["code"] == "signer-revoked"


def test_a_rehearsal_verifies_and_keeps_nothing(
    call: Call, wage: dict[str, str], certificate: Certificate, tmp_path: Path
) -> None:
    body = json.dumps({"input": wage}).encode()
    answer = call(f"{SERVICE}?dry_run=true", body, key="x", headers=header(tmp_path, body))
    assert answer.status_code == 200 and answer.headers["Guichet-Signer"] == certificate.serial
    assert not AcceptedSignature.objects.exists()
