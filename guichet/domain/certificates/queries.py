"""Reading certificates: whom we trust, who signs, what runs out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from guichet.domain.certificates import custody
from guichet.domain.certificates.models import AcceptedSignature, Certificate, RevocationList, Use

__all__ = [
    "Expiring",
    "Signed",
    "Signer",
    "chain_of",
    "expiring",
    "list_of_root",
    "lists",
    "root_pem",
    "signed",
    "signer",
]

WARNED_BEFORE = timedelta(weeks=8)
FAULT_BEFORE = timedelta(weeks=1)


class NoSigner(LookupError):
    """No document signer whose key is here and whose certificate is good."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs documents today."""

    key_name: str
    certificate: bytes  # DER
    chain: tuple[bytes, ...]
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Expiring:
    """Something that runs out: what it is, and when."""

    what: str
    subject: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed something we took."""

    subject: str
    serial: str
    fingerprint: str
    verified_at: datetime


def good(use: str, now: datetime) -> list[Certificate]:
    """The certificates of a use that are in time and not revoked, the newest first."""
    found = Certificate.objects.filter(
        use=use, not_before__lte=now, not_after__gt=now, revocation__isnull=True
    )
    return list(found.order_by("-id"))


def signer(now: datetime) -> Signer:
    """The newest good signer whose private key the custodian has.

    Raises:
        NoSigner: there is none: ``guichet ca signer``.
    """
    for certificate in good(Use.SIGNER, now):
        try:
            key = custody.custodian().find(certificate.key)
        except custody.KeyMissing:
            continue
        body = bytes(certificate.body)
        return Signer(certificate.key, body, chain_of(body), key)
    raise NoSigner("no document signer: guichet ca signer")


def chain_of(body: bytes) -> tuple[bytes, ...]:
    """The certificates above one, as far as we have them, the nearest first; DER."""
    above: list[bytes] = []
    current = x509.load_der_x509_certificate(body)
    known = list(Certificate.objects.filter(use__in=(Use.ROOT, Use.BETWEEN)).order_by("-id"))
    while current.issuer != current.subject:
        for candidate in known:
            found = x509.load_der_x509_certificate(bytes(candidate.body))
            if found.subject == current.issuer and _issued(found, current):
                above.append(bytes(candidate.body))
                current = found
                break
        else:
            break
    return tuple(above)


def _issued(issuer: x509.Certificate, below: x509.Certificate) -> bool:
    try:
        below.verify_directly_issued_by(issuer)
    except Exception:  # noqa: BLE001 - whatever does not verify did not issue it
        return False
    return True


def lists(now: datetime) -> list[RevocationList]:
    """The newest list of every issuer that is still in force."""
    newest = RevocationList.objects.order_by("issuer", "-number").distinct("issuer")
    return [found for found in newest if found.next_update > now]


def list_of_root() -> bytes | None:
    """The newest revocation list of the newest root, as it is published; DER."""
    made = Certificate.objects.filter(use=Use.ROOT).order_by("-id").first()
    if made is None:
        return None
    issuer = x509.load_der_x509_certificate(bytes(made.body)).subject.rfc4514_string()
    found = RevocationList.objects.filter(issuer=issuer).order_by("-number").first()
    return bytes(found.body) if found else None


def root_pem() -> bytes:
    """Every root that was ever trusted and not withdrawn, PEM after PEM: what an outside verifier
    needs.
    """
    from cryptography.hazmat.primitives.serialization import Encoding

    roots = Certificate.objects.filter(use=Use.ROOT, revocation__isnull=True).order_by("-id")
    return b"".join(
        x509.load_der_x509_certificate(bytes(r.body)).public_bytes(Encoding.PEM) for r in roots
    )


def expiring(now: datetime, within: timedelta = WARNED_BEFORE) -> list[Expiring]:
    """What we depend on and runs out within that time, or has run out with nothing in its place."""
    found = []
    for use in (Use.ROOT, Use.BETWEEN, Use.SIGNER):
        for one in _newest_of_each(use):
            if one.not_after <= now + within:
                found.append(Expiring(use, one.subject, one.not_after))
    for newest in RevocationList.objects.order_by("issuer", "-number").distinct("issuer"):
        if newest.next_update <= now + timedelta(days=2):
            found.append(Expiring("revocation list", newest.issuer, newest.next_update))
    return found


def _newest_of_each(use: str) -> list[Certificate]:
    """The longest-lasting certificate of each subject: an older one that was replaced does not
    matter.
    """
    standing = Certificate.objects.filter(use=use, revocation__isnull=True)
    return list(standing.order_by("subject", "-not_after").distinct("subject"))


def signed(about: str) -> Signed | None:
    """Who signed something, if anybody did."""
    found = AcceptedSignature.objects.select_related("certificate").filter(about=about).first()
    if found is None:
        return None
    certificate = found.certificate
    return Signed(
        certificate.subject,
        certificate.serial,
        bytes(certificate.fingerprint).hex(),
        found.verified_at,
    )
