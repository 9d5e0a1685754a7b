"""Cells that begin a formula, however the sign is written or hidden, come back as text."""

from __future__ import annotations

import io

import polars as pl
import pytest
from openpyxl import load_workbook

from guichet.lib import workbook
from guichet.lib.cells import harmless


def harmless_text(cell: str) -> str:
    return str(pl.select(harmless(pl.lit(cell))).item())


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\u2212"]
)
@pytest.mark.parametrize("before", ["", " ", "\t", "\n", "\u00a0", "\u200f", "\ufeff", " \u3000"])
def test_no_blank_or_wide_sign_lets_a_formula_through(before: str, sign: str) -> None:
    cell = f"{before}{sign}SUM(A1)"
    assert harmless_text(cell) == f"'{cell}"
    sheet = load_workbook(
        io.BytesIO(b"".join(workbook.stream(["a"], [pl.DataFrame({"a": pl.Series([cell])})])))
    ).active
    assert sheet is not None
    written = sheet.cell(2, 1)
    assert written.data_type == "s" and written.number_format == "@" and written.quotePrefix


@pytest.mark.parametrize(
    "cell", ["-5", "+966 512345678", "-1,250.00", "a=b", "محمد", "", " x", "٥-"]
)
def test_what_is_no_formula_stays_as_it_is(cell: str) -> None:
    assert harmless_text(cell) == cell
