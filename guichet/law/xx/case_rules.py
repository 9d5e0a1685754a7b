"""The rules a case may name: those of any country, the country's benefits for those out of work,
the disabled and mothers, and its survivors' (`case_survivors`).

- ``unemployment``: date, average; months_used, window_from. Gives months, first, next, total,
  payable_till.
- ``unemployment_right``: date, months; days_since_leaving, reason, normal_age_on. Gives entitled.
- ``returned``: date, months, average. Gives amount.
- ``disability``: date, months, average; helper, in_service. Gives entitled, pension, helper.
- ``maternity``: birth, months, average; sick_child, in_service, pregnancy_months. Gives entitled,
  months, monthly, total, first_month, last_month.
- ``injury_notice``: date, told_on. Gives told_by, employer_by, late, paid_from.
- ``injury_allowance``: from, to, wage. Gives days, amount.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from guichet.law.awards import one
from guichet.law.case_values import read_date, read_decimal
from guichet.law.plain_cases import CaseRule, optional_date, rules
from guichet.law.xx import disability, injuries, maternity, parameters, returned, unemployment
from guichet.law.xx.case_survivors import SURVIVORS
from guichet.law.xx.country import COUNTRY
from guichet.lib.months import PARTS

_MINOR = COUNTRY.locale.currency.minor
_MONEY = ("first", "next", "total")


def _benefit(inputs: Mapping[str, Any]) -> dict[str, Any]:
    row = {
        "on": read_date(inputs["date"], "date"),
        "wage_sum": int(read_decimal(inputs["average"], "average") * _MINOR),
        "wage_months": 1,
        "months_used": int(inputs.get("months_used", 0)),
        "window_from": optional_date(inputs, "window_from"),
    }
    found = one(unemployment.BENEFIT, row, parameters())
    amounts = {name: Decimal(found[name]) / _MINOR for name in _MONEY}
    return amounts | {name: found[name] for name in ("months", "payable_till")}


def _right(inputs: Mapping[str, Any]) -> dict[str, Any]:
    row = {
        "on": read_date(inputs["date"], "date"),
        "months": int(read_decimal(inputs["months"], "months") * PARTS),
        "days_since_leaving": inputs.get("days_since_leaving"),
        "reason": inputs.get("reason"),
        "reached": optional_date(inputs, "normal_age_on"),
    }
    return {"entitled": one(unemployment.RIGHT, row, parameters())["entitled"]}


def _returned(inputs: Mapping[str, Any]) -> dict[str, Any]:
    row = {
        "on": read_date(inputs["date"], "date"),
        "months": int(read_decimal(inputs["months"], "months") * PARTS),
        "wage_sum": int(read_decimal(inputs["average"], "average") * _MINOR),
        "wage_months": 1,
    }
    return {"amount": Decimal(one(returned.RETURNED, row, parameters())["amount"]) / _MINOR}


def _maternity(inputs: Mapping[str, Any]) -> dict[str, Any]:
    row = {
        "on": read_date(inputs["birth"], "birth"),
        "qualifying_months": int(read_decimal(inputs["months"], "months") * PARTS),
        "wage_sum": int(read_decimal(inputs["average"], "average") * _MINOR),
        "wage_months": 1,
        "sick_child": bool(inputs.get("sick_child", False)),
        "in_service": bool(inputs.get("in_service", True)),
        "pregnancy_months": inputs.get("pregnancy_months"),
    }
    found = one(maternity.MATERNITY, row, parameters())
    amounts = {name: Decimal(found[name]) / _MINOR for name in ("monthly", "total")}
    return amounts | {n: found[n] for n in ("entitled", "months", "first_month", "last_month")}


def _disability(inputs: Mapping[str, Any]) -> dict[str, Any]:
    row = {
        "on": read_date(inputs["date"], "date"),
        "months": int(read_decimal(inputs["months"], "months") * PARTS),
        "wage_sum": int(read_decimal(inputs["average"], "average") * _MINOR),
        "wage_months": 1,
        "helper_needed": bool(inputs.get("helper", False)),
        "in_service": bool(inputs.get("in_service", True)),
    }
    found = one(disability.DISABILITY, row, parameters())
    amounts = {name: Decimal(found[name]) / _MINOR for name in ("pension", "helper")}
    return amounts | {"entitled": found["entitled"]}


def _injury_notice(inputs: Mapping[str, Any]) -> dict[str, Any]:
    row = {
        "on": read_date(inputs["date"], "date"),
        "told_on": read_date(inputs["told_on"], "told_on"),
    }
    found = one(injuries.NOTICE, row, parameters())
    return {name: found[name] for name in injuries.NOTICE.gives}


def _injury_allowance(inputs: Mapping[str, Any]) -> dict[str, Any]:
    row = {
        "on": read_date(inputs["from"], "from"),
        "until": read_date(inputs["to"], "to"),
        "wage": int(read_decimal(inputs["wage"], "wage") * _MINOR),
    }
    found = one(injuries.ALLOWANCE, row, parameters())
    return {"days": found["days"], "amount": Decimal(found["amount"]) / _MINOR}


RULES = (
    rules(COUNTRY)
    | SURVIVORS
    | {
        "unemployment": CaseRule(
            frozenset({"date", "average", "months_used", "window_from"}), _benefit
        ),
        "unemployment_right": CaseRule(
            frozenset({"date", "months", "days_since_leaving", "reason", "normal_age_on"}), _right
        ),
        "injury_notice": CaseRule(frozenset({"date", "told_on"}), _injury_notice),
        "injury_allowance": CaseRule(frozenset({"from", "to", "wage"}), _injury_allowance),
        "returned": CaseRule(frozenset({"date", "months", "average"}), _returned),
        "disability": CaseRule(
            frozenset({"date", "months", "average", "helper", "in_service"}), _disability
        ),
        "maternity": CaseRule(
            frozenset(
                {"birth", "months", "average", "sick_child", "in_service", "pregnancy_months"}
            ),
            _maternity,
        ),
    }
)
