"""The institution's signature on a paper: PAdES, with a timestamp where an authority is
configured.
"""

from __future__ import annotations

import io
from datetime import datetime
from functools import lru_cache
from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.constants import ISO32002
from pyhanko_certvalidator.registry import SimpleCertificateStore

from guichet.domain.certificates.queries import Signer

FIELD = "Institution"
_ATTRIBUTES, _TIMESTAMP = 2_048, 12_288  # bytes


class KeySigner(signers.Signer):
    """Signs with a key that is at hand: pyHanko's own signer parses its key anew for each paper."""

    def __init__(self, signer: Signer) -> None:
        store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(x509.Certificate.load(body) for body in signer.chain)
        super().__init__(
            signing_cert=x509.Certificate.load(signer.certificate),
            cert_registry=store,
            embed_roots=True,
        )
        self._key = signer.key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if dry_run:  # how much room to leave: the longest DER of two 256-bit numbers
            return bytes(72)
        return self._key.sign(data, ec.ECDSA(getattr(hashes, digest_algorithm.upper())()))


class _Writer(IncrementalPdfFileWriter):
    """Adds the signature and touches nothing else: PDF/A-2 is PDF 1.7, and its metadata must stay
    those of the paper.
    """

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        super().ensure_output_version(min(version, (1, 7)))  # type: ignore[no-untyped-call]

    def register_extension(self, ext: Any) -> None:
        if (
            ext is not ISO32002
        ):  # says "PDF 2.0" for an elliptic curve that 1.7 readers verify as well
            super().register_extension(ext)

    def _update_meta(self) -> None:
        pass


@lru_cache(maxsize=4)
def _prepared(signer: Signer) -> KeySigner:
    return KeySigner(signer)


def sign(pdf: bytes, signer: Signer, title: str, now: datetime) -> bytes:
    """The paper with the institution's signature; any later change breaks it."""
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=title,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    out = io.BytesIO()
    one = signers.PdfSigner(meta, _prepared(signer), timestamper=_timestamper())
    # Said here, or pyHanko would make the whole signature twice to find out.
    one.sign_pdf(_Writer(io.BytesIO(pdf)), output=out, bytes_reserved=_room(signer))
    return out.getvalue()


def _room(signer: Signer) -> int:
    """Hexadecimal digits to leave for the signature: its certificates, its attributes, and a
    timestamp with its own.
    """
    certificates = len(signer.certificate) + sum(map(len, signer.chain))
    return 2 * (certificates + _ATTRIBUTES + (_TIMESTAMP if settings.TIMESTAMP_URL else 0))


def _timestamper() -> Any:
    if not settings.TIMESTAMP_URL:
        return None
    from guichet.domain.documents.backends.timestamps import timestamper

    return timestamper(settings.TIMESTAMP_URL)
