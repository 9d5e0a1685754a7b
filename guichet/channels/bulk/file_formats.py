"""Bytes of a file in, a table of text out. Whatever the bytes are, the answer is a table or a
refusal.

CSV is read by Polars, a million lines in well under a second; only a file that it does not accept
is gone through again by Python's own reader, slowly, to say which lines are wrong.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import islice

import polars as pl

from guichet.channels.bulk import alphabets, faults, layouts, sheets
from guichet.channels.bulk.faults import unreadable
from guichet.channels.bulk.table import (
    MOST_BYTES,
    MOST_ROWS,
    Form,
    Table,
    checked,
    numbers,
    tidy_headers,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEPARATORS = ",;\t|"
_DECLARED = re.compile(r'^"?sep=([,;\t|])"?\r?\n', re.IGNORECASE)  # Excel's own first line
_LEADING_BLANK = re.compile(
    rb"\A(?:[ ,;\t|]*\r?\n)+"
)  # lines without a cell, as a spreadsheet saves them
_FORMATS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "gzip"),
    (b"PAR1", "Parquet"),
)
_SAMPLE = 65_536
_HEAD = 10  # lines that are looked at to see how the file is written


def read_table(content: bytes) -> Table:
    """The table in a file's bytes; the file's name is never trusted and not needed.

    Raises:
        Unreadable: it is no table, or a table we cannot take; every sentence names the remedy.
    """
    if len(content) > MOST_BYTES:
        raise unreadable(faults.TOO_LARGE, limit=MOST_BYTES // 1_000_000)
    if not content or content.isspace():
        raise unreadable(faults.EMPTY)
    if content.startswith(b"PK\x03\x04"):
        return sheets.read_workbook(content)
    _refuse_other_formats(content)
    text, encoding, mark = _decode(content)
    return _read_text(text, encoding, mark)


def _refuse_other_formats(content: bytes) -> None:
    if content.startswith(_OLE):
        # What Office writes when it protects a workbook, or before 2007.
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise (
            unreadable(faults.PASSWORD)
            if locked
            else unreadable(faults.OTHER_FORMAT, format=".xls")
        )
    for start, name in _FORMATS:
        if content.startswith(start):
            raise unreadable(faults.OTHER_FORMAT, format=name)
    head = content[:1024].lstrip().lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise unreadable(faults.OTHER_FORMAT, format="HTML / XML")


def _decode(content: bytes) -> tuple[bytes, str, bool]:
    """The text as UTF-8 without a mark, the encoding it came in, and whether it had a mark."""
    for start, encoding in _MARKS:
        if content.startswith(start):
            return _as_utf8(content[len(start) :], encoding), encoding, True
    # Without a mark, UTF-16 betrays itself by the zero byte on one side of each ASCII sign.
    even, odd = content[:_SAMPLE:2].count(0), content[1:_SAMPLE:2].count(0)
    if 10 * (even + odd) > len(content[:_SAMPLE]) and max(even, odd) > 4 * min(even, odd):
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        return _as_utf8(content, encoding), encoding, False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if alphabets.utf8_with_faults(content):
            return _as_utf8(content, "utf-8"), "utf-8", False
        _refuse_binary(content)
        alphabet = alphabets.of_bytes(content)
        if alphabet is None:
            raise unreadable(faults.ALPHABET) from None
        return _as_utf8(content, alphabet), alphabet, False
    return content, "utf-8", False


def _as_utf8(content: bytes, encoding: str) -> bytes:
    """The text in UTF-8; what is broken in it shows as \ufffd, which no field of words takes."""
    try:
        return content.decode(encoding, "replace" if encoding == "utf-8" else "strict").encode(
            "utf-8"
        )
    except UnicodeError:
        raise unreadable(faults.NOT_A_TABLE) from None


_CONTROLS = bytes(set(range(32)) - set(b"\t\r\n")) + b"\x7f"


def _refuse_binary(text: bytes) -> None:
    sample = text[:_SAMPLE]
    if b"\0" in text or len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 100:
        raise unreadable(faults.NOT_A_TABLE)


def _read_text(text: bytes, encoding: str, mark: bool) -> Table:
    text = text.removesuffix(b"\x1a")  # how programs of the first personal computers end a file
    _refuse_binary(text)
    if b"\n" not in text:
        text = text.replace(b"\r", b"\n")  # as old Macintosh programs end lines
    declared = _DECLARED.match(text[:16].decode("utf-8", "replace"))
    first_row = 2
    if declared:
        text, first_row = text[text.index(b"\n") + 1 :], 3
    body = _LEADING_BLANK.sub(b"", text, count=1)
    first_row += text[: len(text) - len(body)].count(b"\n")
    if not body or body.isspace():
        raise unreadable(faults.EMPTY)
    layout = layouts.known_by(body[:_SAMPLE].decode("utf-8", "replace").split("\n")[:_HEAD])
    if layout is not None:
        raise unreadable(faults.OTHER_LAYOUT, layout=layout)
    separator = declared.group(1) if declared else _separator(body)
    newline = "\r\n" if b"\r\n" in body[:_SAMPLE] else "\n"
    form = Form("csv", encoding, mark, separator, newline)
    headers = _first_record(body, separator, first_row - 1)
    headers += [""] * (_width_below_title(body, separator, headers) - len(headers))
    frame = _rows(body, len(headers), separator, first_row - 1)
    return checked(tidy_headers(headers), frame, form, first_row)


def _separator(body: bytes) -> str:
    """The sign that most parts the first line that is parted, quoted words aside; a comma when none
    is.
    """
    for line in body[:_SAMPLE].split(b"\n", _HEAD)[:_HEAD]:
        bare = re.sub(r'"[^"]*"', "", line.decode("utf-8", "replace"))
        best = max(_SEPARATORS, key=bare.count)
        if best in bare:
            return best
    return ","


def _reader(body: bytes, separator: str) -> csv._reader:  # type: ignore[name-defined]
    csv.field_size_limit(MOST_BYTES)
    text = io.TextIOWrapper(io.BytesIO(body), encoding="utf-8", newline="")
    return csv.reader(text, delimiter=separator, strict=True)


def _first_record(body: bytes, separator: str, line: int) -> list[str]:
    try:
        headers: list[str] = next(_reader(body[: 16 * _SAMPLE], separator), [])
    except (csv.Error, UnicodeDecodeError):
        raise unreadable(faults.QUOTES, row=line) from None
    if not any(header.strip() for header in headers):
        raise unreadable(faults.NOT_A_TABLE)
    return headers


def _width_below_title(body: bytes, separator: str, first: list[str]) -> int:
    """The columns of the first lines, when the very first is a title that fills less than half of
    them.
    """
    try:
        widest = max(map(len, islice(_reader(body[: 16 * _SAMPLE], separator), _HEAD)))
    except (csv.Error, UnicodeDecodeError):
        return len(first)
    return widest if 2 * sum(bool(cell.strip()) for cell in first) < widest else len(first)


def _rows(body: bytes, width: int, separator: str, line: int) -> pl.DataFrame:
    schema = {str(place): pl.String for place in range(width)}
    try:
        frame = pl.read_csv(
            body,
            has_header=False,
            schema=schema,
            separator=separator,
            infer_schema=False,
            empty_string_is_null=False,
            glob=False,
        )
    except pl.exceptions.PolarsError:
        return _rows_slowly(body, width, separator, line)
    frame = frame[1:]
    return frame.fill_null("") if any(frame.null_count().row(0)) else frame


def _rows_slowly(body: bytes, width: int, separator: str, line: int) -> pl.DataFrame:
    """The same by Python's reader, which knows the line numbers of what is wrong."""
    reader = _reader(body, separator)
    rows: list[list[str]] = []
    ragged: list[int] = []
    try:
        for number, cells in enumerate(reader, line):
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                ragged.append(number)
            if len(rows) > MOST_ROWS + 1:
                raise unreadable(
                    faults.TOO_MANY_ROWS, count=f"> {MOST_ROWS:,}", most=f"{MOST_ROWS:,}"
                )
            rows.append((cells + [""] * (width - len(cells)))[:width])
    except csv.Error:
        raise unreadable(faults.QUOTES, row=line + reader.line_num - 1) from None
    if ragged:
        raise unreadable(faults.RAGGED, rows=numbers(pl.Series(ragged)), columns=width)
    schema = {str(place): pl.String for place in range(width)}
    return pl.DataFrame(rows[1:], schema=schema, orient="row")
