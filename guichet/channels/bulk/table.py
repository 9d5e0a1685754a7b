"""What reading makes of a file: cells of text under headings, and the form to write it back in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import polars as pl

from guichet.channels.bulk import faults
from guichet.channels.bulk.faults import Unreadable
from guichet.engine.refusal import Refused
from guichet.lib.text import without_marks

MOST_BYTES = 100_000_000
MOST_ROWS = 1_048_575  # a spreadsheet's lines without its headings
MOST_COLUMNS = 60
LONGEST_CELL = 2_000  # characters
_SHOWN = 20  # line numbers named in a sentence


@dataclass(frozen=True, slots=True)
class Form:
    """How the file was written, so that the result is written the same way."""

    kind: str = "csv"  # or xlsx
    encoding: str = "utf-8"  # a Python codec
    mark: bool = False  # whether it begins with a byte-order mark
    separator: str = ","
    newline: str = "\r\n"
    from_1904: bool = False  # the workbook counts its days from 1904


@dataclass(frozen=True, slots=True)
class Sheet:
    """Which sheet of a workbook a table is, and what of it a reader of the screen would not
    expect.
    """

    name: str = ""
    visible: bool = True
    hidden: tuple[int, ...] = ()  # the client's own numbers of rows that a filter or a person hides
    merged: int = 0  # cells that took the value of the merged cell they are part of


@dataclass(frozen=True, slots=True)
class Table:
    """A file's cells. ``frame`` has a String column for each heading, named by its place: ``"0"``,
    ``"1"`` ...

    An empty cell is ``""``. Blank lines are kept, so that line numbers are those of the client's
    own program: the first line of data is line ``first_row`` (Excel's row, or the record's number
    in a CSV file).
    """

    headers: tuple[str, ...]
    frame: pl.DataFrame
    form: Form = field(default_factory=Form)
    first_row: int = 2
    sheet: Sheet = field(default_factory=Sheet)
    others: tuple[
        Table, ...
    ] = ()  # the workbook's other sheets that hold anything, not yet held against the limits

    def rows(self) -> pl.Series:
        """The client's own number of every line (Int64)."""
        numbers = pl.int_range(self.frame.height, dtype=pl.Int64, eager=True)
        return (numbers + self.first_row).alias("row")

    def from_line(self, place: int) -> Table:
        """The table with the headings of a line further down."""
        headers = tidy_headers(self.frame.row(place))
        named, frame = _without_empty_columns(headers, self.frame[place + 1 :])
        return replace(
            self, headers=tuple(named), frame=frame, first_row=self.first_row + place + 1
        )

    def filled(self) -> pl.Series:
        """Whether a line holds anything at all."""
        blank = pl.Series([True]).new_from_index(0, self.frame.height)
        for column in self.frame.iter_columns():
            if not blank.any():
                break
            empty = column == ""
            if (column.str.len_bytes() == column.str.len_chars()).all() or empty.any():
                empty = column.str.strip_chars() == ""
            blank = blank & empty
        return ~blank


def checked(
    headers: list[str], frame: pl.DataFrame, form: Form, first_row: int, sheet: Sheet | None = None
) -> Table:
    """The table, if it keeps within the limits.

    Raises:
        Unreadable: with everything that is too many, too long or missing.
    """
    headers, frame = _without_empty_columns(headers, frame)
    wrong: list[Refused] = []
    if frame.width > MOST_COLUMNS:
        wrong.append(Refused(faults.TOO_MANY_COLUMNS, count=frame.width, most=MOST_COLUMNS))
    if frame.height > MOST_ROWS:
        wrong.append(
            Refused(faults.TOO_MANY_ROWS, count=f"{frame.height:,}", most=f"{MOST_ROWS:,}")
        )
    long = _too_long(frame)
    if long is not None:
        rows = numbers(long.arg_true() + first_row)
        wrong.append(Refused(faults.CELL_TOO_LONG, rows=rows, limit=f"{LONGEST_CELL:,}"))
    table = Table(tuple(headers), frame, form, first_row, sheet or Sheet())
    if not wrong and not (frame.width and table.filled().any()):
        wrong.append(Refused(faults.EMPTY))
    if wrong:
        raise Unreadable(*wrong)
    return table


def tidy_headers(headers: Iterable[str]) -> list[str]:
    """Headings without surrounding space and invisible marks."""
    return [" ".join(without_marks(header).split()) for header in headers]


def numbers(rows: pl.Series) -> str:
    """Line numbers for a sentence, at most so many."""
    named = " · ".join(map(str, rows.head(_SHOWN).to_list()))
    return f"{named} … ({len(rows):,})" if len(rows) > _SHOWN else named


def _without_empty_columns(
    headers: list[str], frame: pl.DataFrame
) -> tuple[list[str], pl.DataFrame]:
    """Drop the columns at the end that have neither heading nor cells: what trailing separators
    leave.
    """
    width = len(headers)
    while width and not headers[width - 1] and (frame.to_series(width - 1) == "").all():
        width -= 1
    frame = frame.select(frame.columns[:width])
    frame.columns = [str(place) for place in range(width)]
    return headers[:width], frame


def _too_long(frame: pl.DataFrame) -> pl.Series | None:
    mask: pl.Series | None = None
    for column in frame.iter_columns():
        if int(column.str.len_bytes().max() or 0) > LONGEST_CELL:  # type: ignore[arg-type]
            long = column.str.len_chars() > LONGEST_CELL
            mask = long if mask is None else mask | long
    return mask if mask is not None and mask.any() else None
