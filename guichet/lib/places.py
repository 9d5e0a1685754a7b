"""What the places of a sentence hold, and how it is told: ``{since:date}`` a day,
``{months:yearmonth}`` a month or several, ``{left:amount}`` an amount. A value travels as its
canonical text; a place names its kind; each medium tells the kinds in its own way, so that nobody
looks for a day inside a finished sentence. In French ``{month:yearmonth,de}`` brings its own "de".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from guichet.lib.display import show_amount, show_gregorian, show_month
from guichet.lib.money import parse_minor
from guichet.lib.plurals import NOUNS, counted

_BETWEEN = {"ar": "، "}
_VOWELS = "aeiouyàâäéèêëîïôöùûü"


@dataclass(frozen=True, slots=True)
class Tell:
    """How a medium tells the kinds of values; each is given the value and the language."""

    day: Callable[[date, str], str]
    month: Callable[[date, str], str]
    amount: Callable[[int, str], str]  # minor units
    plain: Callable[[str, str], str]  # of no kind: names, numbers, words

    def place(self, text: str, spec: str, language: str) -> str:
        """The value of one place. What is not of the kind that its place names is told as it
        stands.
        """
        kind, _, case = spec.partition(",")
        if kind in NOUNS:
            return counted(text, kind, language, oblique=case == "oblique")
        told = self._kind(text, kind, language)
        return _elided(told, language) if case == "de" else told

    def _kind(self, text: str, kind: str, language: str) -> str:
        try:
            if kind == "date":
                return self.day(date.fromisoformat(text), language)
            if kind == "yearmonth":
                months = [
                    self.month(date.fromisoformat(f"{one}-01"), language)
                    for one in text.split(", ")
                ]
                return _BETWEEN.get(language[:2], ", ").join(months)
            if kind == "amount":
                return self.amount(parse_minor(text), language)
        except ValueError:
            return text
        return self.plain(text, language)


KINDS = frozenset({"date", "yearmonth", "amount"})


def _elided(text: str, language: str) -> str:
    if language[:2] != "fr":
        return text
    return f"d’{text}" if text[:1].lower() in _VOWELS else f"de {text}"


def _day(day: date, language: str) -> str:
    """One calendar is enough inside a sentence."""
    return show_gregorian(day, language)


SHOWN = Tell(_day, show_month, show_amount, lambda text, language: text)


class Place(str):
    """A value of a template's place, which is told as the place asks for it."""

    language: str
    tell: Tell

    def __new__(cls, value: object, language: str, tell: Tell) -> Place:
        """``value`` as text, to be told in ``language``."""
        made = super().__new__(cls, value)
        made.language, made.tell = language, tell
        return made

    def __format__(self, spec: str) -> str:
        return self.tell.place(str(self), spec, self.language)
