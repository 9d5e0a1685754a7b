"""Numbers that many countries write alike: IBANs, mobiles, and persons by a remainder. A country
takes what fits it.

Each rule exists twice, for one text and for a column, because a form asks for one and a file for a
million.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from guichet.lib.text import Words

_LETTERS = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
_LETTER_VALUES = [str(value) for value in range(10, 36)]
# Check digits are 98 less a remainder by 97, so 02 to 98; 00, 01 and 99 pass the modulus and no
# bank gives them.
_CHECK = "(?:0[2-9]|[1-8][0-9]|9[0-8])"
_BETWEEN_DIGITS = r"[\s()-]"


@dataclass(frozen=True, slots=True)
class Ibans:
    """IBANs of a country (ISO 13616): its letters, two check digits, and a body of a fixed form."""

    prefix: str
    body: str  # a regular expression of what follows the check digits, of fixed length
    digits: int  # keyed after the letters
    pattern: str
    wrong: Words

    def ok(self, text: pl.Expr) -> pl.Expr:
        """For a column: remainder 1 by 97."""
        return text.map_batches(self._of_column, return_dtype=pl.Boolean)

    def valid(self, text: str) -> bool:
        """For one text, with spaces or without; a library would drop dashes, which no payment
        system accepts.
        """
        if not isinstance(text, str) or not text.isascii():
            return False
        compact = text.replace(" ", "").upper()
        if not re.fullmatch(self._form, compact):
            return False
        return int("".join(str(int(mark, 36)) for mark in compact[4:] + compact[:4])) % 97 == 1

    def checked(self, body: str) -> str:
        """The account of a body of digits, with the check digits that belong to it."""
        return f"{self.prefix}{98 - int(f'{body}{self._as_number}00') % 97:02d}{body}"

    @property
    def _form(self) -> str:
        return f"{self.prefix}{_CHECK}{self.body}"

    @property
    def _as_number(self) -> str:
        return "".join(str(int(mark, 36)) for mark in self.prefix)

    def _of_column(self, texts: pl.Series) -> pl.Series:
        compact = texts.cast(pl.String).str.replace_all(" ", "", literal=True).str.to_uppercase()
        written = compact.str.contains(f"^{self._form}$")
        # The country's letters, as numbers, and the check digits go behind the account.
        turned = compact.str.slice(4) + self._as_number + compact.str.slice(2, 2)
        # Few accounts have letters, and replacing them is what takes time.
        lettered = (written & ~compact.str.contains(f"^{self.prefix}[0-9]+$")).arg_true()
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


@dataclass(frozen=True, slots=True)
class MobileNumbers:
    """Mobiles of a country: its calling code and the form of what follows; typed with a nought in
    front at home.
    """

    code: str
    body: str
    made_from: str  # the first digits of made-up numbers
    wrong: Words
    example: str

    @property
    def pattern(self) -> str:
        """Of JSON schema."""
        return rf"^(\+{self.code}|0){self.body}$"

    @property
    def digits(self) -> int:
        """How many are keyed at home."""
        return len(self.example)

    def of_text(self, text: str) -> str | None:
        """``+9665XXXXXXXX`` however the number was typed or signalled; None if it is no mobile of
        the country.
        """
        found = re.fullmatch(self._form, re.sub(_BETWEEN_DIGITS, "", text))
        return f"+{self.code}{found[1]}" if found else None

    def of_column(self, text: pl.Expr) -> pl.Expr:
        """The same for a column of texts."""
        plain = text.str.replace_all(_BETWEEN_DIGITS, "")
        return f"+{self.code}" + plain.str.extract(f"^{self._form}$", 1)

    def made(self, number: int) -> str:
        """A made-up mobile."""
        rest = len(self.example) - 1 - len(self.made_from)
        return f"+{self.code}{self.made_from}{number:0{rest}d}"

    @property
    def _form(self) -> str:
        return rf"(?:\+{self.code}|00{self.code}|{self.code}|0)?({self.body})"


@dataclass(frozen=True, slots=True)
class PersonsBy97:
    """Numbers of persons of eleven digits: one for the kind, eight of a serial, and two that make
    the whole divisible by 97.
    """

    citizens: int
    residents: int
    wrong: Words
    mistyped: Words
    length = Words(ar="11 رقمًا", en="11 digits", fr="11 chiffres")

    @property
    def hint(self) -> Words:
        """Beside a field."""
        return Words(
            ar=f"{self.length.ar} تبدأ بـ {self.citizens} أو {self.residents}.",
            en=f"{self.length.en}, the first {self.citizens} or {self.residents}.",
            fr=f"{self.length.fr}, le premier {self.citizens} ou {self.residents}.",
        )

    @property
    def digits(self) -> int:
        """How many."""
        return 11

    @property
    def pattern(self) -> str:
        """Of JSON schema."""
        return f"^[{self.citizens}{self.residents}][0-9]{{10}}$"

    def formed(self, number: pl.Expr) -> pl.Expr:
        """Eleven digits of a known kind."""
        return (number // 10**10).is_in([self.citizens, self.residents])

    def right(self, number: pl.Expr) -> pl.Expr:
        """And divisible by 97."""
        return self.formed(number) & (number % 97 == 0)

    def valid(self, text: str) -> bool:
        """The same of a text."""
        return bool(re.fullmatch(self.pattern, text, re.ASCII)) and int(text) % 97 == 0

    def made(self, resident: pl.Expr, serial: pl.Expr) -> pl.Expr:
        """A number by its serial, below 10**8."""
        kind = pl.when(resident == 1).then(self.residents).otherwise(self.citizens)
        stem = (kind.cast(pl.Int64) * 10**8 + serial) * 100
        return stem + (97 - stem % 97)

    def serial(self, number: pl.Expr) -> pl.Expr:
        """The eight digits before the last two."""
        return number // 100 % 10**8

    def resident(self, number: pl.Expr) -> pl.Expr:
        """1 where the first digit is a resident's."""
        return (number // 10**10 == self.residents).cast(pl.Int64)
