"""Reading the inputs of a Saudi acceptance case, in the words of the case files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from guichet.law.case_values import CaseError, read_date, read_decimal
from guichet.law.plain_cases import optional_date
from guichet.law.sa.contributions import COHORTS

Inputs = Mapping[str, Any]

SHORT_NAMES = {
    "ann_e": "annuities_employee",
    "ann_r": "annuities_employer",
    "saned_e": "saned_employee",
    "saned_r": "saned_employer",
    "haz": "hazards_employer",
    "wage": "wage",
    "employee": "employee",
    "employer": "employer",
    "total": "total",
}
_DAYS = ("days", "days_in_month")
WAGE_PARTS = (
    "basic",
    "housing",
    "commission",
    "commission_avg_prev_year",
    "housing_in_kind",
    "daily_wage",
    "hourly_wage",
    "joined",
    "left",
    "hazards_multiplier",
    "government",
    "annuities_covered",
    "saned_covered",
    "hazards_covered",
)
_MOST = 10**15  # ten thousand milliards of riyals: above it nothing was meant
WHO = ("month", "group", "cohort")
HOME_RATES = ("home_employer_rate", "home_employee_rate", "host_employer_rate")


def need(inputs: Inputs, key: str) -> Any:
    """An input the rule cannot do without.

    Raises:
        CaseError: it is missing.
    """
    if key not in inputs:
        raise CaseError(f"input {key} is missing")
    return inputs[key]


def halalas(raw: Any, what: str) -> int:
    """Riyals as written, in halalas.

    Raises:
        CaseError: it is no amount in riyals and halalas.
    """
    amount = read_decimal(raw, what) * 100
    if amount != amount.to_integral_value() or not 0 <= amount <= _MOST:
        raise CaseError(f"{what} is not an amount in riyals and halalas: {raw!r}")
    return int(amount)


def riyals(amount: int | None) -> Decimal | None:
    """Halalas as riyals."""
    return None if amount is None else Decimal(amount).scaleb(-2)


def scaled(raw: Any, what: str, by: int) -> int:
    """An exact number in whole parts.

    Raises:
        CaseError: it is negative, or finer than a part.
    """
    number = read_decimal(raw, what) * by
    if number != number.to_integral_value() or number < 0:
        raise CaseError(f"{what} is negative or finer than one in {by}: {raw!r}")
    return int(number)


def whole(raw: Any, what: str) -> int:
    """A whole number."""
    return scaled(raw, what, 1)


def flag(inputs: Inputs, key: str, usual: bool = False) -> bool:
    """True or false.

    Raises:
        CaseError: it is neither.
    """
    raw = inputs.get(key, usual)
    if not isinstance(raw, bool):
        raise CaseError(f"{key} must be true or false: {raw!r}")
    return raw


def days_of(inputs: Inputs, key: str) -> list[date]:
    """A list of days, if given.

    Raises:
        CaseError: it is no list, or holds what is no day.
    """
    raw = inputs.get(key) or []
    if not isinstance(raw, list):
        raise CaseError(f"{key} must be a list of days")
    return [read_date(day, key) for day in raw]


def cohort_of(inputs: Inputs, usual: str | None = None) -> str:
    """Group `other` and `gcc` are cohorts of their own, whatever the Saudi cohort says.

    Raises:
        CaseError: there is no such group or cohort.
    """
    group = inputs.get("group", "saudi")
    if group in ("other", "gcc"):
        return str(group)
    if group != "saudi":
        raise CaseError(f"group is saudi, other or gcc, not {group!r}")
    cohort = inputs.get("cohort", usual)
    if cohort not in COHORTS:
        raise CaseError(f"cohort is one of {', '.join(COHORTS)}, not {cohort!r}")
    return str(cohort)


def engagement(inputs: Inputs, month: date, cohort: str) -> dict[str, Any]:
    """One row of the frame `assess` takes.

    Raises:
        CaseError: the wage is given in no way or in several, or it ends before it begins.
    """
    units = {"basic": "month", "daily_wage": "day", "hourly_wage": "hour"}
    paid = [key for key in units if key in inputs]
    if len(paid) != 1:
        raise CaseError("give one of basic, daily_wage, hourly_wage")
    if "commission" in inputs and "commission_avg_prev_year" in inputs:
        raise CaseError("give commission or commission_avg_prev_year, not both")
    commission = inputs.get("commission_avg_prev_year", inputs.get("commission", "0"))
    started, ended = optional_date(inputs, "joined"), optional_date(inputs, "left")
    if started and ended and ended < started:
        raise CaseError(f"left {ended} is before joined {started}")
    return {
        "month": month,
        "cohort": cohort,
        "basic": halalas(inputs[paid[0]], paid[0]),
        "wage_unit": units[paid[0]],
        "housing": halalas(inputs.get("housing", "0"), "housing"),
        "commission": halalas(commission, "commission"),
        "housing_in_kind": flag(inputs, "housing_in_kind"),
        "started_on": started,
        "ended_on": ended,
        "hazards_multiplier": scaled(
            inputs.get("hazards_multiplier", "1"), "hazards_multiplier", 1000
        ),
        "government": flag(inputs, "government"),
        "annuities_covered": flag(inputs, "annuities_covered", usual=True),
        "saned_covered": flag(inputs, "saned_covered", usual=True),
        "hazards_covered": flag(inputs, "hazards_covered", usual=True),
    }


_SCHEMA = {"started_on": pl.Date, "ended_on": pl.Date}


def frame_of(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows as a frame with the right types."""
    return pl.DataFrame(rows, schema_overrides=_SCHEMA)


def outputs(row: Mapping[str, Any]) -> dict[str, Any]:
    """An assessed row by the short names of the cases."""
    amounts = {short: riyals(row[name]) for short, name in SHORT_NAMES.items()}
    return amounts | {name: row[name] for name in _DAYS}


def home_rates(inputs: Inputs) -> dict[str, int]:
    """A GCC national's rates in millionths."""
    rates = {
        "home_employer_ppm": need(inputs, "home_employer_rate"),
        "home_employee_ppm": need(inputs, "home_employee_rate"),
    }
    if "host_employer_rate" in inputs:
        rates["host_employer_ppm"] = inputs["host_employer_rate"]
    return {name: scaled(rate, name, 1_000_000) for name, rate in rates.items()}
