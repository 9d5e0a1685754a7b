"""The authority: what it issues is good to others, rotation breaks nothing, and what runs out is
told in time.
"""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import DatabaseError
from django.db.transaction import atomic

from guichet.config.cli import main
from guichet.domain.certificates import commands, custody, queries
from guichet.domain.certificates.models import Certificate, Use
from guichet.domain.certificates.tests.conftest import NOW
from guichet.domain.certificates.tests.token import needs_token, token
from guichet.domain.identity import commands as identity


def _pem(body: bytes) -> bytes:
    return x509.load_der_x509_certificate(bytes(body)).public_bytes(Encoding.PEM)


def _openssl(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False)


def test_openssl_finds_the_chain_good_and_a_revoked_one_bad(
    authority: Path, tmp_path: Path
) -> None:
    client = commands.issue_client(
        ec.generate_private_key(ec.SECP256R1()).public_key(), "payroll", 7, NOW
    )
    (tmp_path / "root.pem").write_bytes(queries.root_pem())
    (tmp_path / "client.pem").write_bytes(_pem(client.body))
    lookup = ["-attime", str(int(NOW.timestamp()) + 60), "-crl_check", "-CAfile", "root.pem"]

    def verify() -> subprocess.CompletedProcess[str]:
        made = queries.list_of_root()
        assert made is not None
        (tmp_path / "list.pem").write_bytes(x509.load_der_x509_crl(made).public_bytes(Encoding.PEM))
        names = [str(tmp_path / a) if a.endswith(".pem") else a for a in lookup]
        return _openssl(
            "verify", *names, "-CRLfile", str(tmp_path / "list.pem"), str(tmp_path / "client.pem")
        )

    assert verify().stdout.strip().endswith("OK")
    assert commands.revoke(client, "key lost", NOW) is True
    assert commands.revoke(client, "key lost", NOW) is False
    assert "certificate revoked" in verify().stderr


def test_a_new_signer_signs_and_the_old_key_is_kept(authority: Path) -> None:
    before = queries.signer(NOW)
    commands.issue_signer("Document signer", NOW)
    after = queries.signer(NOW)
    assert after.key_name != before.key_name
    assert custody.has(before.key_name)
    assert Certificate.objects.filter(use=Use.SIGNER, key=before.key_name).exists()
    commands.revoke(commands.find(f"{Certificate.objects.latest('id').serial}"), "test", NOW)  # type: ignore[arg-type]
    assert queries.signer(NOW).key_name == before.key_name


def test_a_second_root_leaves_the_first_trusted(authority: Path) -> None:
    first = queries.signer(NOW)
    commands.create_root("Example Social Insurance", NOW + timedelta(days=40))
    assert queries.root_pem().count(b"BEGIN CERTIFICATE") == 2
    assert len(queries.chain_of(first.certificate)) == 1


def test_without_a_key_there_is_no_signer(authority: Path) -> None:
    shutil.rmtree(authority)
    with pytest.raises(queries.NoSigner):
        queries.signer(NOW)


def test_what_runs_out_is_told_weeks_ahead_and_not_once_it_is_replaced(authority: Path) -> None:
    signer = Certificate.objects.get(use=Use.SIGNER)
    assert [e.what for e in queries.expiring(NOW)] == []
    near = signer.not_after - timedelta(weeks=7)
    assert "signer" in [e.what for e in queries.expiring(near)]
    commands.issue_signer("Document signer", near)
    assert "signer" not in [e.what for e in queries.expiring(near)]


def test_the_list_is_made_anew_at_half_its_life(authority: Path) -> None:
    assert commands.refresh_list(NOW + timedelta(days=1)) is False
    assert commands.refresh_list(NOW + timedelta(days=4)) is True
    made = queries.list_of_root()
    assert made is not None and x509.load_der_x509_crl(made).next_update_utc > NOW + timedelta(
        days=10
    )


def test_private_keys_are_readable_by_us_only(authority: Path) -> None:
    modes = {path.stat().st_mode & 0o777 for path in authority.glob("*.key.pem")}
    assert modes == {0o600}


def test_what_was_entered_cannot_be_altered(authority: Path) -> None:
    with pytest.raises(DatabaseError), atomic():
        Certificate.objects.update(subject="somebody else")
    with pytest.raises(DatabaseError), atomic():
        Certificate.objects.all().delete()


@needs_token
def test_keys_in_a_token_sign_and_never_leave_it(
    db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token(tmp_path, settings, monkeypatch)
    commands.create_root("Example Social Insurance", NOW)
    commands.issue_signer("Document signer", NOW)
    signer = queries.signer(NOW)
    message = b"what is signed"
    signature = signer.key.sign(message, ec.ECDSA(custody.hashes.SHA256()))
    public = x509.load_der_x509_certificate(signer.certificate).public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(signature, message, ec.ECDSA(custody.hashes.SHA256()))
    with pytest.raises(TypeError):
        signer.key.private_numbers()
    assert not list(tmp_path.glob("**/*.pem"))


def test_the_command_line_makes_everything_a_trial_needs(
    db: None, tmp_path: Path, settings: Any
) -> None:
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    identity.open_account(username="firm", password=None)
    run = CliRunner().invoke
    assert "no root of ours" in run(main, ["ca", "signer"]).output
    assert run(main, ["ca", "root", "--institution", "Example"]).exit_code == 0
    assert run(main, ["ca", "signer"]).exit_code == 0
    key, out = tmp_path / "firm.key", tmp_path / "firm.pem"
    said = run(main, ["ca", "client", "firm", "--key", str(key), "--out", str(out)])
    assert said.exit_code == 0, said.output
    serial = said.output.partition("serial ")[2].partition(",")[0]
    assert "revoked" in run(main, ["ca", "revoke", serial, "--reason", "lost"]).output
    assert run(main, ["ca", "list", "--out", str(tmp_path / "crl")]).exit_code == 0
    assert run(main, ["ca", "export", "--out", str(tmp_path / "roots.pem")]).exit_code == 0
    assert (
        "there is no account"
        in run(main, ["ca", "client", "nobody", "--key", str(key), "--out", str(out)]).output
    )
    assert (
        "is not a certificate request"
        in run(main, ["ca", "client", "firm", "--request", str(out), "--out", str(out)]).output
    )


def test_another_authority_may_certify_our_signer(db: None, tmp_path: Path, settings: Any) -> None:
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    outside = tmp_path / "outside"
    request, answer = tmp_path / "signer.csr", tmp_path / "signer.pem"
    run = CliRunner().invoke
    assert run(main, ["ca", "signer", "--request", str(request)]).exit_code == 0
    _openssl(
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=National root",
        "-days",
        "30",
        "-keyout",
        f"{outside}.key",
        "-out",
        f"{outside}.pem",
    )
    _openssl(
        "x509",
        "-req",
        "-in",
        str(request),
        "-CA",
        f"{outside}.pem",
        "-CAkey",
        f"{outside}.key",
        "-days",
        "20",
        "-out",
        str(answer),
    )
    assert run(main, ["ca", "add", f"{outside}.pem", "--as", "root"]).exit_code == 0
    assert run(main, ["ca", "add", str(answer), "--as", "signer"]).exit_code == 0
    from django.utils import timezone

    assert len(queries.signer(timezone.now()).chain) == 1
