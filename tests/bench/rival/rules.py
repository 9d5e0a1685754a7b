"""The checks of a wage change as a Django team would write them, for one row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from guichet.law import country

LEAST, MOST = Decimal(1), Decimal(1_000_000)


class Wrong(ValueError):
    """A row that cannot be taken, with the reason."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row's own values, sound in themselves."""

    establishment: int
    worker: int
    month: date
    basic: Decimal
    housing: Decimal


def parsed(row: dict[str, str], today: date) -> Change:
    """The values of a row.

    Raises:
        Wrong: a number, a check digit, a month or an amount is not right.
    """
    establishment, worker = row["establishment"].strip(), row["worker"].strip()
    if not (len(establishment) == 9 and establishment.isdigit()):
        raise Wrong("The establishment number has nine digits.")
    if not (len(worker) == 10 and worker.isdigit() and worker[0] in "12" and luhn(worker)):
        raise Wrong("The identity number is not right.")
    return Change(
        int(establishment),
        int(worker),
        _month(row["month"], today),
        _amount(row["basic"], LEAST),
        _amount(row["housing"], Decimal(0)),
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tables hold about the worker of a change, the wage in force included."""

    engagement: int
    started_on: date
    ended_on: date | None
    closed_on: date | None
    government: bool
    cohort: str
    basic: Decimal
    housing: Decimal


@dataclass(frozen=True, slots=True)
class Limits:
    """The least wage by cohort and the greatest that count for contributions."""

    floors: dict[str, Decimal]
    ceilings: dict[str, Decimal]

    @classmethod
    def of(cls, day: date) -> Limits:
        """Those of a day, from the law's parameters."""
        limits, hundred = country.contributions.wage_limits(day), Decimal(100)
        return cls(
            {cohort: floor / hundred for cohort, floor in limits.floors.items()},
            {cohort: ceiling / hundred for cohort, ceiling in limits.ceilings.items()},
        )


def judged(change: Change, facts: Facts, limits: Limits) -> list[str]:
    """The warnings about a change that may be made.

    Raises:
        Wrong: the establishment was closed or the worker not there in that month.
    """
    if facts.closed_on is not None and facts.closed_on < change.month:
        raise Wrong("The establishment is closed.")
    if change.month < facts.started_on.replace(day=1):
        raise Wrong("The worker had not joined in that month.")
    if facts.ended_on is not None and change.month > facts.ended_on:
        raise Wrong("The worker had left in that month.")
    warnings, total = [], change.basic + change.housing
    if total < limits.floors[facts.cohort] and not facts.government:
        warnings.append("The wage is below the least contributory wage.")
    if total > limits.ceilings[facts.cohort]:
        warnings.append("The wage is above the greatest contributory wage.")
    if 2 * total < facts.basic + facts.housing:
        warnings.append("The wage falls to less than half.")
    return warnings


def is_so_already(change: Change, facts: Facts) -> bool:
    """Whether that very wage is in force."""
    return change.basic == facts.basic and change.housing == facts.housing


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def _month(text: str, today: date) -> date:
    try:
        month = date.fromisoformat(f"{text.strip()}-01")
    except ValueError:
        raise Wrong("The month is written like 2026-11.") from None
    first = today.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    if not first <= month <= following:
        raise Wrong("A wage changes from the current month or the next.")
    return month


def _amount(text: str, least: Decimal) -> Decimal:
    try:
        amount = Decimal(text.strip())
    except InvalidOperation:
        raise Wrong("The amount is not a number.") from None
    if amount != amount.quantize(Decimal("0.01")) or not least <= amount <= MOST:
        raise Wrong("The amount is out of bounds.")
    return amount
