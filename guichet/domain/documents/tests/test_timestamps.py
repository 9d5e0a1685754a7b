"""With a time-stamping authority configured, papers carry its word for when they were signed."""

from __future__ import annotations

import io
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from guichet.catalogue.account.tests.conftest import NOW, Office
from guichet.catalogue.certificates.tests.test_certificates import ask
from guichet.domain.certificates import queries
from guichet.domain.documents.backends import timestamps
from guichet.domain.documents.composition import Silent, paper
from guichet.domain.documents.models import Copy

_CONFIGURATION = """[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""
_REQUEST = """[req]
distinguished_name = name
x509_extensions = uses
prompt = no
[name]
CN = Time-stamping authority
[uses]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
"""


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """``openssl ts`` behind HTTP; its address and the folder of its certificate."""
    (tmp_path / "serial").write_text("01\n")
    (tmp_path / "tsa.conf").write_text(_CONFIGURATION.format(folder=tmp_path))
    (tmp_path / "req.conf").write_text(_REQUEST)
    subprocess.run(
        [
            *"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3".split(),
            *"-config req.conf -keyout tsa.key -out tsa.pem".split(),
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the base class names it
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (tmp_path / "query").write_bytes(query)
            made = subprocess.run(
                ["openssl", "ts", "-reply", "-queryfile", "query", "-config", "tsa.conf"],
                cwd=tmp_path,
                check=True,
                capture_output=True,
            )
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(made.stdout)))
            self.end_headers()
            self.wfile.write(made.stdout)

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", tmp_path
    server.shutdown()
    server.server_close()


def _certificate(data: bytes) -> x509.Certificate:
    return x509.Certificate.load(pem.unarmor(data)[2])


def test_a_paper_carries_the_authoritys_time(
    paid: Office, signer: None, authority: tuple[str, Path], settings: Any
) -> None:
    settings.TIMESTAMP_URL, folder = authority
    body = paper(ask(paid).transaction, "en", NOW)
    (signature,) = PdfFileReader(io.BytesIO(body)).embedded_signatures
    roots = [_certificate(queries.root_pem()), _certificate((folder / "tsa.pem").read_bytes())]
    status = validate_pdf_signature(
        signature, ValidationContext(trust_roots=roots[:1]), ValidationContext(trust_roots=roots)
    )
    assert status.bottom_line
    assert (
        status.timestamp_validity is not None
        and status.timestamp_validity.intact
        and status.timestamp_validity.trusted
    )


def test_a_silent_authority_keeps_no_paper_without_its_time(
    paid: Office, signer: None, settings: Any
) -> None:
    timestamps.timestamper.cache_clear()
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(Silent):
        paper(ask(paid).transaction, "en", NOW)
    assert not Copy.objects.exists()
