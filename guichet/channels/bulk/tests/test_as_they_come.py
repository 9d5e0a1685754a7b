"""Cells as people of this trade write them, each a kind of fault with its right value. No cell is
read otherwise than meant in silence: it is read right, or told by its cause, or asked. Numbers of
establishments and workers do not matter here.
"""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from guichet.channels.bulk.file_formats import read_table
from guichet.channels.bulk.movement import Askings, askings
from guichet.channels.bulk.notices import Answers
from guichet.channels.bulk.tests.as_they_come import (
    JOIN,
    LEAVE,
    WAGE,
    as_kept,
    asked_of,
    read,
    read_text,
    said,
)


@pytest.mark.parametrize(
    ("name", "kind", "field", "right"),
    [
        ("f01-error-cells.xlsx", WAGE, "housing", ["cell-error", "cell-error", "0.00"]),
        ("f01-error-cells.xlsx", WAGE, "basic", ["4450.00", "4450.00", "cell-error"]),
        ("f02-formula-no-cache.xlsx", WAGE, "housing", ["cell-formula", "1000.00", "2125.00"]),
        ("f02-formula-no-cache.xlsx", WAGE, "basic", ["4450.00", "cell-formula", "8500.00"]),
        ("f06-merged.xlsx", WAGE, "establishment", ["500000701"] * 3),
        ("f07b-1904-leave.xlsx", LEAVE, "ended_on", ["2026-11-25", "day-as-count", "day-as-count"]),
        (
            "f08-floats.xlsx",
            WAGE,
            "basic",
            ["4800.00", "4800.00", "money-invalid", "5000.00", "8500.00", "9000.50", "9000.50"],
        ),
        (
            "f10-us-dates.csv",
            LEAVE,
            "ended_on",
            ["2026-11-25", "2026-11-26", "2026-11-05", "2026-11-12", "2026-10-11"],
        ),
        ("f16-cut-utf8.csv", JOIN, "occupation", ["محاسب", "text-unreadable"]),
        (
            "f30-dates-xlsx.xlsx",
            LEAVE,
            "ended_on",
            ["day-with-time", *["2026-11-25"] * 4, "day-with-time", "2026-11-25"],
        ),
        ("f30-dates-xlsx.xlsx", LEAVE, "reason", ["resignation"] * 7),
        ("f24-excel-saved.csv", WAGE, "month", ["2026-11"] * 2),
        ("f19-bilingual.csv", WAGE, "basic", ["4698.00"]),
        ("f19c-synonyms.csv", WAGE, "worker", ["2049180637"]),
        ("f21c-pipe.csv", WAGE, "basic", ["9000.00"]),
        ("f15-utf16.txt", WAGE, "basic", ["13746.00"]),
        ("f33-last-row.xlsx", WAGE, "basic", ["9100.00"]),
        ("f04b-cover-first.xlsx", WAGE, "basic", ["4500.00"]),
        ("f04c-hidden-first.xlsx", WAGE, "basic", ["4500.00"]),
        ("f04e-empty-first.xlsx", WAGE, "basic", ["4500.00"]),
        ("f05b-wps-dim.xlsx", WAGE, "basic", ["13200.00", "4450.00"]),
    ],
)
def test_a_cell_is_read_right_or_told_by_its_cause(
    name: str, kind: str, field: str, right: list[str]
) -> None:
    assert read(name, field, kind) == right


def _by_a_program(*cells: tuple[float | str, str]) -> Askings:
    """A workbook as a payroll program writes it and nobody has opened: the basic wage of each row,
    and its cell's format.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["establishment", "worker", "month", "basic", "housing"])
        for row, (value, form) in enumerate(cells, start=1):
            sheet.write_row(row, 0, ["500000701", "1000000008", "2026-12"])
            sheet.write(row, 3, value, book.add_format({"num_format": form}))
            sheet.write(row, 4, 0)
    return askings(read_table(content.getvalue()), WAGE, "en")


def test_a_formula_that_nobody_has_computed_is_told_and_never_nought() -> None:
    asked = _by_a_program(
        ("=4000*2", "General"), (8000, "General")
    )  # XlsxWriter gives the first the result 0
    assert as_kept(asked, "basic") == ["cell-formula", "8000.00"]
    assert as_kept(asked, "housing") == ["0.00", "0.00"]  # a nought that was typed


def test_hours_of_a_spreadsheet_are_no_amount_and_no_day() -> None:
    asked = _by_a_program((36.5 / 24, "[h]:mm"), (8.5 / 24, "h:mm"), (8000, "General"))
    assert as_kept(asked, "basic") == ["cell-day-before-1900", "cell-day-before-1900", "8000.00"]


def test_months_as_spreadsheets_rewrite_them() -> None:
    november, told = "2026-11", ["month-hijri", "year-of-two-digits"]
    right = [*[november] * 14, told[0], november, november, told[1]]
    right[7] = "2026-01"  # 11/1/2026, day first as answered
    assert read("f09-months.csv", "month", answers=Answers(days="day-first")) == right


def test_days_as_people_write_them() -> None:
    right = ["year-of-two-digits", *["2026-11-25"] * 7, "day-with-time", *["2026-11-25"] * 4]
    assert read("f11-days.csv", "ended_on", LEAVE) == [
        *right,
        "2026-12-09",
        "2026-11-10",
        "2026-11-25",
        "2026-11-25",
        "day-as-count",
    ]


def test_marks_beside_numbers() -> None:
    found = read("f12-marks.csv", "worker")
    assert found.pop(13) == "number-shortened" and all(len(number) == 10 for number in found)


def test_amounts_with_currency_and_separators() -> None:
    found = read("f13-amounts.csv", "basic")
    assert found[:8] == [
        "8000.50",
        "8000.00",
        "8000.50",
        "8000.00",
        "8000.50",
        "8000.00",
        "8000.50",
        "8000.50",
    ]
    # The column holds both ways to write a decimal, so what is neither plainly is told.
    assert [found[at] for at in (8, 9, 12, 13)] == ["amount-separators-unclear"] * 4
    assert [found[at] for at in (14, 15, 16)] == [
        "amount-negative",
        "amount-negative",
        "amount-separators-unclear",
    ]


def test_a_dash_is_nought_and_a_word_is_a_question() -> None:
    found = read("f13b-housing-dash.csv", "housing")
    assert [found[at] for at in (0, 1, 2, 3, 8, 9, 10)] == ["0.00"] * 7
    assert {found[at] for at in (4, 5, 6, 7, 11)} == {"amount-in-words"}
    assert said(asked_of("f13b-housing-dash.csv")) == ["file-dashes-nought"]


@pytest.mark.parametrize(
    ("source", "cells", "right"),
    [
        (
            "firefly-iii#1087",
            ["$8000.00", "(33.52)"],
            ["amount-in-other-currency", "amount-negative"],
        ),
        ("firefly-iii#1938", ["1.000,00 SAR", "950,00 SAR"], ["1000.00", "950.00"]),
        ("firefly-iii#2296", ["-", "500.00"], ["money-too-low", "500.00"]),
        ("actual#5020", [" 110.7 SAR", " 116.62 SAR"], ["110.70", "116.62"]),
        ("actual#2143", ["1.000", "1.111,11"], ["1000.00", "1111.11"]),
        (
            "dollardollar#55",
            ["173,900", "173,90", "2000,50"],
            ["amount-separators-unclear", "173.90", "2000.50"],
        ),
        ("monefy-web#6", ["7 000", "7\u00a0000"], ["7000.00", "7000.00"]),
    ],
)
def test_amounts_that_others_report_to_be_read_wrong(
    source: str, cells: list[str], right: list[str]
) -> None:
    text = "establishment\tworker\tmonth\tbasic\n" + "".join(
        f"1\t2\t2026-11\t{cell}\n" for cell in cells
    )
    assert read_text(text, WAGE, "basic") == right, source


@pytest.mark.parametrize(
    ("source", "cells", "right"),
    [
        ("dannymcc/may#250", ["12/31/2026", "12/01/2026"], ["2026-12-31", "2026-12-01"]),
        ("happytaxes#10", ["01-05-25", "02-15-25"], ["year-of-two-digits", "year-of-two-digits"]),
        ("Cashew#231", ["25/11/2026 00:00", "25/11/2026 08:30"], ["2026-11-25", "day-with-time"]),
        ("qa-entaxy#565", ["20261231"], ["2026-12-31"]),
    ],
)
def test_days_that_others_report_to_be_read_wrong(
    source: str, cells: list[str], right: list[str]
) -> None:
    text = "establishment,worker,ended_on,reason\n" + "".join(
        f"1,2,{cell},resignation\n" for cell in cells
    )
    assert read_text(text, LEAVE, "ended_on") == right, source
