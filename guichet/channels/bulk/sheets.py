"""Excel workbooks. They are unpacked in a process of their own with bounded memory and time.

A workbook is a zip of XML: a few kilobytes can claim gigabytes, or two cells a billion places. The
sizes it declares are looked at first, those it really has are counted, and whatever still goes
wrong ends the small process and nothing else.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import zipfile
import zlib
from dataclasses import replace
from typing import Any

import polars as pl

from guichet.channels.bulk import faults, oddities
from guichet.channels.bulk.faults import unreadable
from guichet.channels.bulk.table import MOST_COLUMNS, Form, Sheet, Table, checked, tidy_headers
from guichet.lib.workbook import EARLY_DAY

MOST_UNPACKED = 1_500_000_000
MOST_RATIO = 200  # repetitive sheets reach about 40
_SLACK = 10_000_000  # small parts may be packed as tightly as they like
MOST_ENTRIES = 2_000
MEMORY = (
    6_000_000_000  # address space of the small process; threads reserve much that they never use
)
SECONDS = 90
_TOO_LARGE, _TOO_WIDE = 3, 4  # exit codes
_MOST_SHEETS = 20
_LENGTH = 8  # bytes that tell how long the head of the pipe is
_EARLY = r"^(?:0[0-9]{3}|1[0-8][0-9]{2}|1900-0[12]|-[0-9]+)-?[0-9-]* [0-9]{2}:[0-9]{2}:[0-9]{2}"


def read_workbook(content: bytes) -> Table:
    """The first sheet that holds anything, as text: numbers as typed, days as ``2026-11-22``,
    formulas by their last value.

    The other sheets come along in ``others``, visible ones first: which of them holds the rows is
    told by the headings.

    Raises:
        Unreadable: no workbook, one with macros, one that unpacks to too much, or a damaged one.
    """
    _look_inside(content)
    tables = sorted(_in_small_process(content), key=lambda table: not table.sheet.visible)
    if not tables:
        raise unreadable(faults.EMPTY)
    first, *others = tables
    return replace(held(first), others=tuple(others))


def held(table: Table) -> Table:
    """A sheet held against the limits.

    Raises:
        Unreadable: as :func:`~guichet.channels.bulk.table.checked`.
    """
    return checked(list(table.headers), table.frame, table.form, table.first_row, table.sheet)


def _table(frame: pl.DataFrame, about: dict[str, Any], form: Form) -> Table | None:
    """A sheet as it came through the pipe; None when nothing is in it."""
    frame = _mended(frame.fill_null(""), about["odd"])
    filled = (
        frame.select(pl.any_horizontal(pl.all() != "")).to_series()
        if frame.width
        else pl.Series([False])
    )
    if not filled.any():
        return None
    place = int(filled.arg_true()[0])
    hidden = tuple(row + 1 for row in about["odd"]["hidden"] if place < row < frame.height)
    sheet = Sheet(about["name"], about["visible"], hidden, _merged_cells(about["odd"], place))
    headers = tidy_headers(frame.row(place))
    return Table(tuple(headers), frame[place + 1 :], form, place + 2, sheet)


def _merged_cells(odd: dict[str, Any], place: int) -> int:
    return sum(
        bottom - max(top, place + 1)
        for top, _, bottom, _ in odd["merged"]
        if bottom > max(top, place + 1)
    )


def _mended(frame: pl.DataFrame, odd: dict[str, Any]) -> pl.DataFrame:
    """Error cells and formulas without a result as text that no field takes for a value; merged
    cells, downwards, each with the value that stands in all of them on the screen.
    """
    columns: dict[int, list[tuple[int, str]]] = {}
    for row, column, told in odd["cells"]:
        columns.setdefault(column - odd["left"], []).append((row, told))
    for top, left, bottom, _ in odd["merged"]:
        place = left - odd["left"]
        if 0 <= place < frame.width and top < frame.height:
            value = frame[top, place]
            last = min(bottom, frame.height - 1)
            columns.setdefault(place, []).extend((row, value) for row in range(top + 1, last + 1))
    for place, cells in columns.items():
        inside = [(row, told) for row, told in cells if row < frame.height]
        if 0 <= place < frame.width and inside:
            rows, told = zip(*inside, strict=True)
            column = (
                frame.to_series(place).clone().scatter(list(rows), pl.Series(told, dtype=pl.String))
            )
            frame = frame.with_columns(column)
    return frame


def _look_inside(content: bytes) -> None:
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise unreadable(faults.DAMAGED) from None
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise unreadable(faults.MACROS)
    if "mimetype" in names:
        raise unreadable(faults.OTHER_FORMAT, format=".ods")
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise unreadable(faults.OTHER_FORMAT, format=".docx / .pptx")
    if "xl/workbook.bin" in names:
        raise unreadable(faults.OTHER_FORMAT, format=".xlsb")
    if "xl/workbook.xml" not in names:
        raise unreadable(faults.OTHER_FORMAT, format="ZIP")
    size = sum(entry.file_size for entry in entries)
    if (
        size > MOST_UNPACKED
        or size > MOST_RATIO * len(content) + _SLACK
        or len(entries) > MOST_ENTRIES
    ):
        raise unreadable(faults.UNPACKS_TOO_LARGE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise unreadable(faults.PASSWORD)


def _in_small_process(content: bytes) -> list[Table]:
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", __name__],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise unreadable(faults.UNPACKS_TOO_LARGE) from None
    if done.returncode == _TOO_WIDE:
        raise unreadable(faults.TOO_MANY_COLUMNS, count=done.stderr.decode(), most=MOST_COLUMNS)
    if done.returncode < 0 or done.returncode == _TOO_LARGE:
        raise unreadable(faults.UNPACKS_TOO_LARGE)
    if done.returncode:
        raise unreadable(faults.DAMAGED)
    pipe = io.BytesIO(done.stdout)
    told = json.loads(pipe.read(int.from_bytes(pipe.read(_LENGTH), "big")))
    form = Form(kind="xlsx", from_1904=told["from_1904"])
    found = (
        _table(pl.read_ipc(io.BytesIO(pipe.read(about["size"]))), about, form)
        for about in told["sheets"]
    )
    return [table for table in found if table is not None]


def _really_small(content: bytes) -> bool:
    """Whether every entry unpacks to no more than it declares."""
    for entry in zipfile.ZipFile(io.BytesIO(content)).infolist():
        if entry.compress_type == zipfile.ZIP_STORED:
            continue
        start = entry.header_offset
        start += 30 + sum(
            int.from_bytes(content[start + at : start + at + 2], "little") for at in (26, 28)
        )
        stream, seen, block = (
            zlib.decompressobj(-zlib.MAX_WBITS),
            0,
            content[start : start + entry.compress_size],
        )
        while block and not stream.eof:
            seen += len(stream.decompress(block, 2**20))
            block = stream.unconsumed_tail
            if seen > entry.file_size:
                return False
    return True


def _sheet(book: Any, place: int) -> pl.DataFrame:
    # Rows are counted from the sheet's first, so that numbers are those Excel shows.
    sheet = book.load_sheet(place, header_row=None, skip_rows=0, dtypes="string")
    if sheet.width > 2 * MOST_COLUMNS:
        sys.stderr.write(str(sheet.width))
        raise SystemExit(_TOO_WIDE)
    frame = sheet.to_polars()
    frame.columns = [str(number) for number in range(frame.width)]
    return frame.with_columns(_days(column.cast(pl.String)) for column in frame.iter_columns())


def _days(column: pl.Series) -> pl.Series:
    """A column whose moments at midnight are days. A day before March 1900, which spreadsheets
    count and show differently, is told apart from the same day typed as text, and is none.
    """
    if not column.str.contains(":", literal=True).any():
        return column
    early = column.str.contains(_EARLY).fill_null(value=False)
    return column.str.strip_suffix(" 00:00:00").set(early, EARLY_DAY)


def _sheets(content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What is told of the sheets, and each as Arrow."""
    import fastexcel

    archive = zipfile.ZipFile(io.BytesIO(content))
    parts, uncomputed = oddities.parts_of(archive), oddities.awaits_computing(archive)
    book, told, frames = fastexcel.read_excel(content), [], []
    for place, name in enumerate(book.sheet_names[:_MOST_SHEETS]):
        frame = _sheet(book, place)
        entry = parts.get(name)
        odd = (
            oddities.oddities_of(archive.read(entry), uncomputed=uncomputed)
            if entry
            else oddities.Oddities()
        )
        visible = (
            book.load_sheet(place, n_rows=0).visible == "visible"
            if len(book.sheet_names) > 1
            else True
        )
        sink = io.BytesIO()
        frame.write_ipc(sink)
        frames.append(sink.getvalue())
        told.append(
            {"name": name, "visible": visible, "odd": odd.as_dict(), "size": len(frames[-1])}
        )
    return {"sheets": told, "from_1904": oddities.counts_from_1904(archive)}, frames


def _main() -> None:
    """In the small process: a workbook on standard input, its sheets as Arrow on standard
    output.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        if not _really_small(content):
            raise SystemExit(_TOO_LARGE)
        told, frames = _sheets(content)
    except MemoryError:
        raise SystemExit(_TOO_LARGE) from None
    head = json.dumps(told).encode()
    for piece in (len(head).to_bytes(_LENGTH, "big"), head, *frames):
        sys.stdout.buffer.write(piece)


if __name__ == "__main__":
    _main()
