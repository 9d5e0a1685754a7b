"""Clients' signatures on what they send: a detached CMS message, as plain ``openssl cms -sign
-binary`` makes it.

Verified are the bytes, the signer's chain up to a root we trust, dates, revocation, and that the
certificate is of the account that sends. What the signature itself claims about its time counts for
nothing: what counts is when it came.
"""

from __future__ import annotations

import asyncio
import io
import logging
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import IO, Any, NoReturn

from asn1crypto import cms, crl, pem, x509
from django.conf import settings
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from guichet.domain.certificates import queries
from guichet.domain.certificates.models import AcceptedSignature, Certificate, RevocationList, Use
from guichet.domain.certificates.refusals import (
    SIGNATURE_NOT_DETACHED,
    SIGNATURE_OF_OTHER_BYTES,
    SIGNATURE_UNREADABLE,
    SIGNATURE_WEAK,
    SIGNER_EXPIRED,
    SIGNER_NOT_YET,
    SIGNER_OF_ANOTHER,
    SIGNER_REVOKED,
    SIGNER_UNCERTAIN,
    SIGNER_UNKNOWN,
)
from guichet.engine import audit, store
from guichet.engine.refusal import Refusal, Refused

MOST_BYTES = 64 * 1024  # a signature with its chain has a few thousand
_USES: dict[str, Any] = {
    "key_usage": {"digital_signature", "non_repudiation"},
    "match_all_key_usages": False,
}
_EXTENDED_USES = {"client_auth", "email_protection"}  # one of them, where the certificate names any
_REVOKED = {
    AdESFailure.REVOKED,
    AdESIndeterminate.REVOKED_NO_POE,
    AdESIndeterminate.REVOKED_CA_NO_POE,
}
_UNCERTAIN = {
    AdESIndeterminate.TRY_LATER,
    AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED,
    AdESIndeterminate.NO_POE,
}
_WEAK = {
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
    AdESIndeterminate.SIG_CONSTRAINTS_FAILURE,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE,
}
# pyHanko tells each rejected signature with a traceback; the refusal says it to whom it concerns.
logging.getLogger("pyhanko.sign.validation").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Verified:
    """A signature that holds, to be kept with what it signs."""

    certificate: Certificate
    body: bytes
    sha256: bytes
    revocation_list: RevocationList | None
    verified_at: datetime

    @property
    def subject(self) -> str:
        """Who signed, as the certificate calls them."""
        return self.certificate.subject


def verify(data: bytes | IO[bytes], signature: bytes, account: int, now: datetime) -> Verified:
    """Who signed ``data`` for the account.

    Raises:
        Refused: the signature does not hold, or is not the account's; it says why and what to do.
    """
    try:
        return _verified(data, signature, account, now)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
        # Parts of a message are read only when they are looked at, so bytes from outside may fail
        # anywhere.
        raise Refused(SIGNATURE_UNREADABLE) from None


def _verified(data: bytes | IO[bytes], signature: bytes, account: int, now: datetime) -> Verified:
    message = _signed_data(signature)
    certificate = _signer_of(message)
    lists = queries.lists(now)
    stream = io.BytesIO(data) if isinstance(data, bytes) else data
    stream.seek(0)
    digest = sha256()
    for piece in iter(lambda: stream.read(2**20), b""):
        digest.update(piece)
    stream.seek(0)
    kept = _known(certificate)
    status = _status(stream, message, certificate, kept, lists, now)
    stream.seek(0)
    if not (status.intact and status.valid):
        raise Refused(SIGNATURE_OF_OTHER_BYTES)
    _judge(status, certificate, kept, now)
    if kept is None or kept.account != account or kept.use != Use.CLIENT:
        raise Refused(SIGNER_OF_ANOTHER, signer=_name(certificate))
    used = next((found for found in lists if found.issuer == _issuer(certificate)), None)
    return Verified(kept, signature, digest.digest(), used, now)


def _signed_data(signature: bytes) -> Any:
    if not signature or len(signature) > MOST_BYTES:
        raise Refused(SIGNATURE_UNREADABLE)
    try:
        der = pem.unarmor(signature)[2] if pem.detect(signature) else signature
        info = cms.ContentInfo.load(der, strict=True)
        if info["content_type"].native != "signed_data":
            raise Refused(SIGNATURE_UNREADABLE)
        message = info["content"]
        content, signers = message["encap_content_info"]["content"], message["signer_infos"]
        if len(signers) != 1:
            raise Refused(SIGNATURE_UNREADABLE)
        attached = content.native is not None
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise Refused(SIGNATURE_UNREADABLE) from None
    if attached:
        raise Refused(SIGNATURE_NOT_DETACHED)
    return message


def _signer_of(message: Any) -> Any:
    try:
        extract_signer_info(message)
        return extract_certificate_info(message).signer_cert
    # Whatever in bytes from outside cannot be followed is unreadable.
    except Exception:  # noqa: BLE001
        raise Refused(SIGNATURE_UNREADABLE) from None


def _status(
    stream: IO[bytes],
    message: Any,
    certificate: Any,
    kept: Certificate | None,
    lists: list[RevocationList],
    now: datetime,
) -> Any:
    roots = [x509.Certificate.load(bytes(c.body)) for c in queries.good(Use.ROOT, now)]
    between = [x509.Certificate.load(bytes(c.body)) for c in queries.good(Use.BETWEEN, now)]
    context = ValidationContext(
        trust_roots=roots,
        other_certs=between,
        moment=now,
        revocation_mode="require",
        crls=[crl.CertificateList.load(bytes(found.body)) for found in lists],
        **_asking(kept),
    )
    try:
        uses = KeyUsageConstraints(
            **_USES, extd_key_usage=_EXTENDED_USES if certificate.extended_key_usage_value else None
        )
        return asyncio.run(
            async_validate_detached_cms(
                stream, message, signer_validation_context=context, key_usage_settings=uses
            )
        )
    except Exception:  # noqa: BLE001 - as above
        raise Refused(SIGNATURE_UNREADABLE) from None


def _asking(kept: Certificate | None) -> dict[str, Any]:
    # Only for certificates that were entered: a stranger's could name any address for us to open.
    if not settings.FETCH_REVOCATION or kept is None:
        return {"allow_fetching": False}
    from guichet.domain.certificates.backends import revocation

    return {"allow_fetching": True, "fetchers": revocation.fetchers()}


def _judge(status: Any, certificate: Any, kept: Certificate | None, now: datetime) -> None:
    """Refuse a signer who is not to be trusted, with the reason that helps most."""
    indication = status.trust_problem_indic
    if kept is not None and hasattr(kept, "revocation"):
        # Ours is known to be ended before the next list says so.
        _no(SIGNER_REVOKED, certificate)
    if indication in _REVOKED:
        _no(SIGNER_REVOKED, certificate)
    validity = certificate["tbs_certificate"]["validity"]
    if indication is not None and validity["not_after"].native <= now:
        _no(SIGNER_EXPIRED, certificate, until=f"{validity['not_after'].native:%Y-%m-%d}")
    if indication is not None and validity["not_before"].native > now:
        _no(SIGNER_NOT_YET, certificate, since=f"{validity['not_before'].native:%Y-%m-%d}")
    if indication in _WEAK:
        _no(SIGNATURE_WEAK, certificate)
    if indication in _UNCERTAIN:
        _no(SIGNER_UNCERTAIN, certificate)
    if not status.trusted or not status.bottom_line:
        known = {
            _dn(bytes(c.body)) for c in queries.good(Use.ROOT, now) + queries.good(Use.BETWEEN, now)
        }
        # The issuer is one of ours and yet nothing leads there: what is missing is its revocation
        # list.
        _no(
            SIGNER_UNCERTAIN if certificate.issuer.hashable in known and kept else SIGNER_UNKNOWN,
            certificate,
        )


def _no(refusal: Refusal, certificate: Any, **values: str) -> NoReturn:
    raise Refused(refusal, signer=_name(certificate), **values)


def _name(certificate: Any) -> str:
    found = certificate.subject.native
    name = found.get("common_name") if isinstance(found, dict) else None
    text = name if isinstance(name, str) else certificate.subject.human_friendly
    return "".join(c for c in str(text) if c.isprintable())[:100]


def _dn(body: bytes) -> str:
    return str(x509.Certificate.load(body).subject.hashable)


def _issuer(certificate: Any) -> str:
    from cryptography import x509 as read

    return read.load_der_x509_certificate(certificate.dump()).issuer.rfc4514_string()


def _known(certificate: Any) -> Certificate | None:
    found = Certificate.objects.filter(fingerprint=sha256(certificate.dump()).digest())
    return found.select_related("revocation").first()


def keep(signature: Verified, about: str) -> None:
    """Keep a signature with what it signs (``file:<id>``), and say so in the audit log, in the
    caller's ``atomic``.
    """
    with store.atomic():
        _, fresh = AcceptedSignature.objects.get_or_create(
            about=about,
            defaults={
                "certificate": signature.certificate,
                "sha256": signature.sha256,
                "body": signature.body,
                "revocation_list": signature.revocation_list,
                "verified_at": signature.verified_at,
            },
        )
        if fresh:
            said = {
                "about": about,
                "signer": signature.subject,
                "serial": signature.certificate.serial,
                "account": signature.certificate.account,
                "sha256": signature.sha256.hex(),
            }
            audit.note("signature-accepted", said)
