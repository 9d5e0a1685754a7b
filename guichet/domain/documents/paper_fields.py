"""A transaction as it is put on paper: its fields in the reader's language, with Arabic or Latin
names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import polars as pl

from guichet.engine import results
from guichet.engine.context import HOME
from guichet.engine.fields import Field, Lines, scripts
from guichet.engine.outcome import IF_APPROVED, output_of
from guichet.engine.registry import services
from guichet.engine.service import Outcome, Service
from guichet.engine.stages import Reached, reached_by_many
from guichet.lib.display import show_month

_NUMBERS = {"digits", "national_id", "establishment", "iban", "mobile", "money", "month"}


@dataclass(frozen=True, slots=True)
class Source:
    """A transaction with all that its paper needs."""

    id: int
    service: type[Service]
    said: Mapping[str, Any]
    asked_at: datetime
    language: str
    reached: Reached | None = None  # how far it has come, of a service that has stages

    @property
    def values(self) -> dict[str, str | None]:
        """Inputs and outputs by name, as canonical text."""
        return {**self.said["input"], **output_of(self.said)}

    @property
    def accepted(self) -> bool:
        """Whether it had its effect."""
        return self.said["outcome"] == Outcome.ACCEPTED.value

    @property
    def day(self) -> date:
        """The institution's day on which it was asked."""
        return self.asked_at.astimezone(HOME).date()


def sources(transactions: pl.Series, now: datetime) -> list[Source]:
    """Those of the transactions that are finished; a repetition is the first of its fact.

    What only begins with its acceptance has no paper before its end: an order is no receipt of a
    payment.
    """
    rows = results.signed(transactions)
    by_code = {service.code: service for service in services().values()}
    found = [
        Source(id, by_code[code], json.loads(content), at, language[:2])
        for id, code, content, at, language in rows.iter_rows()
        if code in by_code  # a service may have been withdrawn since
    ]
    stages = reached_by_many(((s.service, s.id) for s in found if s.accepted), now)
    ended = [replace(s, reached=stages.get(s.id)) for s in found]
    return [s for s in ended if s.reached is None or s.reached.stage.finished]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One field on paper."""

    name: str
    label: str
    value: str
    ltr: bool


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table on paper; of each column its label and whether it holds numbers."""

    title: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]


def fields_of(service: type[Service]) -> dict[str, Field]:
    """Inputs and outputs together."""
    return {**service.inputs, **service.outputs}


def lines_of(source: Source, language: str) -> list[PaperLine]:
    """The fields a paper shows that have a value; tables apart."""
    fields, values = fields_of(source.service), source.values
    found = []
    for name in _shown(source, language):
        field, value = fields[name], values.get(name)
        if value and not isinstance(field, Lines):
            found.append(
                PaperLine(
                    name,
                    _label(source, name, field, language),
                    text_of(field, value, language),
                    field.kind in _NUMBERS,
                )
            )
    return found


def _label(source: Source, name: str, field: Field, language: str) -> str:
    """Of a referred asking nothing has come yet: its answer is what it comes to if it is
    approved.
    """
    label = field.label.at(language)
    supposed = source.said["outcome"] == Outcome.REFERRED.value and name in source.service.outputs
    return f"{IF_APPROVED.at(language)}: {label}" if supposed else label


def tables_of(source: Source, language: str) -> list[PaperTable]:
    """The tables a paper shows, also when they are empty."""
    fields, values = fields_of(source.service), source.values
    return [
        _table(_label(source, name, field, language), field, values[name] or "[]", language)
        for name in _shown(source, language)
        if isinstance(field := fields[name], Lines) and name in values
    ]


def _shown(source: Source, language: str) -> list[str]:
    paper = source.service.paper
    if paper is None:
        return list(scripts.of_reader(fields_of(source.service), source.values, language))
    if language == "ar":
        return list(paper.shows)
    return [_latin(source, paper.latin, name) for name in paper.shows]


def _latin(source: Source, pairs: Mapping[str, str], name: str) -> str:
    other = pairs.get(name)
    return other if other and source.values.get(other) else name


def _table(title: str, field: Lines, text: str, language: str) -> PaperTable:
    lines: list[dict[str, str | None]] = json.loads(text)
    pairs = scripts.pairs(field.columns)
    names = [name for name in field.columns if name not in pairs.values()]
    columns = tuple(
        (field.columns[n].label.at(language), field.columns[n].kind in _NUMBERS) for n in names
    )

    def cell(line: Mapping[str, str | None], name: str) -> str:
        other = pairs.get(name)
        chosen = other if other and language != "ar" and line.get(other) else name
        # One calendar is enough in a table; the paper's own date has both.
        return text_of(field.columns[name], line.get(chosen) or "", language).partition(" · ")[0]

    rows = tuple(tuple(cell(line, name) for name in names) for line in lines)
    return PaperTable(title, columns, rows)


def text_of(field: Field, value: str, language: str) -> str:
    """Canonical text as a reader expects it."""
    if field.kind == "month" and value:
        return show_month(date.fromisoformat(f"{value[:7]}-01"), language)
    return field.show(value, language)
