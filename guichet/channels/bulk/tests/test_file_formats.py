"""Whatever bytes arrive, the answer is a table or a refusal that names the remedy."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guichet.channels.bulk import faults, sheets
from guichet.channels.bulk.faults import Unreadable
from guichet.channels.bulk.file_formats import read_table
from guichet.channels.bulk.table import LONGEST_CELL, MOST_COLUMNS
from guichet.channels.bulk.tests.conftest import csv_of, xlsx_of

HEADINGS = ("رقم المنشأة", "Worker", "Rémunération")
ROWS = [("500000001", "1000000008", "8000"), ("٥٠٠٠٠٠٠٠١", "", "é")]
CELLS = [list(row) for row in ROWS]


def refusals(content: bytes) -> set[str]:
    """The codes a file is refused with."""
    with pytest.raises(Unreadable) as refused:
        read_table(content)
    for fault in refused.value.faults:
        assert all("…" not in fault.sentence(language) for language in ("ar", "en", "fr"))
    return {fault.refusal.code for fault in refused.value.faults}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_and_separator_gives_the_same_cells(encoding: str, separator: str) -> None:
    table = read_table(csv_of(HEADINGS, ROWS, separator).encode(encoding))
    assert table.headers == HEADINGS
    assert [list(row) for row in table.frame.rows()] == CELLS
    assert table.form.separator == separator
    assert table.rows().to_list() == [2, 3]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_windows_1256_is_recognised(separator: str) -> None:
    rows = [("منشأة", "عامل", "é"), ("1", "2", "3")]
    table = read_table(csv_of(HEADINGS, rows, separator).encode("cp1256"))
    assert table.headers == HEADINGS and table.frame.rows() == rows
    assert table.form.encoding == "cp1256"


def test_a_workbook_gives_numbers_as_typed_and_days_as_iso() -> None:
    content = xlsx_of(
        [
            HEADINGS,
            (500000001, 1000000008, 8000.5),
            ("0501", date(2026, 11, 1), None),
            (None,),
            (True, "", "x"),
        ]
    )
    table = read_table(content)
    assert table.headers == HEADINGS
    assert table.frame.rows() == [
        ("500000001", "1000000008", "8000.5"),
        ("0501", "2026-11-01", ""),
        ("", "", ""),
        ("true", "", "x"),
    ]
    assert table.filled().to_list() == [True, True, False, True]


def test_rows_of_a_workbook_are_numbered_as_excel_shows_them() -> None:
    table = read_table(xlsx_of([(), (), ("a",), ("1",), (), ("2",)]))
    told = dict(zip(table.rows().to_list(), table.frame["0"].to_list(), strict=True))
    assert told == {4: "1", 5: "", 6: "2"}


def test_quoted_separators_and_line_breaks_stay_in_their_cell() -> None:
    table = read_table(b'a,b\r\n"x,1","two\r\nlines"\r\n"say ""hi""",3\r\n')
    assert table.frame.rows() == [("x,1", "two\r\nlines"), ('say "hi"', "3")]


def test_blank_lines_and_short_lines_keep_their_numbers() -> None:
    table = read_table(b"\n\na,b\n1\n\n3,4\n , \n")
    assert table.rows().to_list() == [4, 5, 6, 7]
    assert table.frame.rows()[0] == ("1", "")
    assert table.filled().to_list() == [True, False, True, False]


def test_excels_own_separator_line_is_understood() -> None:
    table = read_table(b"sep=;\r\na;b,c\r\n1;2\r\n")
    assert table.headers == ("a", "b,c") and table.rows().to_list() == [3]


def test_trailing_separators_make_no_column() -> None:
    assert read_table(b"a;b;;\n1;2;;\n").headers == ("a", "b")


def test_lines_with_too_many_cells_are_named_by_number() -> None:
    with pytest.raises(Unreadable) as refused:
        read_table(b"a,b\n1,2\n1,8,000\n1,2,\n5,6,7\n")
    assert refused.value.refusal is faults.RAGGED
    assert refused.value.values["rows"] == "3 · 5"


def test_open_quotation_marks_are_found_near_their_line() -> None:
    assert refusals(b'a,b\n1,"2\n3,4\n') == {"file-quotes-open"}


def test_a_quotation_mark_inside_a_word_is_only_a_mark() -> None:
    table = read_table(b'a,b\n5" pipe,1\n2,3" nail\n')
    assert table.frame.rows() == [('5" pipe', "1"), ("2", '3" nail')]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b" \r\n \n", "file-empty"),
        (b"a,b\n", "file-empty"),
        (b"a,b\n,\n , \n", "file-empty"),
        (b"%PDF-1.7 ...", "file-other-format"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "file-other-format"),
        (b"<html><table><tr><td>1", "file-other-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file-other-format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "file-has-password",
        ),
        (bytes(range(256)) * 20, "file-not-a-table"),
        (b"a,b\n1,\x00\n" + b"1,2345678\n" * 20, "file-not-a-table"),
        (b"PK\x03\x04 not a zip", "file-damaged"),
    ],
)
def test_what_is_no_table_is_refused_by_name(content: bytes, code: str) -> None:
    assert refusals(content) == {code}


def test_everything_too_large_is_told_at_once() -> None:
    width = MOST_COLUMNS + 1
    head = ",".join(f"c{n}" for n in range(width))
    line = ",".join("x" * (LONGEST_CELL + 1) if n == 3 else "1" for n in range(width))
    assert refusals(f"{head}\n{line}\n".encode()) == {"file-too-many-columns", "file-cell-too-long"}


def packed(**entries: bytes) -> bytes:
    """A zip of the entries given; ``__`` in a name is a slash, ``_`` a dot."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as book:
        for name, body in entries.items():
            book.writestr(name.replace("__", "/").replace("_", "."), body)
    return sink.getvalue()


def with_entry(content: bytes, name: str, body: bytes) -> bytes:
    """A workbook with one more entry."""
    sink = io.BytesIO(content)
    with zipfile.ZipFile(sink, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, body)
    return sink.getvalue()


def test_workbooks_with_macros_are_refused() -> None:
    assert refusals(with_entry(xlsx_of([("a",), ("1",)]), "xl/vbaProject.bin", b"x")) == {
        "file-has-macros"
    }


def test_other_zips_are_refused_by_name() -> None:
    assert refusals(packed(a_txt=b"x")) == {"file-other-format"}
    assert refusals(packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet")) == {
        "file-other-format"
    }
    assert refusals(packed(xl__workbook_xml=b"<x/>")) == {"file-damaged"}


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_entry(xlsx_of([("a",), ("1",)]), "xl/media/x.xml", bytes(60_000_000))
    started = time.perf_counter()
    assert refusals(bomb) == {"file-unpacks-too-large"}
    assert time.perf_counter() - started < 1


def test_a_bomb_that_lies_about_its_size_is_counted() -> None:
    bomb = bytearray(with_entry(xlsx_of([("a",), ("1",)]), "xl/media/x.xml", bytes(5_000_000)))
    size = (5_000_000).to_bytes(4, "little")
    while size in bomb:
        at = bomb.index(size)
        bomb[at : at + 4] = (500).to_bytes(4, "little")
    assert refusals(bytes(bomb)) == {"file-unpacks-too-large"}


def test_two_far_cells_cannot_fill_the_memory() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    book = io.BytesIO(xlsx_of([("a",), ("1",)]))
    with zipfile.ZipFile(book) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    start, end = parts[sheet].index(b"<sheetData>") + 11, parts[sheet].index(b"</sheetData>")
    parts[sheet] = parts[sheet][:start] + cells.encode() + parts[sheet][end:]
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in parts.items():
            target.writestr(name, body)
    assert refusals(sink.getvalue()) <= {"file-unpacks-too-large", "file-damaged"}


def test_the_small_process_is_given_up_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "SECONDS", 0.001)
    assert refusals(xlsx_of([("a",), ("1",)])) == {"file-unpacks-too-large"}


PIECES = st.sampled_from(
    [
        b"a",
        b"1",
        b",",
        b";",
        b"\t",
        b'"',
        b'""',
        b"\n",
        b"\r\n",
        b"\r",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\0",
        b"\xd8\xa7",
        b"\xc7",
        b" ",
        b"sep=;",
        b"PK\x03\x04",
        b"=1+1",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=60).map(b"".join)))
@example(b'"')
@example(b"\xff\xfe\n")
@example(b'a\n"\n\x0c')
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        table = read_table(content)
    except Unreadable as refused:
        assert refused.faults
    else:
        assert table.frame.width == len(table.headers)
        assert table.frame.null_count().pipe(lambda f: sum(f.row(0))) == 0
        assert table.filled().any()
