"""Days of the Hijri calendar written with the month's name, as pages write them and as people do:
``19 جمادى الآخرة 1448 هـ``, ``19 Jumada II 1448 AH``, ``19 joumada II 1448 H``. A day that stands
in both calendars, as at the top of a receipt, is read by both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

import polars as pl

from guichet.lib.calendars import to_gregorian
from guichet.lib.month_names import of_column, read_day
from guichet.lib.text import folded

# A line for each month; a name at the end of a line goes on in the next one.
_NAMES = """
محرم|المحرم|محرم الحرام|muharram|mouharram
صفر|safar
ربيع الأول|ربيع أول|rabi i|rabi al awwal|rabi al-awwal|rabia i|rabia al awal
ربيع الآخر|ربيع الثاني|ربيع ثاني|ربيع ثان|
rabi ii|rabi al thani|rabi al-thani|rabi al akhir|rabia ii|rabia ath thani
جمادى الأولى|جمادى الأول|جمادى أولى|
jumada i|jumada al ula|jumada al-ula|jumada al awwal|joumada i|joumada al oula
جمادى الآخرة|جمادى الثانية|جمادى الآخر|جمادى الثاني|
jumada ii|jumada al akhirah|jumada al thani|jumada al-thani|joumada ii|joumada ath thania
رجب|rajab
شعبان|shaban|sha'ban|chaabane|chaaban
رمضان|ramadan
شوال|shawwal|chawwal|chaoual
ذو القعدة|ذي القعدة|ذوالقعدة|dhu al-qadah|dhu al qidah|dhul qadah|dhou al-qi’da|dhou al qida
ذو الحجة|ذي الحجة|ذوالحجة|dhu al-hijjah|dhu al hijjah|dhul hijjah|dhou al-hijja|dhou al hijja
"""
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+")
_ERA = {
    folded(word)
    for word in (
        "هـ",
        "ه",
        "ah",
        "a",
        "h",
        "er",
        "هجري",
        "هجرية",
        "يوم",
        "من",
        "شهر",
        "سنة",
        "لسنة",
        "عام",
    )
}
_BOTH = re.compile(r"\s*[·•]\s*")  # between the two calendars
_MOST = 90  # characters of a written day


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(folded(text))


_MONTH_OF = {
    " ".join(_tokens(name)): number
    for number, line in enumerate(_NAMES.replace("|\n", "|").split("\n")[1:13], 1)
    for name in line.split("|")
}


@lru_cache(maxsize=4096)
def read_hijri_day(text: str) -> date | None:
    """The Gregorian day of a Hijri one with its month's name, year of four digits; None when it is
    none.
    """
    if len(text) > _MOST:
        return None
    tokens = [token for token in _tokens(text) if token not in _ERA]
    numbers = [token for token in tokens if token.isdigit()]
    names = [place for place, token in enumerate(tokens) if not token.isdigit()]
    if len(numbers) != 2 or not names or names != list(range(names[0], names[-1] + 1)):
        return None
    month = _MONTH_OF.get(" ".join(tokens[names[0] : names[-1] + 1]))
    day, year = numbers if len(numbers[1]) == 4 else reversed(numbers)
    if month is None or len(year) != 4 or len(day) > 2:
        return None
    try:
        return to_gregorian(int(year), month, int(day))
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def read_both(text: str) -> date | None:
    """The day in ``29 November 2026 · 19 Jumada II 1448 AH``; None when it is none, or the
    calendars contradict each other.
    """
    parts = _BOTH.split(text) if len(text) <= _MOST else []
    if len(parts) != 2:
        return None
    first, second = read_day(parts[0]), read_hijri_day(parts[1])
    return first if first == second else None


def hijri_days_of(text: pl.Expr) -> pl.Expr:
    """:func:`read_hijri_day` and :func:`read_both` for a column; each distinct text is read
    once.
    """
    return pl.coalesce(*(_column(text, read) for read in (read_hijri_day, read_both)))


def _column(text: pl.Expr, read: Callable[[str], date | None]) -> pl.Expr:
    return of_column(text, read)
