"""Reading documents: one issued today already, and whether a paper that somebody shows
still holds.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import polars as pl

from guichet.domain.documents.layout import shown_to_anybody
from guichet.domain.documents.models import Document
from guichet.domain.documents.paper_fields import PaperLine, PaperTable, Source, sources, tables_of
from guichet.engine import scope, store
from guichet.engine.context import HOME
from guichet.engine.ids import span_of
from guichet.engine.relations import TRANSACTIONS
from guichet.lib import reference


class Standing(StrEnum):
    """Whether a document holds."""

    VALID = "valid"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document that was shown to somebody with its number and code."""

    document: int
    standing: Standing
    since: date | None  # of a revocation or a newer document
    source: Source

    @property
    def number(self) -> str:
        """Its number as it stands on the paper."""
        return reference.encode(self.document)

    def lines(self, language: str) -> list[PaperLine]:
        """What the paper shows, and nothing else."""
        return shown_to_anybody(self.source, language)

    def tables(self, language: str) -> list[PaperTable]:
        """The tables of the paper."""
        return tables_of(self.source, language)


def issued_before(asked: pl.DataFrame, service: int, today: date) -> pl.DataFrame:
    """Of each asked ``party``, ``about`` and ``facts`` (what it would say): today's document of the
    very same.

    Adds ``issued_by`` (the first transaction, null if there is none that holds) and ``edition``
    (how many of today were revoked).
    """
    found = store.fetch(
        "SELECT a.place, max(d.id) FILTER (WHERE r.document_id IS NULL), count(r.document_id)"
        " FROM unnest(%(places)s::bigint[], %(parties)s::bigint[], %(abouts)s::text[], %(facts)s::text[])"
        "  AS a(place, party, about, facts)"
        " JOIN documents_document d ON d.service = %(service)s AND d.party = a.party AND d.about = a.about"
        "  AND d.issued_on = %(today)s AND d.facts = md5(a.facts)"
        " LEFT JOIN documents_revocation r ON r.document_id = d.id GROUP BY a.place",
        {"place": pl.Int64, "issued_by": pl.Int64, "edition": pl.Int64},
        places=pl.Series(range(asked.height), dtype=pl.Int64),
        parties=asked["party"],
        abouts=asked["about"],
        facts=asked["facts"],
        service=service,
        today=today,
    )
    joined = asked.with_row_index("place").with_columns(pl.col("place").cast(pl.Int64))
    joined = joined.join(found, on="place", how="left", maintain_order="left").drop("place")
    return joined.with_columns(pl.col("edition").fill_null(0))


@scope.as_institution()
def shown(number: str, code: str, now: datetime) -> ShownDocument | None:
    """The document of a number and its code; None when either is wrong, without saying which."""
    transaction = reference.decode(number)
    if transaction is None:
        return None
    document = Document.objects.filter(pk=transaction).select_related("revocation").first()
    # Compared also when there is no such number, so that time does not tell which numbers there
    # are.
    right = hmac.compare_digest(
        plain_code(document.code if document else "").encode(), plain_code(code).encode()
    )
    if document is None or not right:
        return None
    found = sources(pl.Series([transaction], dtype=pl.Int64), now)
    if not found:
        return None
    standing, since = _standing(document, now)
    return ShownDocument(transaction, standing, since, found[0])


def plain_code(text: str) -> str:
    """A code without its dashes, spaces and case."""
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum())


def _standing(document: Document, now: datetime) -> tuple[Standing, date | None]:
    if hasattr(document, "revocation"):
        return Standing.REVOKED, document.revocation.at.astimezone(HOME).date()
    # One that says the same does not devalue this one: both may be in use at the same time.
    later = Document.objects.filter(
        service=document.service, party=document.party, about=document.about, pk__gt=document.pk
    )
    newer = later.exclude(facts=document.facts).order_by("id").first()
    if newer is not None:
        return Standing.REPLACED, newer.issued_on
    if document.valid_until is not None and document.valid_until < now.astimezone(HOME).date():
        return Standing.EXPIRED, document.valid_until
    return Standing.VALID, None


@dataclass(frozen=True, slots=True)
class Ready:
    """How many documents a call issued, and of how many the paper is kept."""

    documents: int
    papers: int

    @property
    def all(self) -> bool:
        """Whether every paper is there."""
        return self.papers >= self.documents


_OF_CALL = f"""
    SELECT t.first FROM (SELECT DISTINCT coalesce(repeats, id) AS first FROM {TRANSACTIONS} a
        WHERE id >= %(start)s AND id < %(end)s AND outcome = 1) t
        JOIN documents_document d ON d.id = t.first
"""


def documents_of(submission: int) -> list[int]:
    """The documents a call led to, in order; those it only repeats included."""
    query = f"{_OF_CALL} ORDER BY t.first"
    return store.fetch_in_place(query, {"id": pl.Int64}, **_range(submission))["id"].to_list()


def ready(submission: int) -> Ready:
    """How far the papers of a call are."""
    (row,) = store.fetch_in_place(
        "SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT FROM documents_copy c WHERE c.transaction = o.first))"
        f" FROM ({_OF_CALL}) o",
        {"documents": pl.Int64, "papers": pl.Int64},
        **_range(submission),
    ).iter_rows()
    return Ready(*row)


def _range(submission: int) -> dict[str, int]:
    span = span_of(submission)
    return {"start": span.start, "end": span.end}
