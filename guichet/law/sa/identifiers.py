"""Saudi numbers: national numbers and residence numbers (iqama), IBANs and mobiles.

The rule of persons exists for one text and for a column, because a form asks for one and a file for
a million. Only ASCII digits
pass: other digits are normalised at the edge, and whatever still arrives in another script is a
    number somebody failed to normalise.
"""

from __future__ import annotations

import re
from functools import lru_cache

import polars as pl

from guichet.law.formats import Ibans, MobileNumbers
from guichet.lib.text import Words

_NATIONAL_ID = r"^[12][0-9]{9}$"


def national_id_valid(text: str) -> bool:
    """Whether a text is a national number (1...) or an iqama (2...) with a right Luhn digit."""
    if not isinstance(text, str) or re.fullmatch(_NATIONAL_ID, text) is None or len(text) != 10:
        return False
    doubled = (2 * int(digit) for digit in text[0::2])
    return (sum(d - 9 * (d > 9) for d in doubled) + sum(map(int, text[1::2]))) % 10 == 0


def national_number_ok(number: pl.Expr) -> pl.Expr:
    """The same for a column of whole numbers, by two looks into tables: a tenth of the work of ten
    digits for a million or for one.
    """
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
    """The Luhn sum: every odd (or with ``doubled=0`` even) power of ten is doubled, digits of the
    double added.
    """
    total = pl.lit(0, dtype=pl.Int64)
    for power in range(highest + 1):
        digit = (number // 10**power) % 10
        if power % 2 == doubled:
            digit = 2 * digit - 9 * (digit > 4).cast(pl.Int64)
        total = total + digit
    return total


class Persons:
    """Citizens begin with 1, residents with 2; ten digits, the last by Luhn."""

    digits = 10
    pattern = "^[12][0-9]{9}$"
    length = Words(ar="10 أرقام", en="10 digits", fr="10 chiffres")
    hint = Words(
        ar="10 أرقام تبدأ بـ 1 أو 2.",
        en="10 digits, the first 1 or 2.",
        fr="10 chiffres, le premier 1 ou 2.",
    )
    wrong = Words(
        ar="«{value}» ليس رقم هوية أو إقامة صحيحًا. يتكون من 10 أرقام تبدأ بـ 1 أو 2؛ راجع البطاقة.",
        en="“{value}” is not a valid national ID or residence number. It has 10 digits and starts with 1 or 2; check the card.",
        fr="« {value} » n’est pas un numéro d’identité ou de séjour valable. Il a 10 chiffres et commence par 1 ou 2 ; vérifiez la carte.",
    )
    mistyped = Words(
        ar="في «{value}» رقم مكتوب خطأ. قارنه بالبطاقة رقمًا رقمًا.",
        en="A digit of “{value}” is mistyped. Compare it with the card, digit by digit.",
        fr="Un chiffre de « {value} » est erroné. Comparez-le avec la carte, chiffre par chiffre.",
    )

    def formed(self, number: pl.Expr) -> pl.Expr:
        """Ten digits that begin with 1 or 2."""
        return number.is_between(1_000_000_000, 2_999_999_999)

    def right(self, number: pl.Expr) -> pl.Expr:
        """And the Luhn sum is right."""
        return national_number_ok(number)

    def valid(self, text: str) -> bool:
        """The same of a text."""
        return national_id_valid(text)

    def made(self, resident: pl.Expr, serial: pl.Expr) -> pl.Expr:
        """A number by its serial, below 10**8."""
        return with_check_digit((resident + 1) * 10**8 + serial).cast(pl.Int64)

    def serial(self, number: pl.Expr) -> pl.Expr:
        """The eight digits before the last."""
        return number % 10**9 // 10

    def resident(self, number: pl.Expr) -> pl.Expr:
        """1 where the first digit is 2."""
        return (number // 10**9 - 1).cast(pl.Int64)


PERSONS = Persons()
IBANS = Ibans(
    prefix="SA",
    body=r"[0-9]{2}[0-9A-Z]{18}",
    digits=22,
    pattern="^SA[0-9]{2}[0-9A-Z]{20}$",
    wrong=Words(
        ar="«{value}» ليس رقم آيبان سعوديًا صحيحًا. يبدأ بـ SA ويتكون من 24 خانة.",
        en="“{value}” is not a valid Saudi IBAN. It starts with SA and has 24 characters.",
        fr="« {value} » n’est pas un IBAN saoudien valable. Il commence par SA et a 24 caractères.",
    ),
)
MOBILES = MobileNumbers(
    code="966",
    body="5[0-9]{8}",
    made_from="50",
    wrong=Words(
        ar="«{value}» ليس رقم جوال سعوديًا صحيحًا. مثال: 0512345678.",
        en="“{value}” is not a valid Saudi mobile number. Example: 0512345678.",
        fr="« {value} » n’est pas un numéro de mobile saoudien valable. Exemple : 0512345678.",
    ),
    example="0512345678",
)
