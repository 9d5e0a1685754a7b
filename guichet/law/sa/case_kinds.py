"""Every kind of benefit as a rule of an acceptance case, by the names of its own columns; `date`
stands for `on`, `average` for a mean wage.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from guichet.law.awards import Kind
from guichet.law.case_values import CaseError, read_date, read_decimal
from guichet.law.sa.benefits import BENEFITS
from guichet.law.sa.case_facts import parts, ratio, worked
from guichet.law.sa.case_inputs import Inputs, flag, halalas, need, riyals, scaled, whole
from guichet.law.steps import Unit, months_told

_MILLION = 1_000_000
_MEAN = ("wage_sum", "wage_months")


def _read(inputs: Inputs, key: str, unit: Unit) -> Any:
    raw = inputs[key]
    if unit is Unit.YES:
        return flag(inputs, key)
    if unit is Unit.RATES:
        if not isinstance(raw, list):
            raise CaseError(f"{key} must be a list")
        return [f"{read_decimal(item, key):f}" for item in raw]
    readers: dict[Unit, Callable[[], Any]] = {
        Unit.MONEY: lambda: halalas(raw, key),
        Unit.MONTHS: lambda: parts(raw, key),
        Unit.SHARE: lambda: scaled(raw, key, _MILLION),
        Unit.DAY: lambda: read_date(raw, key),
        Unit.WORD: lambda: str(raw),
    }
    return readers.get(unit, lambda: whole(raw, key))()


def _told(value: Any, unit: Unit) -> Any:
    if value is None:
        return None
    if unit is Unit.MONEY:
        return riyals(value)
    if unit is Unit.SUMS:
        return [riyals(item) for item in value]
    if unit is Unit.SHARE:
        return Decimal(value) / _MILLION
    if unit is Unit.MONTHS:
        months = Fraction(months_told(value))
        return Decimal(months.numerator) / Decimal(months.denominator)
    return value


def rule_of(kind: Kind) -> tuple[tuple[str, ...], Callable[[Inputs], dict[str, Any]]]:
    """The inputs a case may give and how it is worked."""
    names = {("date" if name == kind.day else name): name for name in kind.needs}
    mean = ("average",) if set(_MEAN) <= set(kind.needs) and "average" not in kind.needs else ()

    def run(inputs: Inputs) -> dict[str, Any]:
        row = {
            name: _read(inputs, told, kind.needs[name].unit)
            for told, name in names.items()
            if told in inputs
        }
        if mean and "average" in inputs:
            row |= dict(zip(_MEAN, ratio(inputs["average"], "average"), strict=True))
        for told, name in names.items():
            if kind.needs[name].needed and name not in row:
                need(inputs, told)
        got = worked(kind.name, **row)
        return {name: _told(got[name], unit) for name, unit in kind.gives.items()}

    return (*names, *mean), run


KINDS = {name: rule_of(kind) for name, kind in BENEFITS.kinds.items()}
