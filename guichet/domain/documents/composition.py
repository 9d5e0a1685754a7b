"""Composing papers: lazily when one is asked for, or by workers for a whole batch; each is kept
once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

import polars as pl

from guichet.domain.certificates import queries as certificates
from guichet.domain.documents import typesetting
from guichet.domain.documents.faults import NoPaper, NoSigner, Silent
from guichet.domain.documents.layout import laid_out
from guichet.domain.documents.models import Copy
from guichet.domain.documents.paper_fields import Source, sources
from guichet.engine import store
from guichet.lib.country_languages import languages

__all__ = ["NoPaper", "NoSigner", "Silent", "compose_all", "paper"]


def paper(transaction: int, language: str, now: datetime) -> bytes:
    """The signed paper of a transaction; composed now if nobody had it before, and ever after the
    same bytes.

    Raises:
        NoPaper: no such transaction, or not finished yet.
        NoSigner: the institution has no good signer.
        Silent: the time-stamping authority does not answer.
    """
    language = language if language in languages() else "ar"
    found = sources(pl.Series([transaction], dtype=pl.Int64), now)
    if not found:
        raise NoPaper(transaction)
    kept = Copy.objects.filter(transaction=found[0].id, language=language).first()
    if kept is None:
        _keep([_composed(found[0], language, certificates.signer(now), now)])
        # Whoever came second kept nothing, and gives what the first kept.
        kept = Copy.objects.get(transaction=found[0].id, language=language)
    return bytes(kept.body)


def compose_all(transactions: Iterable[int], now: datetime) -> int:
    """Compose the papers that are still missing, each in the language it was asked in; how many
    were made.
    """
    wanted = pl.Series(list(transactions), dtype=pl.Int64)
    have = set(
        Copy.objects.filter(transaction__in=wanted.to_list()).values_list("transaction", "language")
    )
    signer = certificates.signer(now)
    made: list[Copy] = []
    try:
        for source in sources(wanted, now):
            language = source.language if source.language in languages() else "ar"
            if (source.id, language) not in have:
                made.append(_composed(source, language, signer, now))
    finally:
        _keep(made)  # also when a time-stamping authority falls silent half way
    return len(made)


def _composed(source: Source, language: str, signer: certificates.Signer, now: datetime) -> Copy:
    # Loaded by who composes: signing a PDF is a fifth of all that a process would load.
    from guichet.domain.documents import pdf_signature

    data = laid_out(source, language)
    body = pdf_signature.sign(typesetting.draw(data, now), signer, data["title"], now)
    return Copy(
        transaction=source.id,
        language=language,
        body=body,
        sha256=sha256(body).digest(),
        signer=signer.key_name,
        composed_at=now,
    )


def _keep(copies: list[Copy]) -> None:
    """Keep papers, each once: one commit for all of them, and none is open while they are
    composed.
    """
    with store.atomic():
        Copy.objects.bulk_create(copies, ignore_conflicts=True)
