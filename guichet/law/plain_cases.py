"""Rules that a case of any country may name, asked of the port: a country without rules of its own
for cases needs no more.

- ``contribution``: month, cohort, wage; joined, left. Gives base, days, employee, employer, total
  and each share.
- ``due``: month; employees. Gives due.
- ``late``: month, cohort, unpaid, paid. Gives months, penalty, due.
- ``deadline``: event, date. Gives employer_by.
- ``cohort``: nationality; born, first_period. Gives cohort.
- ``person_number``: number. Gives valid.
- ``account_number``: number. Gives valid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from guichet.law.case_values import CaseError, read_date, read_decimal, read_month
from guichet.law.port import Country
from guichet.lib.text import plain_digits

Inputs = Mapping[str, Any]
_LATE = {"month": pl.Date, "cohort": pl.String, "unpaid": pl.Int64, "paid_on": pl.Date}
_SHARES = {
    "ann_e": "annuities_employee",
    "ann_r": "annuities_employer",
    "saned_e": "saned_employee",
    "saned_r": "saned_employer",
    "haz": "hazards_employer",
    "base": "wage",
    "employee": "employee",
    "employer": "employer",
    "total": "total",
}


@dataclass(frozen=True, slots=True)
class CaseRule:
    """A rule by its inputs and its computation."""

    inputs: frozenset[str]
    run: Callable[[Inputs], dict[str, Any]]


def rules(country: Country) -> dict[str, CaseRule]:
    """The rules of this module for a country."""
    asked = _Asked(country)
    return {
        "contribution": CaseRule(
            frozenset({"month", "cohort", "wage", "joined", "left"}), asked.contribution
        ),
        "due": CaseRule(frozenset({"month", "employees"}), asked.due),
        "late": CaseRule(frozenset({"month", "cohort", "unpaid", "paid"}), asked.late),
        "deadline": CaseRule(frozenset({"event", "date"}), asked.deadline),
        "cohort": CaseRule(frozenset({"nationality", "born", "first_period"}), asked.cohort),
        "person_number": CaseRule(frozenset({"number"}), asked.person_number),
        "account_number": CaseRule(frozenset({"number"}), asked.account_number),
    }


@dataclass(frozen=True, slots=True)
class _Asked:
    country: Country

    def contribution(self, inputs: Inputs) -> dict[str, Any]:
        row = {
            "month": read_month(_need(inputs, "month"), "month"),
            "cohort": str(_need(inputs, "cohort")),
            "basic": self._minor(inputs, "wage"),
            "started_on": optional_date(inputs, "joined"),
            "ended_on": optional_date(inputs, "left"),
        }
        kinds = {"started_on": pl.Date, "ended_on": pl.Date}
        done = self.country.contributions.assess(pl.DataFrame([row], schema_overrides=kinds))
        found = done.row(0, named=True)
        amounts = {short: self._whole(found[name]) for short, name in _SHARES.items()}
        return amounts | {"days": found["days"]}

    def due(self, inputs: Inputs) -> dict[str, Any]:
        month = read_month(_need(inputs, "month"), "month")
        employees = int(read_decimal(inputs.get("employees", 0), "employees"))
        return {
            "due": self.country.contributions.due_date(
                month, self.country.holidays, employees=employees
            )
        }

    def late(self, inputs: Inputs) -> dict[str, Any]:
        row = {
            "month": read_month(_need(inputs, "month"), "month"),
            "cohort": str(_need(inputs, "cohort")),
            "unpaid": self._minor(inputs, "unpaid"),
            "paid_on": read_date(_need(inputs, "paid"), "paid"),
        }
        found = self.country.contributions.late_penalty(pl.DataFrame([row], schema=_LATE)).row(
            0, named=True
        )
        return {
            "months": found["late_months"],
            "penalty": self._whole(found["penalty"]),
            "due": found["due_on"],
        }

    def deadline(self, inputs: Inputs) -> dict[str, Any]:
        on = read_date(_need(inputs, "date"), "date")
        return {
            "employer_by": self.country.deadlines.deadline(
                str(_need(inputs, "event")), on
            ).employer_by
        }

    def cohort(self, inputs: Inputs) -> dict[str, Any]:
        row = {
            "nationality": str(_need(inputs, "nationality")),
            "born": optional_date(inputs, "born"),
            "first_period": optional_date(inputs, "first_period"),
        }
        people = pl.DataFrame([row], schema_overrides={"born": pl.Date, "first_period": pl.Date})
        cohort = self.country.cohorts.cohorts_of(people)["cohort"][0]
        return {name: name == cohort for name in self.country.cohorts.COHORTS}

    def person_number(self, inputs: Inputs) -> dict[str, Any]:
        return {"valid": self.country.locale.persons.valid(_number(inputs))}

    def account_number(self, inputs: Inputs) -> dict[str, Any]:
        return {"valid": self.country.locale.accounts.valid(_number(inputs))}

    def _minor(self, inputs: Inputs, key: str) -> int:
        minor = read_decimal(_need(inputs, key), key) * self.country.locale.currency.minor
        if minor != int(minor) or minor < 0:
            raise CaseError(f"{key} is no amount of this currency: {inputs[key]!r}")
        return int(minor)

    def _whole(self, minor: int) -> Decimal:
        return Decimal(minor) / self.country.locale.currency.minor


def _need(inputs: Inputs, key: str) -> Any:
    if inputs.get(key) is None:
        raise CaseError(f"the input {key} is missing")
    return inputs[key]


def optional_date(inputs: Inputs, key: str) -> date | None:
    """A day, if given."""
    return read_date(inputs[key], key) if inputs.get(key) is not None else None


def _number(inputs: Inputs) -> str:
    return plain_digits(str(_need(inputs, "number")))
