"""A client with plain openssl: keys, requests, signatures; and an authority that is not ours."""

from __future__ import annotations

import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from guichet.domain.certificates.models import Certificate


def openssl(folder: Path, *arguments: str) -> bytes:
    """Run openssl in a folder; what it wrote to standard output."""
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def key(folder: Path, name: str) -> ec.EllipticCurvePublicKey:
    """A private key ``<name>.key`` made by openssl; the public half."""
    openssl(
        folder,
        *"genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256".split(),
        *("-out", f"{name}.key"),
    )
    private = serialization.load_pem_private_key((folder / f"{name}.key").read_bytes(), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    return private.public_key()


def write(folder: Path, name: str, certificate: Certificate) -> None:
    """The certificate as ``<name>.pem``."""
    body = x509.load_der_x509_certificate(bytes(certificate.body)).public_bytes(Encoding.PEM)
    (folder / f"{name}.pem").write_bytes(body)


def sign(folder: Path, name: str, data: bytes, *more: str, form: str = "DER") -> bytes:
    """The detached signature that the manual's command makes."""
    (folder / "data").write_bytes(data)
    openssl(
        folder,
        "cms",
        "-sign",
        "-binary",
        "-in",
        "data",
        "-signer",
        f"{name}.pem",
        "-inkey",
        f"{name}.key",
        *(() if "-md" in more else ("-md", "sha256")),
        "-outform",
        form,
        "-out",
        "data.p7s",
        *more,
    )
    return (folder / "data.p7s").read_bytes()


def outside(folder: Path, name: str, *extensions: str) -> None:
    """An authority ``ca`` and a certificate ``name`` of its making."""
    openssl(
        folder,
        *"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes".split(),
        *("-subj", "/CN=National root"),
        *"-days 30 -keyout ca.key -out ca.pem".split(),
    )
    key(folder, name)
    lines = [
        "basicConstraints=critical,CA:FALSE",
        "keyUsage=critical,digitalSignature,nonRepudiation",
        "subjectKeyIdentifier=hash",
        "authorityKeyIdentifier=keyid",
        *extensions,
    ]
    (folder / "ext").write_text("\n".join(lines))
    openssl(
        folder, "req", "-new", "-key", f"{name}.key", "-subj", f"/CN={name}", "-out", f"{name}.csr"
    )
    openssl(
        folder,
        *("x509", "-req", "-in", f"{name}.csr"),
        *"-CA ca.pem -CAkey ca.key -days 20 -set_serial 0x1234 -extfile ext".split(),
        *("-out", f"{name}.pem"),
    )
