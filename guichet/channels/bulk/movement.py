"""A table's lines become askings: of one service, or of several by the word in the movement
column.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import polars as pl

from guichet.channels.bulk import column_notation as written
from guichet.channels.bulk import faults, headers, lines, notices, words
from guichet.channels.bulk.faults import Unreadable
from guichet.channels.bulk.movement_order import in_turn, turn_of
from guichet.channels.bulk.notices import Answers, Notice
from guichet.channels.bulk.table import Table, numbers
from guichet.engine.batch import FINDING
from guichet.engine.refusal import Severity
from guichet.engine.registry import service_of, services
from guichet.engine.service import Ask, Service
from guichet.lib.text import folded_letters

MONTHLY = "monthly-movement"  # the kind of a mixed file; any other kind is a service's key
# A finding of a line that reached no service: the same columns as a batch's, with the line's
# number.
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
    said: list[Notice] = field(default_factory=list)  # about the file as a whole
    asked: list[Notice] = field(
        default_factory=list
    )  # what only the client can answer; nothing is carried out before
    layout: str = ""
    answers: Answers = field(default_factory=Answers)

    @property
    def rows(self) -> int:
        """Lines that ask something."""
        return sum(ask.rows.height for ask in self.asks) + self.strays.height


def movement_services() -> list[type[Service]]:
    """The services of the mixed file, in the order they are worked."""
    found = [service for service in services().values() if service.movement]
    return sorted(found, key=turn_of)


def askings(
    table: Table,
    kind: str,
    language: str,
    answers: Answers | Callable[[str], Answers] | None = None,
) -> Askings:
    """The askings of a table of ``kind``: a service's key, or :data:`MONTHLY`.

    Args:
        answers: what the client has answered; a function finds it by the file's layout.

    Raises:
        Unreadable: its headings do not fit.
        Refused: there is no such service.
    """
    mixed = kind == MONTHLY
    offered = movement_services() if mixed else [service_of(kind)]
    table = headers.best_sheet(table, offered, mixed=mixed)
    said = _of_workbook(table, offered, mixed=mixed)
    table = headers.below_titles(table, offered, mixed=mixed)
    columns = headers.match(table, offered, mixed=mixed, language=language)
    layout = headers.layout_of(table)
    given = answers(layout) if callable(answers) else answers or Answers()
    served = columns.served()
    left = lines.about_nobody(table, columns.person(), served)
    plain = written.judged(table, served, given)
    asked = _unknown(columns, given, said) + plain.asked
    numbered, kept = plain.frame.with_columns(table.rows()), table.filled()
    if left.mask is not None:
        numbered, kept = numbered.filter(~left.mask), kept.filter(~left.mask)
    if mixed:
        asks, strays = _mixed(numbered, columns, offered, kept, language)
    else:
        asks = [_ask(offered[0], numbered.filter(kept), columns.fields[offered[0]])]
        strays = pl.DataFrame(schema=LINE_FINDING)
    return Askings(
        asks, strays, columns, table, said + left.said + plain.said, asked, layout, given
    )


def _of_workbook(table: Table, offered: list[type[Service]], *, mixed: bool) -> list[Notice]:
    """What a reader of the screen would not expect of a workbook."""
    said, sheet = [], table.sheet
    known = {
        other.sheet.name: headers.known_in(other, offered, mixed=mixed) for other in table.others
    }
    missed = [
        f"{other.sheet.name} ({other.frame.height:,})"
        for other in table.others
        if known[other.sheet.name] > 1 and other.sheet.name not in words.HELP_SHEETS
    ]
    if set(known) - words.HELP_SHEETS:
        said.append(Notice(notices.SHEET_READ.code, {"sheet": sheet.name}))
    if missed:
        said.append(Notice(notices.SHEETS_NOT_READ.code, {"sheets": " · ".join(missed)}))
    if sheet.hidden:
        rows = numbers(pl.Series(sheet.hidden))
        said.append(
            Notice(notices.ROWS_HIDDEN.code, {"count": f"{len(sheet.hidden):,}", "rows": rows})
        )
    if sheet.merged:
        said.append(Notice(notices.CELLS_MERGED.code, {"count": f"{sheet.merged:,}"}))
    return said


def _unknown(columns: headers.Columns, answers: Answers, said: list[Notice]) -> list[Notice]:
    """Columns that nobody asks for: a question the first time, afterwards a remark."""
    if not columns.unknown:
        return []
    names = headers.named(columns.unknown.values())
    folded = {folded_letters(name) for name in columns.unknown.values()}
    if "*" in answers.left_out or folded <= answers.left_out:
        said.append(Notice(notices.COLUMNS_LEFT.code, {"names": names}))
        return []
    return [Notice(notices.COLUMNS_UNANSWERED.code, {"names": names})]


def _mixed(
    numbered: pl.DataFrame,
    columns: headers.Columns,
    offered: list[type[Service]],
    kept: pl.Series,
    language: str,
) -> tuple[list[Ask], pl.DataFrame]:
    assert columns.movement is not None
    word = numbered[columns.movement]
    known = _words_of(word.unique().to_list())
    named = word.replace_strict(known, default=None, return_dtype=pl.String)
    asked = [service for service in offered if service.key in known.values()]
    wrong = headers.missing(asked, columns.fields, language)
    if wrong:
        raise Unreadable(*headers.strange(columns.unknown, offered, language, mixed=True), *wrong)
    asks = [_ask(s, numbered.filter(named == s.key), columns.fields[s]) for s in asked]
    stray = numbered.filter(named.is_null() & kept) if named.null_count() else numbered.clear()
    return in_turn(asks), _strays(stray, columns.movement, language)


def _ask(service: type[Service], lines: pl.DataFrame, columns: Mapping[str, str]) -> Ask:
    """Only the service's own columns: a full list may carry a wage on a line of leaving."""
    picked = [pl.col(column).alias(name) for name, column in columns.items()]
    return Ask(service, lines.select("row", *picked))


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


def _strays(stray: pl.DataFrame, column: str, language: str) -> pl.DataFrame:
    if stray.is_empty():
        return pl.DataFrame(schema=LINE_FINDING)
    options = " · ".join(movement_label(s, language) for s in movement_services())
    said = {
        value: json.dumps({"value": value[:60], "options": options}, ensure_ascii=False)
        for value in stray[column].unique()
    }
    return stray.select(
        "row",
        field=pl.lit(headers.MOVEMENT),
        code=pl.lit(faults.MOVEMENT_UNKNOWN.code),
        severity=pl.lit(Severity.ERROR.value),
        values=pl.col(column).replace_strict(said, return_dtype=pl.String),
    ).cast(LINE_FINDING)  # type: ignore[arg-type]
