"""Days, amounts and names as a reader expects them: both calendars, in words, in the own script."""

from __future__ import annotations

from datetime import date

from guichet.lib import country_languages
from guichet.lib.calendars import to_hijri
from guichet.lib.locale import here
from guichet.lib.money import show_minor

_GREGORIAN = {
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split(),
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
_HIJRI = {
    "ar": [
        "محرم",
        "صفر",
        "ربيع الأول",
        "ربيع الآخر",
        "جمادى الأولى",
        "جمادى الآخرة",
        "رجب",
        "شعبان",
        "رمضان",
        "شوال",
        "ذو القعدة",
        "ذو الحجة",
    ],
    "en": [
        "Muharram",
        "Safar",
        "Rabi I",
        "Rabi II",
        "Jumada I",
        "Jumada II",
        "Rajab",
        "Shaban",
        "Ramadan",
        "Shawwal",
        "Dhu al-Qadah",
        "Dhu al-Hijjah",
    ],
    "fr": [
        "mouharram",
        "safar",
        "rabia I",
        "rabia II",
        "joumada I",
        "joumada II",
        "rajab",
        "chaabane",
        "ramadan",
        "chawwal",
        "dhou al-qi’da",
        "dhou al-hijja",
    ],
}
_FRENCH = str.maketrans({",": "\u202f", ".": ","})
_ERA = {"ar": "هـ", "en": "AH", "fr": "H"}


def show_day(day: date, language: str) -> str:
    """'22 November 2026 · 12 Jumada II 1448 AH'; outside the Hijri table, or where nobody counts
    so, the Gregorian day alone.
    """
    gregorian = show_gregorian(day, language)
    if not here().hijri or country_languages.is_brought(language):
        return gregorian
    language = language[:2] if language[:2] in _ERA else "en"
    try:
        year, month, hijri = to_hijri(day)
    except ValueError:
        return gregorian
    return f"{gregorian} · {hijri} {_HIJRI[language][month - 1]} {year} {_ERA[language]}"


def show_gregorian(day: date, language: str) -> str:
    """'22 November 2026'."""
    if country_languages.is_brought(language):
        return country_languages.day(day, language)
    language = language[:2] if language[:2] in _ERA else "en"
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number} {_GREGORIAN[language][day.month - 1]} {day.year}"


def show_name(ar: str | None, latin: str | None, language: str) -> str:
    """A name in the script of the reader, or what there is: Arabic in Arabic, Latin elsewhere."""
    first, second = (ar, latin) if language.startswith("ar") else (latin, ar)
    return first or second or ""


def show_amount(minor: int, language: str) -> str:
    """Minor units as the language writes an amount: '1,234.50'; in French '1 234,50'."""
    if country_languages.is_brought(language):
        return country_languages.amount(minor, here().currency.scale, language)
    text = show_minor(minor)
    return text.translate(_FRENCH) if language[:2] == "fr" else text


def show_month(day: date, language: str) -> str:
    """'November 2026'."""
    if country_languages.is_brought(language):
        return country_languages.month(day, language)
    language = language[:2] if language[:2] in _ERA else "en"
    return f"{_GREGORIAN[language][day.month - 1]} {day.year}"
