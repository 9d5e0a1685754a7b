"""Signatures of clients: what openssl makes is accepted; broken, foreign, ended ones are refused
with their reason.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from django.db import DatabaseError
from django.db.transaction import atomic
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from guichet.domain.certificates import commands, queries, signed
from guichet.domain.certificates.models import AcceptedSignature, Certificate, Use
from guichet.domain.certificates.tests.conftest import NOW
from guichet.domain.certificates.tests.openssl import key, openssl, outside, sign, write
from guichet.engine.models import AuditLeaf
from guichet.engine.refusal import Refused

DATA = "رقم المنشأة,رقم العامل\r\n500000001,1000000008\r\n".encode()
ACCOUNT = 7


@pytest.fixture
def client(authority: Path, tmp_path: Path) -> Certificate:
    """A client of ours, whose key openssl made."""
    made = commands.issue_client(key(tmp_path, "payroll"), "Payroll officer", ACCOUNT, NOW)
    write(tmp_path, "payroll", made)
    return made


def refused(data: bytes, signature: bytes, account: int = ACCOUNT, now: Any = NOW) -> str:
    with pytest.raises(Refused) as caught:
        signed.verify(data, signature, account, now)
    for language in ("ar", "en", "fr"):
        assert "…" not in caught.value.sentence(language) and "{" not in caught.value.sentence(
            language
        )
    return caught.value.refusal.code


@pytest.mark.parametrize("form", ["DER", "PEM"])
@pytest.mark.parametrize("more", [(), ("-cades",), ("-noattr",)])
def test_what_openssl_signs_is_accepted_and_the_signer_known(
    client: Certificate, tmp_path: Path, form: str, more: tuple[str, ...]
) -> None:
    found = signed.verify(DATA, sign(tmp_path, "payroll", DATA, *more, form=form), ACCOUNT, NOW)
    assert (
        found.subject == "Payroll officer"
        and found.certificate == client
        and found.revocation_list is not None
    )


def test_it_is_kept_once_with_an_audit_leaf_and_openssl_verifies_it_again(
    client: Certificate, tmp_path: Path
) -> None:
    found = signed.verify(DATA, sign(tmp_path, "payroll", DATA), ACCOUNT, NOW)
    signed.keep(found, "file:1")
    signed.keep(found, "file:1")
    assert AuditLeaf.objects.filter(kind="signature-accepted").count() == 1
    told = queries.signed("file:1")
    assert told is not None and told.subject == "Payroll officer" and told.serial == client.serial
    with pytest.raises(DatabaseError), atomic():
        AcceptedSignature.objects.all().delete()
    (tmp_path / "kept.p7s").write_bytes(bytes(AcceptedSignature.objects.get().body))
    (tmp_path / "roots.pem").write_bytes(queries.root_pem())
    openssl(
        tmp_path,
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "kept.p7s",
        "-content",
        "data",
        "-CAfile",
        "roots.pem",
        "-purpose",
        "any",
        "-attime",
        str(int(NOW.timestamp()) + 60),
        "-out",
        "verified",
    )
    assert (tmp_path / "verified").read_bytes() == DATA


def test_changed_bytes_and_another_files_signature_are_broken(
    client: Certificate, tmp_path: Path
) -> None:
    signature = sign(tmp_path, "payroll", DATA)
    assert refused(DATA + b" ", signature) == "signature-broken"
    assert refused(DATA.replace(b"8", b"9"), signature) == "signature-broken"
    assert refused(b"", signature) == "signature-broken"


def test_a_signature_that_holds_the_data_or_is_none_is_refused(
    client: Certificate, tmp_path: Path
) -> None:
    assert refused(DATA, sign(tmp_path, "payroll", DATA, "-nodetach")) == "signature-not-detached"
    for nonsense in (
        b"",
        b"0",
        DATA,
        b"0" * 70_000,
        b"-----BEGIN CMS-----\nAAAA\n-----END CMS-----\n",
    ):
        assert refused(DATA, nonsense) == "signature-unreadable"
    assert refused(DATA, sign(tmp_path, "payroll", DATA, "-nocerts")) == "signature-unreadable"


def test_two_signers_are_one_too_many(client: Certificate, tmp_path: Path) -> None:
    write(
        tmp_path, "second", commands.issue_client(key(tmp_path, "second"), "Second", ACCOUNT, NOW)
    )
    two = sign(tmp_path, "payroll", DATA, "-signer", "second.pem", "-inkey", "second.key")
    assert refused(DATA, two) == "signature-unreadable"


def test_a_foreign_authority_is_refused(client: Certificate, tmp_path: Path) -> None:
    outside(tmp_path, "stranger")
    assert (
        refused(DATA, sign(tmp_path, "stranger", DATA, "-certfile", "ca.pem"), now=timezone.now())
        == "signer-unknown"
    )


def test_an_authority_of_the_same_name_is_foreign_all_the_same(
    client: Certificate, tmp_path: Path
) -> None:
    key(tmp_path, "false")
    subject = x509.load_der_x509_certificate(
        bytes(Certificate.objects.get(use=Use.ROOT).body)
    ).subject
    names = "".join(f"/{a.rfc4514_attribute_name}={a.value}" for a in subject)
    openssl(
        tmp_path,
        "req",
        "-x509",
        "-key",
        "false.key",
        "-subj",
        names,
        "-days",
        "9",
        "-out",
        "false.pem",
    )
    key(tmp_path, "stranger")
    openssl(
        tmp_path,
        "req",
        "-new",
        "-key",
        "stranger.key",
        "-subj",
        "/CN=Payroll officer",
        "-out",
        "s.csr",
    )
    openssl(
        tmp_path,
        "x509",
        "-req",
        "-in",
        "s.csr",
        "-CA",
        "false.pem",
        "-CAkey",
        "false.key",
        "-out",
        "stranger.pem",
    )
    forged = sign(tmp_path, "stranger", DATA, "-certfile", "false.pem")
    assert refused(DATA, forged, now=timezone.now()) in {"signer-unknown", "signer-uncertain"}


def test_a_revoked_signer_is_refused_at_once(client: Certificate, tmp_path: Path) -> None:
    signature = sign(tmp_path, "payroll", DATA)
    commands.revoke(client, "key lost", NOW)
    assert refused(DATA, signature) == "signer-revoked"


def test_an_expired_and_an_early_signer_are_refused(client: Certificate, tmp_path: Path) -> None:
    public = key(tmp_path, "old")
    write(tmp_path, "old", commands.issue_client(public, "Old", ACCOUNT, NOW, days=1))
    assert (
        refused(DATA, sign(tmp_path, "old", DATA), now=NOW + timedelta(days=2)) == "signer-expired"
    )
    write(
        tmp_path, "old", commands.issue_client(public, "Early", ACCOUNT, NOW + timedelta(days=40))
    )
    assert refused(DATA, sign(tmp_path, "old", DATA)) == "signer-not-yet"


def test_anothers_good_certificate_does_not_sign_for_me(
    client: Certificate, tmp_path: Path
) -> None:
    assert refused(DATA, sign(tmp_path, "payroll", DATA), account=8) == "signer-of-another"


def test_our_document_signers_certificate_is_no_clients(
    client: Certificate, tmp_path: Path, authority: Path
) -> None:
    signer = Certificate.objects.get(use=Use.SIGNER)
    write(tmp_path, "signer", signer)
    (tmp_path / "signer.key").write_bytes((authority / f"{signer.key}.key.pem").read_bytes())
    assert refused(DATA, sign(tmp_path, "signer", DATA)) == "signer-of-another"


def test_without_a_list_in_force_nothing_is_certain(client: Certificate, tmp_path: Path) -> None:
    signature = sign(tmp_path, "payroll", DATA)
    assert refused(DATA, signature, now=NOW + timedelta(days=8)) == "signer-uncertain"
    commands.make_list(NOW + timedelta(days=8))
    assert (
        signed.verify(DATA, signature, ACCOUNT, NOW + timedelta(days=8)).subject
        == "Payroll officer"
    )


def test_a_weak_digest_is_refused(client: Certificate, tmp_path: Path) -> None:
    assert refused(DATA, sign(tmp_path, "payroll", DATA, "-md", "sha1")) == "signature-weak"


def test_bytes_of_any_kind_are_refused_and_never_crash(client: Certificate, tmp_path: Path) -> None:
    good = sign(tmp_path, "payroll", DATA)

    @settings(max_examples=120, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(
        place=st.integers(0, len(good) - 1), bits=st.integers(1, 255), cut=st.integers(0, len(good))
    )
    def spoil(place: int, bits: int, cut: int) -> None:
        changed = good[:place] + bytes([good[place] ^ bits]) + good[place + 1 :]
        for body in (changed, good[:cut] + good[place:]):
            try:
                found = signed.verify(DATA, body, ACCOUNT, NOW)
            except Refused:
                continue
            assert found.subject == "Payroll officer"  # a byte that means nothing to the signature

    spoil()
