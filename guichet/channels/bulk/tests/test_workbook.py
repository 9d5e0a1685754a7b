"""Workbooks written as they are sent open in any spreadsheet program."""

from __future__ import annotations

import io

import polars as pl
from openpyxl import load_workbook

from guichet.channels.bulk.file_formats import read_table
from guichet.lib import workbook

FRAME = pl.DataFrame({"0": ["0501", "=1+1", "a\x01b"], "1": ["<x>&", "", " two\nlines "]})


def made(right_to_left: bool = False) -> bytes:
    """A workbook of two pieces."""
    pieces = workbook.stream(
        ["العنوان", "b & c"], FRAME.iter_slices(2), right_to_left=right_to_left
    )
    return b"".join(pieces)


def test_cells_are_text_and_come_back_as_they_went() -> None:
    sheet = load_workbook(io.BytesIO(made())).active
    assert sheet is not None
    assert list(sheet.values) == [
        ("العنوان", "b & c"),
        ("0501", "<x>&"),
        ("=1+1", None),
        ("ab", " two\nlines "),
    ]
    assert sheet["A2"].number_format == "@" and sheet["A3"].data_type == "s"
    assert sheet["A1"].font.bold and sheet.freeze_panes == "A2"


def test_an_arabic_sheet_runs_from_right_to_left() -> None:
    assert load_workbook(io.BytesIO(made(right_to_left=True))).active.sheet_view.rightToLeft  # type: ignore[union-attr]


def test_our_own_reader_takes_it() -> None:
    table = read_table(made())
    assert table.headers == ("العنوان", "b & c")
    assert table.frame["0"].to_list() == ["0501", "=1+1", "ab"]


def test_amounts_are_numbers_that_can_be_added_up() -> None:
    amounts = pl.Series(["12.30", "-0.05", None], dtype=pl.Decimal(20, 2))
    frame = pl.DataFrame({"what": ["a", "b", "c"], "amount": amounts})
    sheet = load_workbook(io.BytesIO(b"".join(workbook.stream(["what", "amount"], [frame])))).active
    assert sheet is not None
    assert [sheet[f"B{row}"].value for row in (2, 3, 4)] == [12.3, -0.05, None]
    assert sheet["B2"].number_format == "#,##0.00"
