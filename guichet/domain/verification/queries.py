"""Evidence read back for receipts and pages, and the line beside a number just typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from guichet.domain.verification import commands
from guichet.domain.verification.lines import LINES
from guichet.domain.verification.sources import SOURCES
from guichet.engine import store
from guichet.engine.check import SourceDown
from guichet.lib.display import show_name
from guichet.lib.text import Words

_EVIDENCE = {
    "id": pl.Int64,
    "source": pl.String,
    "subject": pl.Int64,
    "asked_at": pl.Int64,
    "valid_until": pl.Int64,
    "facts": pl.String,
    "digest": pl.String,
}


def evidence_of(ids: pl.Series | Sequence[int]) -> pl.DataFrame:
    """What was found, from whom and when; a row for each id there is, by id.

    ``id``, ``source`` (see ``source_name``), ``subject``, ``asked_at`` and ``valid_until``
    (Datetime, UTC), ``status``, ``facts`` (a JSON object), ``digest`` (hexadecimal) and ``intact``:
    whether the row is still what its digest says.
    """
    query = """
        SELECT id, source, subject, (extract(epoch FROM asked_at) * 1000000)::bigint,
            (extract(epoch FROM valid_until) * 1000000)::bigint, facts,
            '\\x' || encode(digest, 'hex')
        FROM verification_evidence WHERE id = ANY(%(ids)s::bigint[]) ORDER BY id"""
    wanted = pl.Series(ids, dtype=pl.Int64).drop_nulls().unique()
    rows = store.fetch(query, _EVIDENCE, ids=wanted).with_columns(
        pl.from_epoch(pl.col("asked_at", "valid_until"), "us").dt.replace_time_zone("UTC"),
        status=pl.col("facts").str.json_path_match("$.status"),
    )
    expected = commands.digests(rows.select(commands.testimony()).to_series())
    return rows.with_columns(
        pl.col("digest").str.strip_prefix("\\x"), intact=pl.col("digest") == expected
    )


def source_name(source: str) -> Words:
    """The public body's name, from the key kept with evidence."""
    return SOURCES[source].words


@dataclass(frozen=True, slots=True)
class Glance:
    """As much about a number as lets a person see that it was not mistyped, and no more."""

    source: str
    number: int
    status: str
    name_ar: str
    name_latin: str
    born: date | None  # None for a business or a deed
    evidence: int

    def line(self, language: str) -> str:
        """One sentence: the name and, for a person, the year of birth; then who confirms it."""
        name = show_name(self.name_ar, self.name_latin, language)
        year = str(self.born.year) if self.born else ""
        return LINES[self.source, self.status].at(language, name=name, year=year)


def glance(source: str, number: int, *, now: datetime) -> Glance | None:
    """What the source ('civil' or 'commercial') says about a number; None when it cannot be asked.

    The same path and the same evidence as a check: the service that follows does not ask again.
    It tells a name for a number, so a channel offers it only to clients signed in, and limits how
    often.
    """
    try:
        found = commands.establish(SOURCES[source], pl.Series([number], dtype=pl.Int64), now)
    except SourceDown:
        return None
    row = found.row(0, named=True)
    return Glance(
        source=source,
        number=number,
        status=row["status"],
        name_ar=row.get("name_ar") or "",
        name_latin=row.get("name_latin") or "",
        born=row.get("birth_date"),
        evidence=row["evidence"],
    )
