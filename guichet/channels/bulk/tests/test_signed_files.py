"""Files with the client's own signature: accepted, shown, refused with the reason; by page and by
command.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from guichet.channels.bulk.commandline import command
from guichet.channels.bulk.models import File
from guichet.channels.bulk.movement import MONTHLY
from guichet.channels.bulk.tests.conftest import Institution, confirmed
from guichet.domain.certificates import commands as certificates
from guichet.domain.certificates.models import AcceptedSignature, Certificate
from guichet.domain.certificates.tests.openssl import key, sign, write
from guichet.engine import store
from guichet.lib import reference


@pytest.fixture
def client_certificate(institution: Institution, tmp_path: Path, settings: Any) -> Certificate:
    """The bureau's certificate, its key made by openssl."""
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    now = timezone.now()
    certificates.create_root("Example Social Insurance", now)
    made = certificates.issue_client(
        key(tmp_path, "bureau"), "Bureau payroll officer", institution.bureau.pk, now
    )
    write(tmp_path, "bureau", made)
    return made


def upload(
    institution: Institution,
    text: str,
    signature: bytes | None,
    language: str = "en",
    account: Any = None,
) -> Any:
    given: dict[str, Any] = {"kind": MONTHLY, "file": SimpleUploadedFile("pay.csv", text.encode())}
    if signature is not None:
        given["signature"] = SimpleUploadedFile("pay.csv.p7s", signature)
    return institution.client(account, language=language).post("/files/", given)


def test_a_signed_file_is_taken_and_its_signer_shown_everywhere(
    institution: Institution, client_certificate: Certificate, tmp_path: Path
) -> None:
    text = institution.wages(3)
    answer = upload(institution, text, sign(tmp_path, "bureau", text.encode()))
    assert answer.status_code == 302
    client = institution.client()
    page = client.get(answer.headers["Location"]).content.decode()
    assert "signed by Bureau payroll officer" in page and client_certificate.serial in page
    confirmed(client, answer.headers["Location"])
    assert (
        "signed by Bureau payroll officer"
        in client.get(answer.headers["Location"]).content.decode()
    )
    transaction = store.value("SELECT max(id) FROM engine_transaction")
    receipt = client.get(f"/transactions/{reference.encode(transaction)}/").content.decode()
    assert "Bureau payroll officer" in receipt and client_certificate.serial in receipt


def test_without_a_signature_nothing_is_different(institution: Institution) -> None:
    answer = upload(institution, institution.wages(3), None)
    assert answer.status_code == 302
    assert "signed by" not in institution.client().get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "لا يطابق التوقيع هذا الملف"),
        ("en", "does not belong to this file"),
        ("fr", "n’est pas celle de ce fichier"),
    ],
)
def test_a_changed_file_is_refused_before_it_is_kept(
    institution: Institution,
    client_certificate: Certificate,
    tmp_path: Path,
    language: str,
    said: str,
) -> None:
    text = institution.wages(3)
    signature = sign(tmp_path, "bureau", text.encode())
    answer = upload(institution, text.replace("9000", "9001"), signature, language)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not File.objects.exists() and not AcceptedSignature.objects.exists()


def test_revoked_foreign_and_empty_signatures_are_refused(
    institution: Institution, client_certificate: Certificate, tmp_path: Path
) -> None:
    text = institution.wages(3)
    signature = sign(tmp_path, "bureau", text.encode())
    stranger = upload(institution, text, signature, account=institution.stranger)
    assert stranger.status_code == 422
    assert "not a CMS message" in upload(institution, text, b"x" * 100_000).content.decode()
    certificates.revoke(client_certificate, "key lost", timezone.now())
    assert "has been revoked" in upload(institution, text, signature).content.decode()
    assert not File.objects.exists()


def test_the_command_line_takes_a_signature(
    institution: Institution, client_certificate: Certificate, tmp_path: Path
) -> None:
    text = institution.wages(3)
    (tmp_path / "pay.csv").write_text(text, newline="")
    (tmp_path / "pay.p7s").write_bytes(sign(tmp_path, "bureau", text.encode()))
    arguments = [
        str(tmp_path / "pay.csv"),
        "--as",
        "bureau",
        "--language",
        "en",
        "--signature",
        str(tmp_path / "pay.p7s"),
    ]
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 0, done.output
    assert (
        "Signed by Bureau payroll officer" in done.output and AcceptedSignature.objects.count() == 1
    )
    (tmp_path / "pay.csv").write_text(text + " ", newline="")
    broken = CliRunner().invoke(command, arguments)
    assert broken.exit_code == 1 and "does not belong to this file" in broken.output
