"""Days and months written with the month's name, in Arabic (the Latin, the Syriac and the Maghreb
names), English and French.

A name leaves no doubt which number is the month: ``Nov-26``, ``نوفمبر-26``, ``تشرين الثاني 2026``,
``25 novembre 2026``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

import polars as pl

from guichet.lib.text import folded

_NAMES = """
يناير|كانون الثاني|جانفي|january|jan|janvier|janv
فبراير|شباط|فيفري|february|feb|fevrier|fevr|fev
مارس|آذار|march|mar|mars
أبريل|نيسان|أفريل|april|apr|avril|avr
مايو|أيار|ماي|may|mai
يونيو|يونيه|حزيران|جوان|june|jun|juin
يوليو|يوليه|تموز|جويلية|يوليوز|july|jul|juillet|juil
أغسطس|آب|أوت|غشت|august|aug|aout
سبتمبر|أيلول|شتنبر|september|sept|sep|septembre
أكتوبر|تشرين الأول|october|oct|octobre
نوفمبر|تشرين الثاني|نونبر|november|nov|novembre
ديسمبر|كانون الأول|دجنبر|december|dec|decembre
"""
_MONTH_OF = {
    folded(name): number
    for number, line in enumerate(_NAMES.split("\n")[1:13], 1)
    for name in line.split("|")
}
# Words that stand around a date and say nothing of which.
_ASIDE = {
    folded(word)
    for word in (
        "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun of the st nd rd th"
        " lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim le de er month mois"
        " الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد الإثنين يوم شهر سنة لسنة عام م من"
    ).split()
}
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+")
_MOST = 60  # characters of a written day
_CENTURY = 2000  # of a year of two digits beside a name: spreadsheets write Nov-26


@lru_cache(maxsize=4096)
def read_day(text: str) -> date | None:
    """The day in ``25-Nov-2026``, ``November 25, 2026``, ``2026-Nov-25`` or ``٢٥ نوفمبر ٢٠٢٦``;
    None when it is none.
    """
    parts = _parts(text)
    if parts is None or len(parts[1]) != 2:
        return None
    month, numbers, name_first = parts
    first, second = numbers
    if len(first) == 4 and not name_first:
        first, second = second, first
    if len(first) > 2 or len(second) not in (2, 4):
        return None
    year = int(second) if len(second) == 4 else _CENTURY + int(second)
    try:
        return date(year, month, int(first))
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def read_month(text: str) -> date | None:
    """The first day of the month in ``Nov-26``, ``November 2026``, ``2026 نوفمبر`` or a whole day
    with a name.

    ``26-Nov`` is left alone: a spreadsheet writes the 26th of a November so.
    """
    parts = _parts(text)
    if parts is None:
        return None
    month, numbers, name_first = parts
    if len(numbers) == 1 and (len(numbers[0]) == 4 or (len(numbers[0]) == 2 and name_first)):
        year = int(numbers[0]) if len(numbers[0]) == 4 else _CENTURY + int(numbers[0])
        return date(year, month, 1) if year else None
    day = read_day(text)
    return day.replace(day=1) if day else None


def _parts(text: str) -> tuple[int, list[str], bool] | None:
    """The month's number, the numbers beside it in order, and whether the name came first."""
    if len(text) > _MOST:
        return None
    tokens = [t for t in _TOKEN.findall(folded(text)) if t not in _ASIDE]
    names = [place for place, token in enumerate(tokens) if not token.isdigit()]
    if not names or names != list(range(names[0], names[-1] + 1)):
        return None
    month = _MONTH_OF.get(" ".join(tokens[names[0] : names[-1] + 1]))
    numbers = [token for token in tokens if token.isdigit()]
    return (month, numbers, names[0] == 0) if month else None


def days_of(text: pl.Expr) -> pl.Expr:
    """:func:`read_day` for a column; each distinct text is read once."""
    return of_column(text, read_day)


def months_of(text: pl.Expr) -> pl.Expr:
    """:func:`read_month` for a column."""
    return of_column(text, read_month)


def of_column(text: pl.Expr, read: Callable[[str], date | None]) -> pl.Expr:
    """What ``read`` makes of each text of a column; each distinct one is read once."""

    def read_all(column: pl.Series) -> pl.Series:
        named = column.unique().drop_nulls()
        named = named.filter(named.str.contains(r"\p{L}"))  # without a letter there is no name
        found = {text: day for text in named.to_list() if (day := read(text))}
        return column.replace_strict(found, default=None, return_dtype=pl.Date)

    return text.map_batches(read_all, return_dtype=pl.Date)
