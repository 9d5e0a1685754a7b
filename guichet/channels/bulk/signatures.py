"""A client's own signature beside a file: verified before the file is kept, and kept with it."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.core.files.uploadedfile import UploadedFile

from guichet.channels.bulk.models import File
from guichet.channels.bulk.senders import call_key
from guichet.channels.shared.signer import call_of
from guichet.domain.certificates import queries, signed
from guichet.domain.certificates.queries import Signed
from guichet.domain.certificates.signed import Verified


def uploaded(
    signature: object, upload: UploadedFile, account: int, now: datetime
) -> Verified | None:
    """The signature of an upload; None when there is none.

    Raises:
        Refused: it does not hold; the sentence says why.
    """
    if not isinstance(signature, UploadedFile):
        return None
    # One byte more than is taken, so that what is too large is told and never held.
    return signed.verify(upload, signature.read(signed.MOST_BYTES + 1), account, now)  # type: ignore[arg-type]


def of_stream(data: IO[bytes], signature: bytes, account: int, now: datetime) -> Verified:
    """The signature of a file on this machine.

    Raises:
        Refused: as for :func:`uploaded`.
    """
    return signed.verify(data, signature, account, now)


def keep(signature: Verified, file: File) -> None:
    """Keep it with the call that the file becomes, in the caller's ``atomic``."""
    signed.keep(signature, _about(file))


def signer_of(file: File) -> Signed | None:
    """Who signed a file, if anybody did."""
    return queries.signed(_about(file))


def _about(file: File) -> str:
    return call_of(file.account, call_key(file))
