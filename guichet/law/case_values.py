"""Values of a case as a lawyer writes them: read exactly, compared, and told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


class CaseError(ValueError):
    """A case that cannot be worked: the sentence says why."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month as an outcome: compared with `2026-05`, told so."""

    first: date

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


def same(wanted: Any, got: Any, key: str) -> bool:
    """Whether what the case expects under a key is what the rule gave.

    Raises:
        CaseError: it is written as another kind of value.
    """
    if wanted is None or got is None:
        return wanted is got
    if isinstance(got, bool):
        if not isinstance(wanted, bool):
            raise CaseError(f"expected {key} must be true or false")
        return wanted == got
    if isinstance(got, Month):
        return read_month(wanted, f"expected {key}") == got.first
    if isinstance(got, date):
        return read_date(wanted, f"expected {key}") == got
    if isinstance(got, list):
        return _same_list(wanted, got, key)
    if isinstance(got, str):
        return bool(wanted == got)
    return read_decimal(wanted, f"expected {key}") == Decimal(got)


def _same_list(wanted: Any, got: list[Any], key: str) -> bool:
    if not isinstance(wanted, list):
        raise CaseError(f"expected {key} must be a list")
    pairs = zip(wanted, got, strict=False)
    return len(wanted) == len(got) and all(same(w, g, f"{key} item") for w, g in pairs)


def show(value: Any) -> str:
    """A value as a lawyer writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "nothing" if value is None else str(value)


def read_decimal(raw: Any, what: str) -> Decimal:
    """An exact number; a YAML float is refused, because it is no longer what was written.

    Raises:
        CaseError: it is no number in quotes.
    """
    if isinstance(raw, bool | float) or not isinstance(raw, str | int):
        raise CaseError(f"{what}: write the number in quotes, found {raw!r}")
    try:
        number = Decimal(raw)
    except InvalidOperation:
        raise CaseError(f"{what} is not a number: {raw!r}") from None
    if not number.is_finite():
        raise CaseError(f"{what} is not a number: {raw!r}")
    return number


def read_date(raw: Any, what: str) -> date:
    """A day: 2026-03-31.

    Raises:
        CaseError: it is no day.
    """
    if type(raw) is date:
        return raw
    try:
        return date.fromisoformat(raw)
    except (TypeError, ValueError):
        raise CaseError(f"{what} is not a day (YYYY-MM-DD): {raw!r}") from None


def read_month(raw: Any, what: str) -> date:
    """A month: 2026-03, kept as its first day."""
    if isinstance(raw, str) and _MONTH.fullmatch(raw):
        raw = f"{raw}-01"
    return read_date(raw, what).replace(day=1)
