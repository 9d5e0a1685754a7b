"""Issuing, taking in and revoking certificates; each leaves a mark in the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from django.conf import settings

from guichet.domain.certificates import authority, custody, queries
from guichet.domain.certificates.models import Certificate, Revocation, RevocationList, Use
from guichet.engine import audit, store

_LIST_LOCK = 0x6775_6964


class CannotIssue(Exception):
    """Said to the operator, in English: what stands in the way and what to do."""


def _list_address() -> str:
    return f"{settings.PUBLIC_ADDRESS}/certificates/revoked.crl"


def keep(
    certificate: x509.Certificate, use: str, now: datetime, account: int | None = None
) -> Certificate:
    """Enter a certificate; entering it again changes nothing.

    Raises:
        CannotIssue: it is entered already, for another use or another account.
    """
    body = certificate.public_bytes(serialization.Encoding.DER)
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    subject = str(names[0].value) if names else certificate.subject.rfc4514_string()
    with store.atomic():
        kept, fresh = Certificate.objects.get_or_create(
            fingerprint=certificate.fingerprint(hashes.SHA256()),
            defaults={
                "use": use,
                "key": custody.key_id(certificate.public_key()),
                "account": account,
                "serial": f"{certificate.serial_number:x}",
                "subject": subject,
                "body": body,
                "not_before": certificate.not_valid_before_utc,
                "not_after": certificate.not_valid_after_utc,
                "entered_at": now,
            },
        )
        if fresh:
            said = {
                "use": use,
                "subject": subject,
                "serial": kept.serial,
                "key": kept.key,
                "account": account,
            }
            audit.note("certificate-entered", said)
    if kept.use != use or kept.account != account:
        raise CannotIssue(f"this certificate is entered already, as {kept.use}")
    return kept


def create_root(institution: str, now: datetime) -> Certificate:
    """A new root with its first revocation list. Older roots stay trusted until they are revoked or
    run out.
    """
    key = custody.custodian().create()
    subject = authority.name_of(institution, f"{institution} root {now:%Y-%m}")
    kept = keep(authority.root(key, subject, now), Use.ROOT, now)
    make_list(now)
    return kept


def _root(now: datetime) -> tuple[x509.Certificate, Any]:
    for kept in queries.good(Use.ROOT, now):
        try:
            key = custody.custodian().find(kept.key)
        except custody.KeyMissing:
            continue  # an outside authority's, or one kept elsewhere
        return x509.load_der_x509_certificate(bytes(kept.body)), key
    raise CannotIssue("there is no root of ours: guichet ca root")


def issue_signer(name: str, now: datetime, days: int = authority.SIGNER_DAYS) -> Certificate:
    """A new key and certificate for signing documents; from then on it signs, and what older ones
    signed still holds.
    """
    issuer, issuer_key = _root(now)
    key = custody.custodian().create()
    subject = authority.name_of(_institution(issuer), name)
    made = authority.signer(
        key.public_key(), subject, issuer, issuer_key, _list_address(), now, days
    )
    return keep(made, Use.SIGNER, now)


def request_signer(institution: str, name: str) -> bytes:
    """A new key and the request (PEM) for another authority to certify it; its answer is entered by
    `keep`.
    """
    key = custody.custodian().create()
    request = x509.CertificateSigningRequestBuilder().subject_name(
        authority.name_of(institution, name)
    )
    return request.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def issue_client(
    public: Any, name: str, account: int, now: datetime, days: int = authority.CLIENT_DAYS
) -> Certificate:
    """A certificate for the public key of a client, bound to an account."""
    issuer, issuer_key = _root(now)
    subject = authority.name_of(_institution(issuer), name)
    made = authority.client(
        public, subject, account, issuer, issuer_key, _list_address(), now, days
    )
    return keep(made, Use.CLIENT, now, account)


def _institution(issuer: x509.Certificate) -> str:
    names = issuer.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(names[0].value) if names else "Guichet"


def find(text: str) -> Certificate | None:
    """A certificate by its serial or the beginning of its fingerprint, in hexadecimal."""
    wanted = text.lower().replace(":", "").lstrip("0")
    for one in Certificate.objects.order_by("-id"):
        if one.serial == wanted or (
            len(wanted) >= 8 and bytes(one.fingerprint).hex().startswith(wanted)
        ):
            return one
    return None


def revoke(certificate: Certificate, reason: str, now: datetime) -> bool:
    """End a certificate before its time and publish it; False if it is ended already."""
    with store.atomic():
        _, fresh = Revocation.objects.get_or_create(
            certificate=certificate, defaults={"reason": reason, "at": now}
        )
        if fresh:
            audit.note(
                "certificate-revoked",
                {"serial": certificate.serial, "use": certificate.use, "reason": reason},
            )
    if fresh and certificate.use != Use.ROOT:
        make_list(now)
    return fresh


def make_list(now: datetime) -> RevocationList | None:
    """A new revocation list of our root; None when we have no root of our own."""
    try:
        issuer, key = _root(now)
    except CannotIssue:
        return None
    with store.atomic():
        # One at a time, so that of two lists the one with the higher number knows more.
        store.execute("SELECT pg_advisory_xact_lock(%(lock)s)", lock=_LIST_LOCK)
        ended = Revocation.objects.select_related("certificate").exclude(certificate__use=Use.ROOT)
        lines = [
            (int(end.certificate.serial, 16), end.at)
            for end in ended
            if _ours(end.certificate, issuer)
        ]
        name = issuer.subject.rfc4514_string()
        last = RevocationList.objects.filter(issuer=name).order_by("-number").first()
        number = last.number + 1 if last else 1
        return keep_list(authority.revocation_list(issuer, key, lines, number, now))


def _ours(certificate: Certificate, issuer: x509.Certificate) -> bool:
    return x509.load_der_x509_certificate(bytes(certificate.body)).issuer == issuer.subject


def keep_list(made: x509.CertificateRevocationList) -> RevocationList:
    """Enter a revocation list, ours or another authority's; an older one than the newest entered
    changes nothing.
    """
    number = made.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    kept, _ = RevocationList.objects.get_or_create(
        issuer=made.issuer.rfc4514_string(),
        number=number,
        defaults={
            "body": made.public_bytes(serialization.Encoding.DER),
            "this_update": made.last_update_utc,
            "next_update": made.next_update_utc or made.last_update_utc,
        },
    )
    return kept


def refresh_list(now: datetime) -> bool:
    """Make a new list when half the life of the last one is over; whether one was made."""
    last = RevocationList.objects.order_by("-this_update").first()
    if last is not None and now < last.this_update + (last.next_update - last.this_update) / 2:
        return False
    return make_list(now) is not None
