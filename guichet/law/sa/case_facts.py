"""Reading the facts of a benefit from an acceptance case, and working one row of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from guichet.law.awards import one
from guichet.law.case_values import CaseError, read_date, read_decimal
from guichet.law.sa import parameters
from guichet.law.sa.benefits import BENEFITS
from guichet.law.sa.case_inputs import Inputs, halalas, need, riyals, whole
from guichet.lib.months import PARTS


def worked(kind: str, **row: Any) -> dict[str, Any]:
    """One row of a kind, worked; inputs that were left out are left out."""
    given = {name: value for name, value in row.items() if value is not None}
    return one(BENEFITS.kind(kind), given, parameters())


def day_of(inputs: Inputs, key: str, number: str) -> date:
    """The day of the numbers; a case without one means the law as it stands."""
    return read_date(inputs[key], key) if key in inputs else parameters().latest(number)


def parts(raw: Any, what: str) -> int:
    """Months, whole or with a fraction, in parts of months.

    Raises:
        CaseError: days make no such number of months.
    """
    number = read_decimal(raw, what) * PARTS
    if number != number.to_integral_value() or number < 0:
        raise CaseError(f"{what} is no number of months that days can make: {raw!r}")
    return int(number)


def some_parts(inputs: Inputs, key: str) -> int | None:
    """Months, if given."""
    return parts(inputs[key], key) if key in inputs else None


def some_halalas(inputs: Inputs, key: str) -> int | None:
    """An amount, if given."""
    return halalas(inputs[key], key) if key in inputs else None


def some_whole(inputs: Inputs, key: str) -> int | None:
    """A whole number, if given."""
    return whole(inputs[key], key) if key in inputs else None


def ratio(raw: Any, what: str) -> tuple[int, int]:
    """A mean in riyals, exact, as halalas over months.

    Raises:
        CaseError: it is negative.
    """
    number = read_decimal(raw, what) * 100
    if number < 0:
        raise CaseError(f"{what} is negative: {raw!r}")
    return number.as_integer_ratio()


def mean(inputs: Inputs, key: str, wages: str, most: int) -> dict[str, int]:
    """The mean wage, given as such or as wages: {wage: months} or a list, of at most so many months
    (R11: fewer are their own mean).

    Raises:
        CaseError: both or neither are given, or the wages hold no such number of months.
    """
    if (key in inputs) == (wages in inputs):
        raise CaseError(f"give one of {key}, {wages}")
    if key in inputs:
        up, down = ratio(inputs[key], key)
        return {"wage_sum": up, "wage_months": down}
    given = inputs[wages]
    if isinstance(given, list):
        counted = [(wage, 1) for wage in given]
    elif isinstance(given, dict):
        counted = [(wage, whole(number, f"{wages} {wage}")) for wage, number in given.items()]
    else:
        raise CaseError(f"{wages} must map wages to months, or list them")
    months = sum(number for _, number in counted)
    if not 0 < months <= most:
        raise CaseError(f"{wages} holds {months} months, not 1 to {most}")
    return {
        "wage_sum": sum(halalas(wage, wages) * number for wage, number in counted),
        "wage_months": months,
    }


def members_of(inputs: Inputs, key: str = "members") -> int:
    """How many people share."""
    return whole(need(inputs, key), key)


def sums(amounts: list[int]) -> list[Any]:
    """Amounts of a list in riyals."""
    return [riyals(amount) for amount in amounts]


def every_row(inputs: Inputs, width: int, holds: Callable[[list[Any]], bool]) -> dict[str, Any]:
    """`rows`, each judged by itself; `wrong` counts those that do not hold, from 1.

    Raises:
        CaseError: the rows are no list of lists of that width.
    """
    rows = need(inputs, "rows")
    if (
        not isinstance(rows, list)
        or not rows
        or any(not isinstance(r, list) or len(r) != width for r in rows)
    ):
        raise CaseError(f"rows must be a list of lists of {width}")
    wrong = [place for place, row in enumerate(rows, 1) if not holds(row)]
    return {"ok": not wrong, "wrong": wrong}


def months_out(found: int) -> Any:
    """Parts of months as the exact months a case compares."""
    return read_decimal(str(found), "months") / PARTS
