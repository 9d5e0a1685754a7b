"""Money: exact halves, signs, the rims of 64 bits, texts."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, getcontext

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.lib.money import half_up_div, half_up_int, parse_minor, show_minor

getcontext().prec = 60
WIDE = st.integers(-(2**63) + 1, 2**63 - 1)


@settings(deadline=None)
@given(st.lists(st.tuples(WIDE, st.integers(1, 2**63 - 1)), min_size=1, max_size=50))
def test_half_up_division_agrees_with_decimal(pairs: list[tuple[int, int]]) -> None:
    wanted = [
        int((Decimal(n) / Decimal(d)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
        for n, d in pairs
    ]
    frame = pl.DataFrame(pairs, schema={"n": pl.Int64, "d": pl.Int64}, orient="row")
    assert frame.select(half_up_div(pl.col("n"), pl.col("d"))).to_series().to_list() == wanted
    assert [half_up_int(n, d) for n, d in pairs] == wanted


def test_exact_halves_go_away_from_zero() -> None:
    frame = pl.DataFrame({"n": [5, -5, 15, 4, -4, None]})
    assert frame.select(half_up_div(pl.col("n"), 10)).to_series().to_list() == [
        *(1, -1, 2, 0, 0, None)
    ]


@pytest.mark.parametrize(
    ("text", "scale", "amount"),
    [
        ("1,234.50", 2, 123_450),
        ("1234.5", 2, 123_450),
        ("-0.05", 2, -5),
        ("7", 3, 7000),
        ("2.500", 2, 250),
        (" 12 ", 0, 12),
        ("1.234", 3, 1234),
    ],
)
def test_amounts_are_read(text: str, scale: int, amount: int) -> None:
    assert parse_minor(text, scale) == amount


@pytest.mark.parametrize(
    "text", ["", "1.005", "1,23", "12,34.00", "1e5", "\u0663", "--1", ".5", "1."]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|decimals"):
        parse_minor(text)


@settings(deadline=None)
@given(st.integers(-(10**18), 10**18), st.integers(0, 3))
def test_what_is_shown_can_be_read(amount: int, scale: int) -> None:
    assert parse_minor(show_minor(amount, scale), scale) == amount
