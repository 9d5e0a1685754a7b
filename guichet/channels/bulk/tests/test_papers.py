"""A file that asks for certificates gives all of them in one archive."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from guichet.channels.bulk.tests.conftest import Institution, confirmed, csv_of
from guichet.domain.certificates import commands as certificates
from guichet.domain.documents import composition
from guichet.domain.documents.models import Document

KIND = "certificates.statement"


@pytest.fixture(autouse=True)
def signer(institution: Institution, tmp_path: Path, settings: Any) -> None:
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    certificates.create_root("Example Social Insurance", timezone.now())
    certificates.issue_signer("Document signer", timezone.now())


def test_the_archive_is_offered_when_the_workers_are_done(institution: Institution) -> None:
    numbers = institution.engaged["establishment"].unique().sort().to_list()[:4]
    text = csv_of(("establishment", "to_month"), [[str(n), "2026-11"] for n in numbers])
    client = institution.client()
    address = client.post(
        "/files/", {"kind": KIND, "file": SimpleUploadedFile("s.csv", text.encode())}
    ).headers["Location"]
    confirmed(client, address)
    page = client.get(address).content.decode()
    assert "being made" in page and client.get(f"{address}papers/").status_code == 404
    composition.compose_all(Document.objects.values_list("id", flat=True), timezone.now())
    page = client.get(address).content.decode()
    assert f"{address}papers/" in page
    answer = client.get(f"{address}papers/")
    assert answer.headers["Content-Type"] == "application/zip"
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert (
        packed.testzip() is None
        and len(packed.namelist()) == len(numbers) == Document.objects.count()
    )
    assert all(packed.read(name).startswith(b"%PDF-1.7") for name in packed.namelist())
    assert institution.client(institution.stranger).get(f"{address}papers/").status_code == 404


def test_a_file_without_documents_offers_none(institution: Institution) -> None:
    client = institution.client()
    given = {
        "kind": "monthly-movement",
        "file": SimpleUploadedFile("w.csv", institution.wages(2).encode()),
    }
    address = client.post("/files/", given).headers["Location"]
    confirmed(client, address)
    assert "signed documents" not in client.get(address).content.decode()
    assert client.get(f"{address}papers/").status_code == 404
