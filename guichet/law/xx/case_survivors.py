"""The rules on survivors that a case of the country may name.

- ``survivor``: date, relation, born; student, disabled, married, dependent. Gives entitled, until.
- ``shares``: date, pension, members. Gives total, shares.
- ``death``: date, months, average. Gives entitled, pension.
- ``funeral``: date, pension, members. Gives grant, shares.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from guichet.law.awards import Kind, one
from guichet.law.case_values import CaseError, read_date, read_decimal
from guichet.law.plain_cases import CaseRule
from guichet.law.xx import parameters
from guichet.law.xx.country import COUNTRY
from guichet.law.xx.survivors import DEATH, FUNERAL, MEMBER, SHARES
from guichet.lib.months import PARTS

Inputs = Mapping[str, Any]
_FLAGS = ("student", "disabled", "married", "dependent")
_MINOR = COUNTRY.locale.currency.minor


def _worked(kind: Kind, row: dict[str, Any]) -> dict[str, Any]:
    return one(kind, row, parameters())


def _need(inputs: Inputs, key: str) -> Any:
    if inputs.get(key) is None:
        raise CaseError(f"the input {key} is missing")
    return inputs[key]


def _minor(inputs: Inputs, key: str) -> int:
    return int(read_decimal(_need(inputs, key), key) * _MINOR)


def _whole(minor: int) -> Decimal:
    return Decimal(minor) / _MINOR


def _survivor(inputs: Inputs) -> dict[str, Any]:
    row = {
        "on": read_date(_need(inputs, "date"), "date"),
        "relation": str(_need(inputs, "relation")),
        "born": read_date(_need(inputs, "born"), "born"),
        **{name: bool(inputs.get(name, False)) for name in _FLAGS},
    }
    found = _worked(MEMBER, row)
    return {"entitled": found["entitled"], "until": found["until"]}


def _shared(inputs: Inputs, kind: Kind, total: str) -> dict[str, Any]:
    row = {
        "on": read_date(_need(inputs, "date"), "date"),
        "pension": _minor(inputs, "pension"),
        "members": int(_need(inputs, "members")),
    }
    found = _worked(kind, row)
    return {total: _whole(found[total]), "shares": [_whole(one) for one in found["shares"]]}


def _death(inputs: Inputs) -> dict[str, Any]:
    months = int(_need(inputs, "months")) * PARTS
    row = {
        "on": read_date(_need(inputs, "date"), "date"),
        "months": months,
        "wage_sum": _minor(inputs, "average") * months,
        "wage_months": months,
    }
    found = _worked(DEATH, row)
    return {"entitled": found["entitled"], "pension": _whole(found["base"])}


SURVIVORS = {
    "survivor": CaseRule(frozenset({"date", "relation", "born", *_FLAGS}), _survivor),
    "shares": CaseRule(
        frozenset({"date", "pension", "members"}), lambda i: _shared(i, SHARES, "total")
    ),
    "death": CaseRule(frozenset({"date", "months", "average"}), _death),
    "funeral": CaseRule(
        frozenset({"date", "pension", "members"}), lambda i: _shared(i, FUNERAL, "grant")
    ),
}
