"""Check digits of national numbers, residence numbers (iqama) and bank accounts; mobile numbers as they are typed.

Each rule exists twice, for one text and for a column, because a form asks for one and a file for a
million. Only ASCII digits pass: other digits are normalised at the edge, and whatever still
arrives in another script is a number somebody failed to normalise.
"""

from __future__ import annotations

import re
from functools import lru_cache

import polars as pl
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

_NATIONAL_ID = r"^[12][0-9]{9}$"
# Check digits are 98 less a remainder by 97, so 02 to 98; 00, 01 and 99 pass the modulus and no bank gives them.
_IBAN_SA = r"^SA(?:0[2-9]|[1-8][0-9]|9[0-8])[0-9]{2}[0-9A-Z]{18}$"
_MOBILE_SA = r"(?:\+966|00966|966|0)?(5[0-9]{8})"
_BETWEEN_DIGITS = r"[\s()-]"
_SA_AS_NUMBER = "2810"
_LETTERS = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
_LETTER_VALUES = [str(value) for value in range(10, 36)]


def mobile_of_text(text: str) -> str | None:
    """``+9665XXXXXXXX`` however the number was typed or signalled; None if it is no Saudi mobile."""
    found = re.fullmatch(_MOBILE_SA, re.sub(_BETWEEN_DIGITS, "", text))
    return f"+966{found[1]}" if found else None


def mobiles_of(text: pl.Expr) -> pl.Expr:
    """The same for a column of texts."""
    return "+966" + text.str.replace_all(_BETWEEN_DIGITS, "").str.extract(f"^{_MOBILE_SA}$", 1)


def national_id_valid(text: str) -> bool:
    """Whether a text is a national number (1...) or an iqama (2...) with a right Luhn digit."""
    if not isinstance(text, str) or re.fullmatch(_NATIONAL_ID, text) is None or len(text) != 10:
        return False
    doubled = (2 * int(digit) for digit in text[0::2])
    return (sum(d - 9 * (d > 9) for d in doubled) + sum(map(int, text[1::2]))) % 10 == 0


def national_id_ok(expr: pl.Expr) -> pl.Expr:
    """The same for a column of texts or whole numbers; null where the number is missing."""
    text = expr.cast(pl.String)
    number = text.cast(pl.Int64, strict=False)
    good = text.str.contains(_NATIONAL_ID) & (_luhn_sum(number, 9) % 10 == 0)
    return pl.when(text.is_null()).then(None).otherwise(good.fill_null(value=False))


def national_number_ok(number: pl.Expr) -> pl.Expr:
    """`national_id_ok` for whole numbers alone, by two looks into tables: a tenth of the work for a million or for one."""
    low, high = _luhn_tables()
    inside = number.is_between(1_000_000_000, 2_999_999_999)
    safe = pl.when(inside).then(number).otherwise(1_000_000_000)
    total = pl.lit(high).gather(safe // _HALF) + pl.lit(low).gather(safe % _HALF)
    return inside & (total % 10 == 0)


_HALF = 100_000


@lru_cache(maxsize=1)
def _luhn_tables() -> tuple[pl.Series, pl.Series]:
    """The Luhn sums of the last five digits and of the first five, by their value."""
    halves = pl.select(pl.int_range(_HALF, dtype=pl.Int64).alias("half"))
    half = pl.col("half")
    return (
        halves.select(_luhn_sum(half, 4).cast(pl.UInt8)).to_series(),
        halves.select(_luhn_sum(half, 4, doubled=0).cast(pl.UInt8)).to_series(),
    )


def with_check_digit(nine_digits: pl.Expr) -> pl.Expr:
    """Append the Luhn digit to nine digits, so that made-up persons pass the check."""
    number = nine_digits.cast(pl.Int64)
    check = (10 - _luhn_sum(number * 10, 9) % 10) % 10
    return (number * 10 + check).cast(pl.String).str.zfill(10)


def _luhn_sum(number: pl.Expr, highest: int, doubled: int = 1) -> pl.Expr:
    """The Luhn sum: every odd (or with ``doubled=0`` even) power of ten is doubled, digits of the double added."""
    total = pl.lit(0, dtype=pl.Int64)
    for power in range(highest + 1):
        digit = (number // 10**power) % 10
        if power % 2 == doubled:
            digit = 2 * digit - 9 * (digit > 4).cast(pl.Int64)
        total = total + digit
    return total


def iban_valid(text: str, country: str = "SA") -> bool:
    """Whether a text is an IBAN of the country: the registry's length and structure, mod 97, and check digits that a
    bank can have given (02 to 98: 00, 01 and 99 pass modulus 97 and are never right)."""
    if not isinstance(text, str) or not text.isascii():
        return False
    compact = text.replace(" ", "").upper()
    if not compact.isalnum():  # a library would drop dashes, which no payment system accepts
        return False
    try:
        return IBAN(compact).country_code == country
    except SchwiftyException:
        return False


def iban_ok(expr: pl.Expr) -> pl.Expr:
    """The same for a column of Saudi IBANs (ISO 13616: 24 characters, remainder 1 by 97)."""
    return expr.map_batches(_ibans_ok, return_dtype=pl.Boolean)


def _ibans_ok(texts: pl.Series) -> pl.Series:
    compact = texts.cast(pl.String).str.replace_all(" ", "", literal=True).str.to_uppercase()
    written = compact.str.contains(_IBAN_SA)
    # The country's letters, as numbers, and the check digits go behind the account.
    turned = compact.str.slice(4) + _SA_AS_NUMBER + compact.str.slice(2, 2)
    # Few accounts have letters, and replacing them is what takes time.
    lettered = (written & ~compact.str.contains(r"^SA[0-9]+$")).arg_true()
    if len(lettered):
        numbers = turned.gather(lettered).str.replace_many(_LETTERS, _LETTER_VALUES)
        turned = turned.scatter(lettered, numbers)
    ascii_only = texts.str.len_bytes() == texts.str.len_chars()
    return written & ascii_only & (_remainder_by_97(turned) == 1)


def _remainder_by_97(digits: pl.Series) -> pl.Series:
    """48 digits do not fit a machine word, but 96 times 10**16 does."""
    padded, remainder = digits.str.zfill(48), pl.Series([0], dtype=pl.Int64)
    for start in (0, 16, 32):
        chunk = padded.str.slice(start, 16).cast(pl.Int64, strict=False)
        remainder = (remainder * 10**16 + chunk) % 97
    return remainder
