"""Money as whole minor units (halalas, fils): never a float, always half-up.

Half-up means away from zero at the exact half, for debts and for refunds alike, so that taking a
charge back gives exactly the negative of the charge.
"""

from __future__ import annotations

import re

import polars as pl

from guichet.lib.locale import here

_AMOUNT = re.compile(r"(?P<sign>-?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?", re.ASCII)


def half_up_div(dividend: pl.Expr, divisor: pl.Expr | int) -> pl.Expr:
    """Divide whole numbers, rounding half away from zero; exact on the whole Int64 range.

    The quotient and the remainder are kept apart: the usual `(2n + d) // 2d` would overflow for
    dividends above half the range.
    """
    by = pl.lit(divisor, dtype=pl.Int64) if isinstance(divisor, int) else divisor
    size = dividend.abs()
    remainder = size % by
    rounded = size // by + (remainder >= by - remainder).cast(pl.Int64)
    # An expression used twice is computed twice, so the sign is multiplied instead of chosen.
    return rounded * dividend.sign().cast(pl.Int64)


def half_up_wide(dividend: pl.Expr, divisor: pl.Expr | int) -> pl.Expr:
    """The same division in 128 bits, for products of an amount with months and shares; null where
    the result is no Int64.
    """
    by = pl.lit(divisor) if isinstance(divisor, int) else divisor
    return half_up_div(dividend.cast(pl.Int128), by.cast(pl.Int128)).cast(pl.Int64)


def half_up_int(dividend: int, divisor: int) -> int:
    """The same division for single whole numbers of any size.

    Raises:
        ValueError: the divisor is not positive.
    """
    if divisor <= 0:
        raise ValueError(f"the divisor must be positive, got {divisor}")
    quotient, remainder = divmod(abs(dividend), divisor)
    quotient += 2 * remainder >= divisor
    return -quotient if dividend < 0 else quotient


def parse_minor(text: str, scale: int | None = None) -> int:
    """Read '1,234.50' as 123450; more decimals than the currency has are refused, not rounded.

    Raises:
        ValueError: it is no amount, or has more decimals than the currency.
    """
    scale = here().currency.scale if scale is None else scale
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not an amount of money: {text!r}")
    part = found["part"] or ""
    if part[scale:].strip("0"):
        raise ValueError(f"more than {scale} decimals: {text!r}")
    digits = found["whole"].replace(",", "") + part[:scale].ljust(scale, "0")
    return -int(digits) if found["sign"] else int(digits)


def amount_text(minor: pl.Expr) -> pl.Expr:
    """Minor units as the text of a sentence's value: 123450 as '1234.50'; how it is read is the
    language's matter.
    """
    currency = here().currency
    part = (minor % currency.minor).cast(pl.String).str.zfill(currency.scale)
    return pl.format("{}.{}", minor // currency.minor, part)


def plain_amount(minor: int) -> str:
    """Minor units as machines are told them: 123450 as '1234.50'."""
    return show_minor(minor).replace(",", "")


def show_minor(amount: int, scale: int | None = None) -> str:
    """Write 123450 as '1,234.50'."""
    scale = here().currency.scale if scale is None else scale
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount), 10**scale)
    return f"{sign}{whole:,}.{part:0{scale}d}" if scale else f"{sign}{whole:,}"
