"""What clients type, and what is made of it."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.engine.fields import (
    Choice,
    Count,
    Day,
    Digits,
    Field,
    Iban,
    Mobile,
    Money,
    Month,
    NationalId,
    Text,
    YesNo,
    tidy,
)
from guichet.engine.tests.typed import CONTRACT, W, read


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("8000", 800000),
        ("8000.5", 800050),
        ("8,000.50", 800050),
        ("8 000,50", 800050),
        ("8.000,50", 800050),
        ("٨٠٠٠٫٥٠", 800050),
        ("۸٬۰۰۰", 800000),
        ("\u200e8000\u200f", 800000),
        ("0", 0),
        ("1,234,567.89", 123456789),
        ("8000,5", 800050),
        ("8,000", 800000),
        ("1.234.567,8", 123456780),
        (" 12 ", 1200),
        ("8000.505", None),
        ("-5", None),
        ("1e3", None),
        ("8,00,0", None),
        ("abc", None),
        ("", None),
        ("12 SAR", 1200),
        ("12 USD", None),
        ("8000 ريال", 800000),
        ("٨٬٠٠٠٫٥٠ ر.س.\u200f", 800050),
        ("8'000.00", 800000),
        (" - ", 0),
        ("SAR —", 0),
        ("nil", None),
        ("1,23,456.00", None),
        ("٫5", None),
        ("99999999999999", None),
        (".", None),
        ("5.", None),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, minor: int | None) -> None:
    assert read(Money(W), text) == [minor]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22", date(2026, 11, 22)),
        ("22/11/2026", date(2026, 11, 22)),
        ("2026/11/22", date(2026, 11, 22)),
        ("22-11-2026", date(2026, 11, 22)),
        ("1448-06-12", date(2026, 11, 22)),
        ("1448/06/12", date(2026, 11, 22)),
        ("٢٠٢٦-١١-٢٢", date(2026, 11, 22)),
        ("2026-11-22 00:00:00", date(2026, 11, 22)),
        ("2026-11-22T00:00:00", date(2026, 11, 22)),
        ("2026-02-29", None),
        ("2024-02-29", date(2024, 2, 29)),
        ("31/04/2026", None),
        ("2026-13-01", None),
        ("tomorrow", None),
        ("", None),
        ("0000-00-00", None),
        ("2026-11-22 13:00:00", None),
        ("1600-01-01", None),
        ("22-Nov-2026", date(2026, 11, 22)),
        ("November 22, 2026", date(2026, 11, 22)),
        ("22 août 2026", date(2026, 8, 22)),
        ("٢٢ نوفمبر ٢٠٢٦", date(2026, 11, 22)),
        ("20261122", date(2026, 11, 22)),
        ("2026-11-22T21:00:00Z", None),
        ("22/11/26", None),
    ],
)
def test_days_are_read_in_both_calendars(text: str, day: date | None) -> None:
    assert read(Day(W), text) == [day]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-11", date(2026, 11, 1)),
        ("11/2026", date(2026, 11, 1)),
        ("2026/11", date(2026, 11, 1)),
        ("11-2026", date(2026, 11, 1)),
        ("2026-11-22", date(2026, 11, 1)),
        ("2026-13", None),
        ("1448-06", None),
        ("nov", None),
        ("Nov-26", date(2026, 11, 1)),
        ("نوفمبر-26", date(2026, 11, 1)),
        ("تشرين الثاني 2026", date(2026, 11, 1)),
        ("nov.-26", date(2026, 11, 1)),
        ("26-Nov", None),
        ("11/26", None),
        ("202611", date(2026, 11, 1)),
        ("Novembre 2026", date(2026, 11, 1)),
        ("شباط ٢٠٢٦", date(2026, 2, 1)),
    ],
)
def test_months_are_gregorian(text: str, month: date | None) -> None:
    assert read(Month(W), text) == [month]


def test_identifiers_are_exact() -> None:
    assert read(
        NationalId(W),
        "1000000008",
        "١٠٠٠٠٠٠٠٠٨",
        "1000-000-008",
        "+100000000",
        "10000000081",
        "１０００００００08",
    ) == [
        1000000008,
        1000000008,
        1000000008,
        None,
        None,
        None,
    ]
    assert read(Digits(W), "012345678", "12345678", "-12345678") == [12345678, None, None]


def test_numbers_that_are_names_are_read_as_spreadsheets_save_them() -> None:
    saved = ("'1000000008", '="1000000008"', "1000000008.0", "=1000000008")
    assert read(NationalId(W), *saved) == [1000000008] * 4
    assert read(NationalId(W), "1000000008.5", "1E+09", "10000000.08", '"1000000008') == [None] * 4


def test_choices_take_codes_and_labels_in_any_case() -> None:
    assert read(CONTRACT, "full", "FULL TIME", "part", "none") == ["full", "full", "part", None]
    assert read(YesNo(W), "نعم", "Non", "TRUE", "0", "maybe") == ["yes", "no", "yes", "no", None]


def test_mobiles_and_ibans_become_one_spelling() -> None:
    assert read(Mobile(W), "0512345678", "+966 51 234 5678", "00966512345678", "0412345678") == [
        "+966512345678",
        "+966512345678",
        "+966512345678",
        None,
    ]
    assert read(Iban(W), "sa03 8000 0000 6080 1016 7519") == ["SA0380000000608010167519"]


@given(st.text())
def test_tidying_is_the_same_for_few_and_for_many(text: str) -> None:
    few = tidy(pl.Series("x", [text], dtype=pl.String)).to_list()
    many = tidy(pl.Series("x", [text] * 70, dtype=pl.String)).to_list()
    assert many == few * 70


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        (Money(W), "#N/A", "cell-error"),
        (Text(W), "#REF!", "cell-error"),
        (Text(W), "=VLOOKUP(A1,B:C,2,0)", "cell-formula"),
        (Day(W), "#DATE!", "cell-day-before-1900"),
        (NationalId(W), "2.53E+09", "number-shortened"),
        (Text(W), "\ufffd", "text-unreadable"),
        (Text(W), "محاسب".encode().decode("cp1252", "ignore"), "text-unreadable"),
        (Text(W), "???? ???", "text-unreadable"),
        (Text(W), "محاسب".encode().decode("cp1256"), "text-unreadable"),
        (Day(W), "25/11/26", "year-of-two-digits"),
        (Day(W), "2026-11-25T21:00:00Z", "day-with-time"),
        (Day(W), "46351", "day-as-count"),
        (Month(W), "1448-05", "month-hijri"),
        (Month(W), "26-Nov", "year-of-two-digits"),
        (Money(W), "N/A", "amount-in-words"),
        (Money(W), "مؤمّن", "amount-in-words"),
        (Money(W), "8000 USD", "amount-in-other-currency"),
        (Money(W), "8.000", "amount-separators-unclear"),
        (Money(W), "(500.00)", "amount-negative"),
        (Money(W), "8e", "money-invalid"),
        (Choice(W, {"a": W}), "#N/A", "cell-error"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_cause(field: Field, text: str, code: str) -> None:
    raw = pl.Series("text", [text])
    frame = pl.DataFrame([raw, field.parse(raw).alias("value")])
    said = [
        refusal.code
        for fault in field.all_faults(pl.col("text"), pl.col("value"))
        for _, refusal in fault.told(frame.select(m=fault.mask.fill_null(False))["m"], raw)
    ]
    assert said == [code]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1", 1), ("٤٠", 40), ("40.0", 40), ("41", None), ("0", None), ("-1", None), ("1.5", None)],
)
def test_a_count_is_a_whole_number_within_its_bounds(typed: str, value: int | None) -> None:
    field = Count(W, least=1, most=40)
    text = tidy(pl.Series("text", [typed]))
    read = field.parse(text)
    frame = pl.DataFrame({"text": text, "value": read})
    (fault,) = field.faults(pl.col("text"), pl.col("value"))
    wrong = frame.select(fault.mask).item()
    assert wrong == (value is None) and (wrong or read.item() == value)
