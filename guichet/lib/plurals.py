"""Numbers with what they count, by each language's own rule: «9 أرقام», «10 ثوانٍ», «59 سطرًا», "1
row", « 1 048 575 lignes ».

A template of :class:`guichet.lib.text.Words` names the noun after the place: ``{rows:row}``. After
a preposition or as an object Arabic has another dual: ``{seconds:second,oblique}``. A number and
its noun are written nowhere else side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from guichet.lib import country_languages


@dataclass(frozen=True, slots=True)
class Noun:
    """The forms of one noun; in Arabic of one, of two (as subject, and otherwise), of 3 to 10, of
    11 to 99, and of whole hundreds.
    """

    ar: tuple[str, str, str, str, str, str]
    en: tuple[str, str]
    fr: tuple[str, str]


NOUNS = {
    "case": Noun(
        ("طلب واحد", "طلبان", "طلبين", "طلبات", "طلبًا", "طلب"),
        ("request", "requests"),
        ("demande", "demandes"),
    ),
    "character": Noun(
        ("حرف واحد", "حرفان", "حرفين", "أحرف", "حرفًا", "حرف"),
        ("character", "characters"),
        ("caractère", "caractères"),
    ),
    "day": Noun(
        ("يوم واحد", "يومان", "يومين", "أيام", "يومًا", "يوم"), ("day", "days"), ("jour", "jours")
    ),
    "digit": Noun(
        ("رقم واحد", "رقمان", "رقمين", "أرقام", "رقمًا", "رقم"),
        ("digit", "digits"),
        ("chiffre", "chiffres"),
    ),
    "file": Noun(
        ("ملف واحد", "ملفان", "ملفين", "ملفات", "ملفًا", "ملف"),
        ("file", "files"),
        ("fichier", "fichiers"),
    ),
    "line": Noun(
        ("سطر واحد", "سطران", "سطرين", "أسطر", "سطرًا", "سطر"),
        ("line", "lines"),
        ("ligne", "lignes"),
    ),
    "minute": Noun(
        ("دقيقة واحدة", "دقيقتان", "دقيقتين", "دقائق", "دقيقة", "دقيقة"),
        ("minute", "minutes"),
        ("minute", "minutes"),
    ),
    "month": Noun(
        ("شهر واحد", "شهران", "شهرين", "أشهر", "شهرًا", "شهر"), ("month", "months"), ("mois", "mois")
    ),
    "place": Noun(
        ("خانة واحدة", "خانتان", "خانتين", "خانات", "خانة", "خانة"),
        ("character", "characters"),
        ("caractère", "caractères"),
    ),
    "row": Noun(
        ("سطر واحد", "سطران", "سطرين", "أسطر", "سطرًا", "سطر"), ("row", "rows"), ("ligne", "lignes")
    ),
    "second": Noun(
        ("ثانية واحدة", "ثانيتان", "ثانيتين", "ثوانٍ", "ثانية", "ثانية"),
        ("second", "seconds"),
        ("seconde", "secondes"),
    ),
    "try": Noun(
        ("محاولة واحدة", "محاولتان", "محاولتين", "محاولات", "محاولة", "محاولة"),
        ("try", "tries"),
        ("essai", "essais"),
    ),
}
_PLAIN = re.compile(
    r"[0-9]+(?:[,\s][0-9]{3})*"
)  # anything else (markup, another script's digits) stays as it is
_PLACES = {"few": 3, "many": 4}
_GROUP = {"fr": "\u202f"}  # narrow and unbreakable; elsewhere a comma


def counted(number: object, noun: str, language: str, *, oblique: bool = False) -> str:
    """A whole number, or its text however grouped, with the noun of :data:`NOUNS` in the form it
    asks for.

    A text that is no number (a place left open, a range) stands before the noun's commonest form.
    """
    own = language if country_languages.is_brought(language) else ""
    language = language[:2] if language[:2] in country_languages.HOUSE else "en"
    forms = getattr(NOUNS[noun], language)
    digits = "".join(mark for mark in str(number) if mark.isdigit())
    if not digits:
        return f"{number} {forms[-1]}"
    count = int(digits)
    shown = with_thousands(count, language) if _PLAIN.fullmatch(str(number)) else str(number)
    if own:
        return f"{shown} {country_languages.counted(*NOUNS[noun].en, count, own)}"
    category = _rule(language)(count)
    if language != "ar":
        return f"{shown} {forms[category != 'one']}"
    if category == "one":
        return str(forms[0])
    if category == "two":
        return str(forms[1 + oblique])
    return f"{shown} {forms[_PLACES.get(category, 5)]}"


def with_thousands(number: int, language: str) -> str:
    """A whole number with its thousands apart as the language does: '1,048,575', '1 048 575'."""
    return f"{number:,}".replace(",", _GROUP.get(language[:2], ","))


@lru_cache
def _rule(language: str) -> Callable[[int], str]:
    return Locale(language).plural_form  # type: ignore[no-any-return]
