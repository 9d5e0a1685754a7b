"""References a person can read, say on the telephone and type: ``K7QM-4X2P-9RTWX``.

Twelve characters out of 23 that look and sound apart (no 0/O, 1/I/L, B/8, S/5, Z/2, D, G, N, U, V),
and a check character. 23 is prime, so the weighted check finds every single wrong character and
every swap of two neighbours. The number inside is mixed, so that neighbours in the register do not
have neighbouring references.
"""

from __future__ import annotations

import polars as pl

ALPHABET = "23456789ACEFHJKMPQRTWXY"
BASE = len(ALPHABET)
LENGTH = 12  # 23**12 > 2**54
BITS = 54
_MASK = (1 << BITS) - 1
_HALF = BITS // 2
_FACTOR = 0x2545F4914F6CDD  # odd, so it has an inverse modulo 2**54
_INVERSE = pow(_FACTOR, -1, 1 << BITS)

# How the unmistakable ones are heard or typed otherwise.
_HEARD_AS = str.maketrans(
    {"0": "Q", "O": "Q", "1": "J", "I": "J", "L": "J", "Z": "2", "S": "5", "B": "8"}
)


def _mix(number: int) -> int:
    number ^= number >> _HALF
    number = number * _FACTOR & _MASK
    return number ^ number >> _HALF


def _unmix(number: int) -> int:
    number ^= number >> _HALF
    number = number * _INVERSE & _MASK
    return number ^ number >> _HALF


def _check(digits: list[int]) -> int:
    return -sum(weight * digit for weight, digit in enumerate(digits, 2)) % BASE


def encode(number: int) -> str:
    """The reference of a number from 0 to 2**54 - 1.

    Raises:
        ValueError: the number lies outside.
    """
    if not 0 <= number <= _MASK:
        raise ValueError(f"{number} is outside a reference's range")
    rest, digits = _mix(number), []
    for _ in range(LENGTH):
        rest, digit = divmod(rest, BASE)
        digits.append(digit)
    text = "".join(ALPHABET[digit] for digit in [*digits, _check(digits)])
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def decode(text: str) -> int | None:
    """The number of a reference however it is spaced or cased; None when it is mistyped."""
    bare = text.upper().translate(_HEARD_AS).replace("-", "").replace(" ", "")
    if len(bare) != LENGTH + 1 or not set(bare) <= set(ALPHABET):
        return None
    digits = [ALPHABET.index(letter) for letter in bare]
    if _check(digits[:-1]) != digits[-1]:
        return None
    number = sum(digit * BASE**place for place, digit in enumerate(digits[:-1]))
    return _unmix(number) if number <= _MASK else None


def encoded(numbers: pl.Series) -> pl.Series:
    """:func:`encode` for a series of Int64."""
    if len(numbers) < _FEW:
        return pl.Series(numbers.name, [encode(number) for number in numbers], dtype=pl.String)
    return pl.select(_encoded(pl.lit(numbers)).alias(numbers.name)).to_series()


_FEW = 500  # below this, planning the expression costs more than a loop


def _encoded(numbers: pl.Expr) -> pl.Expr:
    mixed = numbers ^ (numbers // 2**_HALF)
    # Products of 27-bit halves stay exact in 64 bits; only the low 54 bits of the result count.
    low, high = mixed % 2**_HALF, mixed // 2**_HALF
    f_low, f_high = _FACTOR % 2**_HALF, _FACTOR // 2**_HALF
    cross = (low * f_high + high * f_low) % 2**_HALF
    product = (low * f_low + cross * 2**_HALF) % 2**BITS
    rest = product ^ (product // 2**_HALF)
    digits = [rest // BASE**place % BASE for place in range(LENGTH)]
    check = (-sum(weight * digit for weight, digit in enumerate(digits, 2))) % BASE
    letters = [_letter(digit) for digit in [*digits, check]]
    dash = pl.lit("-")
    return pl.concat_str([*letters[:4], dash, *letters[4:8], dash, *letters[8:]])


def _letter(digit: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(list(ALPHABET))).gather(digit)
