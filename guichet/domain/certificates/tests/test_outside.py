"""Certificates of another authority: accepted once it is trusted, the certificate is bound, and its
word on revocation known.
"""

from __future__ import annotations

import socket
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from django.utils import timezone

from guichet.domain.certificates import commands, signed
from guichet.domain.certificates.models import Use
from guichet.domain.certificates.tests.openssl import openssl, outside, sign
from guichet.domain.certificates.tests.test_signed import ACCOUNT, DATA, refused


def _enter(folder: Path, name: str) -> None:
    now = timezone.now()
    commands.keep(x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes()), Use.ROOT, now)
    commands.keep(
        x509.load_pem_x509_certificate((folder / f"{name}.pem").read_bytes()),
        Use.CLIENT,
        now,
        ACCOUNT,
    )


def _list(folder: Path, *revoked: str) -> None:
    """The outside authority's revocation list, made by ``openssl ca``."""
    (folder / "index.txt").write_text(
        "".join(f"R\t361231000000Z\t261101000000Z\t{s}\tunknown\t/CN=x\n" for s in revoked)
    )
    number = folder / "crlnumber"
    number.write_text(f"{int(number.read_text(), 16) + 1:02X}\n" if number.exists() else "01\n")
    (folder / "ca.conf").write_text(
        "[ca]\ndefault_ca=a\n[a]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\ndefault_crl_days=7\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n"
    )
    held = number.read_text()
    openssl(
        folder,
        "ca",
        "-gencrl",
        "-config",
        "ca.conf",
        "-keyfile",
        "ca.key",
        "-cert",
        "ca.pem",
        "-out",
        "ca.crl",
    )
    number.write_text(held)
    commands.keep_list(x509.load_pem_x509_crl((folder / "ca.crl").read_bytes()))


def test_another_authority_is_accepted_once_it_is_trusted_bound_and_its_list_known(
    db: None, tmp_path: Path
) -> None:
    outside(tmp_path, "bureau")
    signature, now = sign(tmp_path, "bureau", DATA, "-certfile", "ca.pem"), timezone.now()
    assert refused(DATA, signature, now=now) == "signer-unknown"
    _enter(tmp_path, "bureau")
    assert refused(DATA, signature, now=now) == "signer-uncertain"
    _list(tmp_path)
    later = now + timedelta(seconds=5)
    assert signed.verify(DATA, signature, ACCOUNT, later).subject == "bureau"
    _list(tmp_path, "1234")
    assert refused(DATA, signature, now=later) == "signer-revoked"


def _responder(folder: Path, port: int) -> subprocess.Popen[str]:
    """The outside authority answers OCSP on the port, one connection at a time."""
    return subprocess.Popen(
        [
            *("openssl", "ocsp", "-port", str(port), "-index", "index.txt", "-nmin", "60"),
            *"-CA ca.pem -rsigner ca.pem -rkey ca.key".split(),
        ],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize(("status", "expected"), [("V", None), ("R", "signer-revoked")])
def test_ocsp_is_asked_where_the_institution_allows_it(
    db: None, tmp_path: Path, settings: Any, status: str, expected: str | None
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    outside(tmp_path, "bureau", f"authorityInfoAccess=OCSP;URI:http://127.0.0.1:{port}/")
    _enter(tmp_path, "bureau")
    ended = "261101000000Z" if status == "R" else ""
    (tmp_path / "index.txt").write_text(
        f"{status}\t361231000000Z\t{ended}\t1234\tunknown\t/CN=bureau\n"
    )
    responder = _responder(tmp_path, port)
    try:
        assert responder.stdout is not None
        while "aiting for OCSP" not in responder.stdout.readline():
            pass  # it serves one connection at a time: a probe would hold it up
        signature, now = (
            sign(tmp_path, "bureau", DATA, "-certfile", "ca.pem"),
            timezone.now() + timedelta(seconds=2),
        )
        assert refused(DATA, signature, now=now) == "signer-uncertain"
        settings.FETCH_REVOCATION = True
        if expected:
            assert refused(DATA, signature, now=now) == expected
        else:
            assert signed.verify(DATA, signature, ACCOUNT, now).subject == "bureau"
    finally:
        responder.terminate()
        responder.wait()
        responder.stdout.close()  # type: ignore[union-attr]


def test_an_address_in_a_strangers_certificate_is_never_opened(
    db: None, tmp_path: Path, settings: Any
) -> None:
    settings.FETCH_REVOCATION = True
    with socket.socket() as trap:
        trap.bind(("127.0.0.1", 0))
        trap.listen()
        trap.settimeout(0.5)
        here = f"URI:http://127.0.0.1:{trap.getsockname()[1]}/"
        outside(
            tmp_path,
            "stranger",
            f"authorityInfoAccess=OCSP;{here},caIssuers;{here}",
            f"crlDistributionPoints={here}",
        )
        assert (
            refused(DATA, sign(tmp_path, "stranger", DATA), now=timezone.now()) == "signer-unknown"
        )
        with pytest.raises(TimeoutError):
            trap.accept()
