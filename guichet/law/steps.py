"""How a figure came about, as data: steps with values, units, dated numbers and articles.

Web, voice and print speak from the same steps; names are keys of their words, never sentences. A
step says what it gives, from which values, and which dated numbers it used; who reads them all can
work the figure out again with a pencil.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from guichet.law.parameters import Explanation
from guichet.lib.months import PARTS

Told: TypeAlias = "int | Fraction | date | str | bool | tuple[int, ...] | tuple[str, ...] | None"
_SURE = ("high", "medium", "low")


class Unit(StrEnum):
    """What a value counts."""

    MONEY = "money"  # minor units
    MONTHS = "months"  # exact, parts of months included
    DAYS = "days"
    YEARS = "years"
    SHARE = "share"  # of one
    PEOPLE = "people"
    COUNT = "count"
    DAY = "day"
    WORD = "word"
    YES = "yes"  # true or false
    SUMS = "sums"  # several amounts in minor units
    RATES = "rates"  # several exact decimals


@dataclass(frozen=True, slots=True)
class Figure:
    """A value under its name."""

    name: str
    value: Told
    unit: Unit

    def as_data(self) -> dict[str, Any]:
        """The figure for JSON: money in minor units, shares and months as exact decimals or
        fractions.
        """
        return {"name": self.name, "value": _plain(self.value), "unit": str(self.unit)}


@dataclass(frozen=True, slots=True)
class Step:
    """One step towards an amount."""

    name: str
    result: Figure
    values: tuple[Figure, ...]
    parameters: tuple[Explanation, ...]
    article: str

    @property
    def confidence(self) -> str:
        """How sure the least sure of its numbers is."""
        return max((p.confidence for p in self.parameters), key=_SURE.index, default="high")

    def as_data(self) -> dict[str, Any]:
        """The step for JSON."""
        return {
            "name": self.name,
            "result": self.result.as_data(),
            "values": [value.as_data() for value in self.values],
            "parameters": [
                {
                    "key": found.key,
                    "value": _plain(found.value),
                    "since": found.since.isoformat(),
                    "source": found.source,
                    "confidence": found.confidence,
                }
                for found in self.parameters
            ],
            "article": self.article,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Explained:
    """All steps of an amount, by the numbers of one version of the law."""

    kind: str
    on: date
    version: str  # hash of the dated numbers
    steps: tuple[Step, ...]

    @property
    def confidence(self) -> str:
        """How sure the least sure step is."""
        return max((step.confidence for step in self.steps), key=_SURE.index, default="high")

    def as_data(self) -> dict[str, Any]:
        """The whole for JSON; what is kept with a decision."""
        return {
            "kind": self.kind,
            "on": self.on.isoformat(),
            "version": self.version,
            "confidence": self.confidence,
            "steps": [step.as_data() for step in self.steps],
        }


def months_told(parts: int) -> int | Fraction:
    """Parts of months as months: a whole number where it is one."""
    months = Fraction(parts, PARTS)
    return months.numerator if months.denominator == 1 else months


def _plain(value: object) -> object:
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, Fraction):
        return _decimal_or_fraction(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else str(value)


def _decimal_or_fraction(value: Fraction) -> str:
    """'0.0225' where the decimal ends, else '26/7': nothing is rounded on the way."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
