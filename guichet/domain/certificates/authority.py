"""Building certificates and revocation lists (RFC 5280); no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ROOT_YEARS, SIGNER_DAYS, CLIENT_DAYS, LIST_DAYS = 20, 730, 365, 7
_CLOCKS_DIFFER = timedelta(minutes=5)
_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_NO_USE = dict.fromkeys(
    "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign"
    " encipher_only decipher_only".split(),
    False,
)


def _usage(*names: str) -> x509.KeyUsage:
    return x509.KeyUsage(**(_NO_USE | dict.fromkeys(names, True)))


def name_of(institution: str, common_name: str) -> x509.Name:
    """A subject of the institution."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, institution[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64]),
        ]
    )


def _started(
    subject: x509.Name, public: Any, now: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(now + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def root(key: ec.EllipticCurvePrivateKey, subject: x509.Name, now: datetime) -> x509.Certificate:
    """A root certificate, signed by itself."""
    built = _started(subject, key.public_key(), now, timedelta(days=ROOT_YEARS * 365)).issuer_name(
        subject
    )
    return (
        built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        .sign(key, hashes.SHA256())
    )


def _below(
    built: x509.CertificateBuilder, issuer: x509.Certificate, list_address: str
) -> x509.CertificateBuilder:
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    place = x509.DistributionPoint([x509.UniformResourceIdentifier(list_address)], None, None, None)
    return (
        built.issuer_name(issuer.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier),
            critical=False,
        )
        .add_extension(x509.CRLDistributionPoints([place]), critical=False)
        .add_extension(_usage("digital_signature", "content_commitment"), critical=True)
    )


def signer(
    public: Any,
    subject: x509.Name,
    issuer: x509.Certificate,
    issuer_key: ec.EllipticCurvePrivateKey,
    list_address: str,
    now: datetime,
    days: int = SIGNER_DAYS,
) -> x509.Certificate:
    """A certificate that signs documents.

    Common readers (NSS, so also pdfsig) trust it only with e-mail protection beside RFC 9336 and
    with a list's address.
    """
    built = _below(_started(subject, public, now, timedelta(days=days)), issuer, list_address)
    uses = x509.ExtendedKeyUsage([_DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    return built.add_extension(uses, critical=False).sign(issuer_key, hashes.SHA256())


def client(
    public: Any,
    subject: x509.Name,
    account: int,
    issuer: x509.Certificate,
    issuer_key: ec.EllipticCurvePrivateKey,
    list_address: str,
    now: datetime,
    days: int = CLIENT_DAYS,
) -> x509.Certificate:
    """A certificate of somebody who signs files and connections for an account."""
    built = _below(_started(subject, public, now, timedelta(days=days)), issuer, list_address)
    uses = x509.ExtendedKeyUsage(
        [ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION]
    )
    whose = x509.SubjectAlternativeName(
        [x509.UniformResourceIdentifier(f"urn:guichet:account:{account}")]
    )
    return (
        built.add_extension(uses, critical=False)
        .add_extension(whose, critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def revocation_list(
    issuer: x509.Certificate,
    key: ec.EllipticCurvePrivateKey,
    ended: Iterable[tuple[int, datetime]],
    number: int,
    now: datetime,
) -> x509.CertificateRevocationList:
    """The list of an issuer: serial and moment of every end."""
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    built = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(now - _CLOCKS_DIFFER)
        .next_update(now + timedelta(days=LIST_DAYS))
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier),
            critical=False,
        )
    )
    for serial, at in ended:
        one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at).build()
        built = built.add_revoked_certificate(one)
    return built.sign(key, hashes.SHA256())
