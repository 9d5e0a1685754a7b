"""Languages that a country brings beside the house's three: its messages stand under the house's
English, as gettext keeps them.

What a language has no message for is said in English. Days, months and amounts are written as the
Unicode CLDR says of it. The telephone, the kiosk and the words that texts are answered to are the
house's three; a language is read, not spoken.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from gettext import GNUTranslations, translation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guichet.lib.locale import Language  # whose module asks this one for words

HOUSE = ("ar", "en", "fr")  # of every sentence written here
_BROUGHT: dict[str, Language] = {}


def bring(languages: Iterable[Language]) -> None:
    """Read and write these languages too from now on.

    Raises:
        ValueError: one is the house's own, or is not known to the CLDR.
    """
    _BROUGHT.clear()
    for language in languages:
        if language.code in HOUSE:
            raise ValueError(
                f"{language.code} is a language of the house: a country changes its terms"
            )
        _BROUGHT[language.code] = language
    _catalogue.cache_clear()


def languages() -> tuple[str, ...]:
    """Every language somebody may read here, the house's own first."""
    return (*HOUSE, *_BROUGHT)


def is_brought(language: str) -> bool:
    """Whether it is none of the house's own."""
    return bool(_BROUGHT) and language[:2] in _BROUGHT


def said(english: str, language: str) -> str | None:
    """What a brought language says for the house's English; None where it has no message."""
    found = _catalogue(language[:2]).gettext(english)
    return found if found != english else None


def counted(singular: str, plural: str, number: int, language: str) -> str:
    """The noun beside a number, by the language's own rule of plurals."""
    return _catalogue(language[:2]).ngettext(singular, plural, number)


def day(value: date, language: str) -> str:
    """'22 de noviembre de 2026'."""
    from babel.dates import format_date

    return format_date(value, "long", locale=language[:2])


def month(value: date, language: str) -> str:
    """'noviembre de 2026'."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", value, locale=language[:2])


def amount(minor: int, scale: int, language: str) -> str:
    """'1.234,500', with every decimal the currency has."""
    from babel.numbers import format_decimal

    pattern = f"#,##0.{'0' * scale}"
    return format_decimal(Decimal(minor).scaleb(-scale), format=pattern, locale=language[:2])


@lru_cache(maxsize=16)
def _catalogue(code: str) -> GNUTranslations:
    """Its messages.

    Raises:
        FileNotFoundError: they are not compiled: ``guichet messages compile``.
    """
    return translation("django", _BROUGHT[code].folder, [code])
