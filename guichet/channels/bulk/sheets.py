"""Excel workbooks. They are unpacked in a process of their own with bounded memory and time.

A workbook is a zip of XML: a few kilobytes can claim gigabytes, or two cells a billion places. The sizes it declares
are looked at first, those it really has are counted, and whatever still goes wrong ends the small process and nothing else.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import zipfile
import zlib

import polars as pl

from guichet.channels.bulk import faults
from guichet.channels.bulk.faults import unreadable
from guichet.channels.bulk.table import MOST_COLUMNS, Form, Table, checked, tidy_headers

MOST_UNPACKED = 1_500_000_000
MOST_RATIO = 200  # repetitive sheets reach about 40
_SLACK = 10_000_000  # small parts may be packed as tightly as they like
MOST_ENTRIES = 2_000
MEMORY = 6_000_000_000  # address space of the small process; threads reserve much that they never use
SECONDS = 90
_TOO_LARGE, _TOO_WIDE = 3, 4  # exit codes


def read_workbook(content: bytes) -> Table:
    """The first sheet as text: numbers as typed, days as ``2026-11-22``, formulas by their last value.

    Raises:
        Unreadable: no workbook, one with macros, one that unpacks to too much, or a damaged one.
    """
    _look_inside(content)
    frame = _in_small_process(content)
    headings = frame.select(pl.any_horizontal(pl.all() != "")).to_series().arg_true()
    if not len(headings):
        raise unreadable(faults.EMPTY)
    place = int(headings[0])
    return checked(tidy_headers(frame.row(place)), frame[place + 1 :], Form(kind="xlsx"), place + 2)


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
    if size > MOST_UNPACKED or size > MOST_RATIO * len(content) + _SLACK or len(entries) > MOST_ENTRIES:
        raise unreadable(faults.UNPACKS_TOO_LARGE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise unreadable(faults.PASSWORD)


def _in_small_process(content: bytes) -> pl.DataFrame:
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", __name__], input=content, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise unreadable(faults.UNPACKS_TOO_LARGE) from None
    if done.returncode == _TOO_WIDE:
        raise unreadable(faults.TOO_MANY_COLUMNS, count=done.stderr.decode(), most=MOST_COLUMNS)
    if done.returncode < 0 or done.returncode == _TOO_LARGE:
        raise unreadable(faults.UNPACKS_TOO_LARGE)
    if done.returncode:
        raise unreadable(faults.DAMAGED)
    return pl.read_ipc(io.BytesIO(done.stdout)).fill_null("")


def _really_small(content: bytes) -> bool:
    """Whether every entry unpacks to no more than it declares."""
    for entry in zipfile.ZipFile(io.BytesIO(content)).infolist():
        if entry.compress_type == zipfile.ZIP_STORED:
            continue
        start = entry.header_offset
        start += 30 + sum(int.from_bytes(content[start + at : start + at + 2], "little") for at in (26, 28))
        stream, seen, block = zlib.decompressobj(-zlib.MAX_WBITS), 0, content[start : start + entry.compress_size]
        while block and not stream.eof:
            seen += len(stream.decompress(block, 1 << 20))
            block = stream.unconsumed_tail
            if seen > entry.file_size:
                return False
    return True


def _first_sheet(content: bytes) -> pl.DataFrame:
    import fastexcel

    book = fastexcel.read_excel(content)
    # Rows are counted from the sheet's first, so that numbers are those Excel shows.
    sheet = book.load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
    if sheet.width > 2 * MOST_COLUMNS:
        sys.stderr.write(str(sheet.width))
        raise SystemExit(_TOO_WIDE)
    frame = sheet.to_polars()
    frame.columns = [str(place) for place in range(frame.width)]
    return frame.with_columns(pl.all().cast(pl.String).str.strip_suffix(" 00:00:00").fill_null(""))


def _main() -> None:
    """In the small process: a workbook on standard input, its first sheet as Arrow on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        if not _really_small(content):
            raise SystemExit(_TOO_LARGE)
        frame = _first_sheet(content)
    except MemoryError:
        raise SystemExit(_TOO_LARGE) from None
    frame.write_ipc(sys.stdout.buffer)


if __name__ == "__main__":
    _main()
