"""Composing papers: lazily when one is asked for, or by workers for a whole batch; each is kept once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

import polars as pl

from guichet.domain.certificates import queries as certificates
from guichet.domain.documents import drawing, signing
from guichet.domain.documents.faults import NoPaper, NoSigner, Silent
from guichet.domain.documents.layout import laid_out
from guichet.domain.documents.models import Copy
from guichet.domain.documents.reading import Source, sources
from guichet.engine import store
from guichet.lib.text import LANGUAGES

__all__ = ["NoPaper", "NoSigner", "Silent", "compose_all", "paper"]


def paper(transaction: int, language: str, now: datetime) -> bytes:
    """The signed paper of a transaction; composed now if nobody had it before, and ever after the same bytes.

    Raises:
        NoPaper: no such transaction, or not finished yet.
        NoSigner: the institution has no good signer.
        Silent: the time-stamping authority does not answer.
    """
    language = language if language in LANGUAGES else "ar"
    found = sources(pl.Series([transaction], dtype=pl.Int64))
    if not found:
        raise NoPaper(transaction)
    kept = Copy.objects.filter(transaction=found[0].id, language=language).first()
    return bytes(kept.body) if kept else _compose(found[0], language, certificates.signer(now), now)


def compose_all(transactions: Iterable[int], now: datetime) -> int:
    """Compose the papers that are still missing, each in the language it was asked in; how many were made."""
    wanted = pl.Series(list(transactions), dtype=pl.Int64)
    have = set(
        Copy.objects.filter(transaction__in=wanted.to_list()).values_list("transaction", "language")
    )
    signer = certificates.signer(now)
    made = 0
    for source in sources(wanted):
        language = source.language if source.language in LANGUAGES else "ar"
        if (source.id, language) not in have:
            _compose(source, language, signer, now)
            made += 1
    return made


def _compose(source: Source, language: str, signer: certificates.Signer, now: datetime) -> bytes:
    data = laid_out(source, language)
    body = signing.sign(drawing.draw(data, now), signer, data["title"], now)
    # Whoever comes second keeps nothing and gives what the first kept.
    first = store.execute(
        "INSERT INTO documents_copy (transaction, language, body, sha256, signer, composed_at)"
        " VALUES (%(transaction)s, %(language)s, %(body)s, %(digest)s, %(signer)s, %(now)s)"
        " ON CONFLICT (transaction, language) DO NOTHING",
        transaction=source.id, language=language, body=body, digest=sha256(body).digest(),
        signer=signer.key_name, now=now,
    )  # fmt: skip
    return body if first else bytes(Copy.objects.get(transaction=source.id, language=language).body)
