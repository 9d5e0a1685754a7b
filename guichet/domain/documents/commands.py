"""Issuing documents and revoking them."""

from __future__ import annotations

import secrets
from datetime import date, datetime

import polars as pl

from guichet.domain.documents import tasks
from guichet.domain.documents.models import Document, Revocation
from guichet.engine import audit, store
from guichet.lib import reference

_CODE_LETTERS = (
    16  # of 23: more than 72 bits, which nobody guesses through a page that counts tries
)


def new_codes(count: int) -> pl.Series:
    """Fresh verification codes, ``K7QM-4X2P-9RTW-XYA3``."""
    return pl.Series([_code() for _ in range(count)], dtype=pl.String)


def _code() -> str:
    letters = "".join(secrets.choice(reference.ALPHABET) for _ in range(_CODE_LETTERS))
    return "-".join(letters[at : at + 4] for at in range(0, _CODE_LETTERS, 4))


def issue(documents: pl.DataFrame, service: int, today: date) -> None:
    """Enter documents and queue their papers, in the caller's ``atomic``.

    Args:
        documents: ``transaction``, ``party``, ``about``, ``facts`` (the text of what it says),
            ``edition``, ``code`` and, for those that run out, ``valid_until``.
        service: the service's code.
        today: the day of issue.
    """
    if documents.is_empty():
        return
    until = (
        documents["valid_until"]
        if "valid_until" in documents.columns
        else [None] * documents.height
    )
    store.execute(
        "INSERT INTO documents_document (id, service, party, about, code, issued_on, valid_until, facts, edition)"
        " SELECT a.id, %(service)s, a.party, a.about, a.code, %(today)s, a.until, md5(a.facts), a.edition"
        " FROM unnest(%(ids)s::bigint[], %(parties)s::bigint[], %(abouts)s::text[], %(codes)s::text[],"
        "  %(untils)s::date[], %(facts)s::text[], %(editions)s::smallint[])"
        "  AS a(id, party, about, code, until, facts, edition)",
        service=service,
        today=today,
        ids=documents["transaction"],
        parties=documents["party"],
        abouts=documents["about"],
        codes=documents["code"],
        untils=until,
        facts=documents["facts"],
        editions=documents["edition"],
    )
    tasks.queue(documents["transaction"])


def revoke(number: str, reason: str, by: str, now: datetime) -> bool:
    """Say that a document must no longer be relied on; False when it was revoked before.

    Raises:
        LookupError: there is no such document.
    """
    transaction = reference.decode(number)
    document = Document.objects.filter(pk=transaction).first() if transaction is not None else None
    if document is None:
        raise LookupError(number)
    with store.atomic():
        _, fresh = Revocation.objects.get_or_create(
            document=document, defaults={"by": by, "reason": reason, "at": now}
        )
        if fresh:
            said = {
                "document": document.pk,
                "number": reference.encode(document.pk),
                "by": by,
                "reason": reason,
            }
            audit.note("document-revoked", said)
    return fresh
