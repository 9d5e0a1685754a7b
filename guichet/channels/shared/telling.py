"""Sentences of refusals as people read them: days and months in words, amounts with their thousands apart."""

from __future__ import annotations

import re
from datetime import date

from guichet.lib.showing import show_amount, show_day, show_month

# A sentence that quotes what was typed tells how to write it; its examples stay as they must be written.
_QUOTES = re.compile("[«“]")
_DAY = re.compile("\u2066?\\b([0-9]{4})-([0-9]{2})-([0-9]{2})\\b\u2069?")
# In Arabic the month takes the word before it: «الشهر 2026-01» is read «شهر يناير 2026».
_MONTH = re.compile("(?:(ال|لل)(?=شهر ))?(شهر )?\u2066?\\b([0-9]{4})-([0-9]{2})\\b\u2069?(?!-)")
_AMOUNT = re.compile(r"(?<![0-9.,-])(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)\.[0-9]{2}(?![0-9]|[.,][0-9])")
_ELIDED = re.compile(r"\bde (?=août|avril|octobre)")


def told(sentence: str, language: str) -> str:
    """``sentence`` with the canonical values in it put as ``language`` says them."""
    if _QUOTES.search(sentence):
        return sentence
    said = _DAY.sub(lambda found: _day(found, language), sentence)
    said = _MONTH.sub(lambda found: _month(found, language), said)
    said = _AMOUNT.sub(lambda found: _amount(found[0], language), said)
    return _ELIDED.sub("d’", said) if language == "fr" else said


def _day(found: re.Match[str], language: str) -> str:
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return found[0]
    return show_day(day, language).partition(" · ")[0]


def _month(found: re.Match[str], language: str) -> str:
    article, word, year, month = found[1] or "", found[2] or "", found[3], found[4]
    try:
        shown = show_month(date(int(year), int(month), 1), language)
    except ValueError:
        return found[0]
    return f"{'ل' if article == 'لل' else ''}{word}{shown}"


def _amount(text: str, language: str) -> str:
    return show_amount(int(text.replace(",", "").replace(".", "")), language)
