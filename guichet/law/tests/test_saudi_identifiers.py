"""Check digits: one text and a column must judge alike."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn

from guichet.law.sa.identifiers import (
    IBANS,
    national_id_valid,
    national_number_ok,
    with_check_digit,
)

iban_ok, iban_valid = IBANS.ok, IBANS.valid

RIGHT = ["1000000008", "2000000006"]
WRONG = [
    "1000000000",
    "3000000004",
    "100000000",
    "10000000080",
    "\u0661\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0668",
    "",
    "1000000008\n",
]
WRONG += ["+100000008", " 1000000008", "1000000008 ", "1.00000008"]
IBAN = "SA0380000000608010167519"


def judged(texts: list[str]) -> list[bool]:
    """A column of whole numbers, as fields read them."""
    frame = pl.DataFrame({"n": list(map(int, texts))}, schema={"n": pl.Int64})
    return frame.select(national_number_ok(pl.col("n"))).to_series().to_list()


def test_national_numbers() -> None:
    assert [national_id_valid(text) for text in RIGHT + WRONG] == [True] * 2 + [False] * len(WRONG)
    assert judged([*RIGHT, *WRONG[:4]]) == [True] * 2 + [False] * 4


def test_whole_numbers_are_judged_too() -> None:
    frame = pl.DataFrame({"n": [1000000008, 1000000000, None]})
    assert frame.select(national_number_ok(pl.col("n"))).to_series().to_list() == [
        True,
        False,
        False,
    ]


@settings(deadline=None)
@given(st.lists(st.integers(0, 9_999_999_999).map(lambda n: f"{n:010d}"), min_size=1))
def test_the_check_agrees_with_stdnum(texts: list[str]) -> None:
    wanted = [text[0] in "12" and luhn.is_valid(text) for text in texts]
    assert judged(texts) == wanted == [national_id_valid(text) for text in texts]


@settings(deadline=None)
@given(st.lists(st.integers(100_000_000, 299_999_999), min_size=1))
def test_made_up_numbers_pass(numbers: list[int]) -> None:
    frame = pl.DataFrame({"n": numbers})
    for column in (pl.col("n"), pl.col("n").cast(pl.String)):
        made = frame.select(with_check_digit(column)).to_series().to_list()
        assert judged(made) == [True] * len(made)
        assert [int(text[:9]) for text in made] == numbers


def test_ibans() -> None:
    right = [IBAN, "SA03 8000 0000 6080 1016 7519", IBAN.lower()]
    wrong = [IBAN[:-1] + "8", IBAN[:-1], IBAN + "0", "GB82WEST12345698765432", ""]
    wrong += [
        "SA03800000006080101675\u06619",
        "SA0380000000608010167519é",
        "SA03-80000000608010167519",
    ]
    column = pl.DataFrame({"i": [*right, *wrong, None]}).select(iban_ok(pl.col("i")))
    assert [iban_valid(text) for text in right + wrong] == [True] * 3 + [False] * len(wrong)
    assert column.to_series().to_list() == [True] * 3 + [False] * len(wrong) + [None]


@pytest.mark.parametrize("digits", ["00", "01", "99"])
def test_check_digits_that_no_bank_gives_are_refused_though_they_pass_the_modulus(
    digits: str,
) -> None:
    # Remainder 1 by 97 like the right pair 97, 98 and 02 of another account; found by counting.
    made = next(
        text for account in range(1000) if _remainder(text := f"SA{digits}80{account:018d}") == 1
    )
    column = pl.DataFrame({"i": [made]}).select(iban_ok(pl.col("i"))).to_series().to_list()
    assert not iban_valid(made) and column == [False]


def _remainder(text: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97


@settings(deadline=None)
@given(st.lists(st.from_regex(r"\ASA[0-9]{4}[0-9A-Z]{18}\Z"), min_size=1, max_size=30))
def test_the_iban_column_agrees_with_the_single_one(texts: list[str]) -> None:
    texts = texts + [_repaired(text) for text in texts]
    column = pl.DataFrame({"i": texts}).select(iban_ok(pl.col("i"))).to_series().to_list()
    assert column == [iban_valid(text) for text in texts]
    assert all(column[len(texts) // 2 :])


def _repaired(text: str) -> str:
    from stdnum.iban import calc_check_digits

    return f"SA{calc_check_digits(text)}{text[4:]}"


@given(st.lists(st.integers(0, 10**11), min_size=1, max_size=20))
def test_whole_numbers_are_judged_like_texts(numbers: list[int]) -> None:
    frame = pl.DataFrame(
        {"n": numbers + [n // 10 * 10 + 8 for n in numbers]}, schema={"n": pl.Int64}
    )
    quick = frame.select(national_number_ok(pl.col("n"))).to_series().to_list()
    assert quick == [national_id_valid(str(number)) for number in frame["n"]]
