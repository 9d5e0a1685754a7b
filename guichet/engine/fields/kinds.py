"""The field types: identifiers and words. Choices are in :mod:`.choice`, amounts and dates in
:mod:`.measures`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dataframely as dy
import polars as pl

from guichet.engine.fields import causes
from guichet.engine.fields.base import Fault, Field, Reader
from guichet.engine.fields.keypad import IBAN, MOBILE, Keying
from guichet.engine.refusal import Refusal
from guichet.lib.locale import here
from guichet.lib.text import Words
from guichet.lib.workbook import EARLY_DAY

_HERE = here()


def _of_country(code: str, said: Words) -> Refusal:
    return Refusal(code, ar=said.ar, en=said.en, fr=said.fr)


NATIONAL_ID_INVALID = _of_country("national-id-invalid", _HERE.persons.wrong)
NATIONAL_ID_MISTYPED = _of_country("national-id-mistyped", _HERE.persons.mistyped)
NUMBER_INVALID = Refusal(
    "number-invalid",
    ar="«{value}» ليس رقمًا صحيحًا في «{label}». المطلوب {digits:digit}.",
    en="“{value}” is not a valid {label}. It has {digits:digit}.",
    fr="« {value} » n’est pas valable pour « {label} ». Il faut {digits:digit}.",
)
IBAN_INVALID = _of_country("iban-invalid", _HERE.accounts.wrong)
MOBILE_INVALID = _of_country("mobile-invalid", _HERE.mobiles.wrong)
TEXT_TOO_LONG = Refusal(
    "text-too-long",
    ar="«{label}» أطول من {limit:character,oblique}. اختصر النص.",
    en="{label} is longer than {limit:character}. Shorten it.",
    fr="« {label} » dépasse {limit:character}. Abrégez.",
)
TEXT_UNREADABLE = Refusal(
    "text-unreadable",
    ar="يحتوي «{label}» على رموز غير مقروءة. أعد كتابته.",
    en="{label} holds unreadable characters. Type it again.",
    fr="« {label} » contient des caractères illisibles. Saisissez-le de nouveau.",
)


# With the mark that keeps it text ('…, ="…"), or as a number with decimals (….0).
_FROM_SPREADSHEET = r"""^(?:['‘’`]|="?)?([0-9]+)(?:\.0+)?"?$"""
_QUOTED = r"""^["“”«]\s*(.*?)\s*["“”»]$"""


class Digits(Field, dy.Int64):
    """A number that is a name: exactly ``digits`` digits, kept as Int64."""

    kind = "digits"
    input_mode = "numeric"
    digits = 9
    spoken = "digits"

    @property
    def readers(self) -> tuple[Reader, ...]:  # type: ignore[override]
        """Digits alone, else digits in groups, else as spreadsheets save a number that is a
        name.
        """
        return (
            self._exact,
            lambda text: self._exact(text.str.replace_all(r"[\s-]", "")),
            lambda text: self._exact(
                text.str.replace(_QUOTED, "$1").str.extract(_FROM_SPREADSHEET, 1)
            ),
        )

    @property
    def keying(self) -> Keying:
        return Keying(exact=self.digits)

    def _exact(self, text: pl.Expr) -> pl.Expr:
        number = text.cast(pl.Int64, strict=False)
        # The length keeps slips out, and a sign would stand for a digit.
        return pl.when((text.str.len_bytes() == self.digits) & ~text.str.contains(r"^[+-]")).then(
            number
        )

    def faults(self, text: pl.Expr, value: pl.Expr) -> Iterator[Fault]:
        wrong = text.is_not_null() & value.is_null()
        yield Fault(NUMBER_INVALID, wrong, {"digits": str(self.digits)}, causes.NUMBERS)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": rf"^[0-9]{{{self.digits}}}$"}

    def plain(self, value: pl.Expr) -> pl.Expr:
        return value.cast(pl.String).str.zfill(self.digits)


class NationalId(Digits):
    """The number of a citizen or resident, by the country's rule."""

    kind = "national_id"
    digits = _HERE.persons.digits

    def faults(self, text: pl.Expr, value: pl.Expr) -> Iterator[Fault]:
        formed = _HERE.persons.formed(value)
        yield Fault(
            NATIONAL_ID_INVALID,
            text.is_not_null() & ~formed.fill_null(value=False),
            {},
            causes.NUMBERS,
        )
        yield Fault(NATIONAL_ID_MISTYPED, formed & ~_HERE.persons.right(value), {})

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": _HERE.persons.pattern}


class EstablishmentNumber(Digits):
    """The number the institution gives an employer's establishment (belief: 9 digits,
    law.md 2.1).
    """

    kind = "establishment"
    digits = 9


class RegistrationNumber(Digits):
    """A commercial registration (10 digits; no check digit is known, law.md 2.1)."""

    kind = "digits"
    digits = 10


class Iban(Field, dy.String):
    """The number of a bank account of the country: an IBAN, ISO 13616."""

    kind = "iban"
    keying = IBAN

    readers = (lambda text: text.str.replace_all(r"[\s-]", "").str.to_uppercase(),)

    def faults(self, text: pl.Expr, value: pl.Expr) -> Iterator[Fault]:
        yield Fault(
            IBAN_INVALID, text.is_not_null() & ~_HERE.accounts.ok(value), {}, causes.NUMBERS
        )

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": _HERE.accounts.pattern}


class Mobile(Field, dy.String):
    """A mobile number of the country, kept as + and digits."""

    kind = "mobile"
    input_mode = "tel"
    keying = MOBILE

    readers = (_HERE.mobiles.of_column,)

    def faults(self, text: pl.Expr, value: pl.Expr) -> Iterator[Fault]:
        yield Fault(MOBILE_INVALID, text.is_not_null() & value.is_null(), {}, causes.NUMBERS)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": _HERE.mobiles.pattern}


# Letters of one alphabet read as another (UTF-8 taken for Latin-1 or for Windows-1256), or lost to
# question marks.
_GARBLED = r"(?:[ØÙ][\x{80}-\x{BF}\x{152}-\x{192}\x{2C6}\x{2DC}\x{2013}-\x{203A}\x{20AC}\x{2122}]){2}|(?:[طظ]\S){3}|[طظ][\x{A0}-\x{BF}\x{2013}-\x{203A}\x{20AC}\x{2122}][طظ]\S|^[?\s]*\?{3}[?\s]*$"
# Control signs, what a broken byte became, or what a spreadsheet left in place of a value.
_NO_TEXT = rf"{_GARBLED}|[\x00-\x08\x0b-\x1f\x7f]|\x{{FFFD}}|{causes.ERROR_CELL}|{causes.FORMULA_CELL}|^{EARLY_DAY}"


class Text(Field, dy.String):
    """Free words of at most ``limit`` characters."""

    kind = "text"

    def __init__(self, label: Words, *, limit: int = 200, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.limit = limit

    def faults(self, text: pl.Expr, value: pl.Expr) -> Iterator[Fault]:
        yield Fault(TEXT_TOO_LONG, value.str.len_chars() > self.limit, {"limit": str(self.limit)})
        yield Fault(TEXT_UNREADABLE, value.str.contains(_NO_TEXT), {}, causes.CELLS)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.limit}


class Link(Text):
    """A path of this site where the client goes on; only in answers."""

    kind = "link"
    written = False

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "uri-reference"}
