"""A table's lines become askings: of one service, or of several by the word in the movement column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from guichet.channels.bulk import faults, headers, serials, words
from guichet.channels.bulk.faults import Unreadable
from guichet.channels.bulk.table import Table
from guichet.channels.bulk.turns import in_turn, turn_of
from guichet.engine.batch import FINDING
from guichet.engine.refusal import Severity
from guichet.engine.registry import service_of, services
from guichet.engine.service import Ask, Service
from guichet.lib.text import folded_letters

MONTHLY = "monthly-movement"  # the kind of a mixed file; any other kind is a service's key
# A finding of a line that reached no service: the same columns as a batch's, with the line's number.
LINE_FINDING = {"row": pl.Int64, **{n: t for n, t in FINDING.items() if n != "position"}}


@dataclass(frozen=True, slots=True)
class Askings:
    """What a file asks. ``strays`` are findings about lines that no service could be found for.

    ``table`` begins with the headings, whatever titles stood above them in the file.
    """

    asks: list[Ask]
    strays: pl.DataFrame
    columns: headers.Columns
    table: Table

    @property
    def rows(self) -> int:
        """Lines that ask something."""
        return sum(ask.rows.height for ask in self.asks) + self.strays.height


def movement_services() -> list[type[Service]]:
    """The services of the mixed file, in the order they are worked."""
    found = [service for service in services().values() if service.movement]
    return sorted(found, key=turn_of)


def askings(table: Table, kind: str, language: str) -> Askings:
    """The askings of a table of ``kind``: a service's key, or :data:`MONTHLY`.

    Raises:
        Unreadable: its headings do not fit.
        Refused: there is no such service.
    """
    if kind == MONTHLY:
        return _mixed(table, language)
    service = service_of(kind)
    table = headers.below_titles(table, [service], mixed=False)
    columns = headers.match(table, [service], mixed=False, language=language)
    lines = table.frame.with_columns(table.rows()).filter(table.filled())
    ask = _ask(service, lines, columns.fields[service])
    return Askings([ask], pl.DataFrame(schema=LINE_FINDING), columns, table)


def _mixed(table: Table, language: str) -> Askings:
    offered = movement_services()
    table = headers.below_titles(table, offered, mixed=True)
    columns = headers.match(table, offered, mixed=True, language=language)
    assert columns.movement is not None
    word = table.frame[columns.movement]
    known = _words_of(word.unique().to_list())
    named = word.replace_strict(known, default=None, return_dtype=pl.String)
    asked = [service for service in offered if service.key in known.values()]
    wrong = headers.missing(asked, columns.fields, language)
    if wrong:
        raise Unreadable(*wrong)
    lines = table.frame.with_columns(table.rows())
    asks = [_ask(s, lines.filter(named == s.key), columns.fields[s]) for s in asked]
    stray = lines.filter(named.is_null() & table.filled()) if named.null_count() else lines.clear()
    return Askings(in_turn(asks), _strays(stray, columns.movement, language), columns, table)


def _ask(service: type[Service], lines: pl.DataFrame, columns: Mapping[str, str]) -> Ask:
    """Only the service's own columns: a full list may carry a wage on a line of leaving."""
    picked = [pl.col(column).alias(name) for name, column in columns.items()]
    return Ask(service, serials.as_days(lines.select("row", *picked), service))


def _words_of(written: list[str]) -> dict[str, str]:
    """Movement as written -> service key, for the distinct words of a file."""
    known = _spellings()
    return {text: known[folded] for text in written if (folded := folded_letters(text)) in known}


@lru_cache
def _spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for service in movement_services():
        label = words.MOVEMENTS.get(service.movement or "", service.title)
        for text in headers.spellings(label, service.movement or "", str(service.code)):
            found[text] = service.key
    for service in movement_services():
        more = words.MOVEMENT_SYNONYMS.get(service.movement or "", ())
        for text in headers.spellings(service.title, *more):
            found.setdefault(text, service.key)
    return found


def movement_label(service: type[Service], language: str) -> str:
    """The word for a service in the movement column."""
    return words.MOVEMENTS.get(service.movement or "", service.title).at(language)


def _strays(lines: pl.DataFrame, column: str, language: str) -> pl.DataFrame:
    if lines.is_empty():
        return pl.DataFrame(schema=LINE_FINDING)
    options = " · ".join(movement_label(s, language) for s in movement_services())
    said = {
        value: json.dumps({"value": value[:60], "options": options}, ensure_ascii=False)
        for value in lines[column].unique()
    }
    return lines.select(
        "row",
        field=pl.lit(headers.MOVEMENT),
        code=pl.lit(faults.MOVEMENT_UNKNOWN.code),
        severity=pl.lit(Severity.ERROR.value),
        values=pl.col(column).replace_strict(said, return_dtype=pl.String),
    ).cast(LINE_FINDING)  # type: ignore[arg-type]
