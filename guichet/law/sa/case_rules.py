"""The rules a Saudi acceptance case may name, in the words of the case files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from guichet.law.cases import CaseError, read_date, read_decimal, read_month
from guichet.law.sa.contributions import (
    COHORTS,
    allowed_bands,
    assess,
    assess_voluntary,
    late_penalty,
    limit_growth,
    with_joint_wage,
)
from guichet.law.sa.contributions.lateness import extended
from guichet.law.sa.deadlines import accepted_from, deadline
from guichet.lib.identifiers import iban_valid, national_id_valid

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
_WAGE_PARTS = (
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
_WHO = ("month", "group", "cohort")
_HOME_RATES = ("home_employer_rate", "home_employee_rate", "host_employer_rate")


@dataclass(frozen=True, slots=True)
class CaseRule:
    """A rule by its inputs and its computation."""

    inputs: frozenset[str]
    run: Callable[[Inputs], dict[str, Any]]


def _need(inputs: Inputs, key: str) -> Any:
    if key not in inputs:
        raise CaseError(f"input {key} is missing")
    return inputs[key]


def _halalas(raw: Any, what: str) -> int:
    amount = read_decimal(raw, what) * 100
    if amount != amount.to_integral_value() or amount < 0:
        raise CaseError(f"{what} is not an amount in riyals and halalas: {raw!r}")
    return int(amount)


def _riyals(halalas: int | None) -> Decimal | None:
    return None if halalas is None else Decimal(halalas).scaleb(-2)


def _scaled(raw: Any, what: str, by: int) -> int:
    number = read_decimal(raw, what) * by
    if number != number.to_integral_value() or number < 0:
        raise CaseError(f"{what} is negative or finer than one in {by}: {raw!r}")
    return int(number)


def _whole(raw: Any, what: str) -> int:
    return _scaled(raw, what, 1)


def _flag(inputs: Inputs, key: str, usual: bool = False) -> bool:
    raw = inputs.get(key, usual)
    if not isinstance(raw, bool):
        raise CaseError(f"{key} must be true or false: {raw!r}")
    return raw


def _optional_date(inputs: Inputs, key: str) -> date | None:
    return read_date(inputs[key], key) if inputs.get(key) is not None else None


def _days_of(inputs: Inputs, key: str) -> list[date]:
    raw = inputs.get(key) or []
    if not isinstance(raw, list):
        raise CaseError(f"{key} must be a list of days")
    return [read_date(day, key) for day in raw]


def _cohort(inputs: Inputs, usual: str | None = None) -> str:
    """Group `other` and `gcc` are cohorts of their own, whatever the Saudi cohort says."""
    group = inputs.get("group", "saudi")
    if group in ("other", "gcc"):
        return str(group)
    if group != "saudi":
        raise CaseError(f"group is saudi, other or gcc, not {group!r}")
    cohort = inputs.get("cohort", usual)
    if cohort not in COHORTS:
        raise CaseError(f"cohort is one of {', '.join(COHORTS)}, not {cohort!r}")
    return str(cohort)


def _engagement(inputs: Inputs, month: date, cohort: str) -> dict[str, Any]:
    """One row of the frame `assess` takes."""
    units = {"basic": "month", "daily_wage": "day", "hourly_wage": "hour"}
    paid = [key for key in units if key in inputs]
    if len(paid) != 1:
        raise CaseError("give one of basic, daily_wage, hourly_wage")
    if "commission" in inputs and "commission_avg_prev_year" in inputs:
        raise CaseError("give commission or commission_avg_prev_year, not both")
    commission = inputs.get("commission_avg_prev_year", inputs.get("commission", "0"))
    started, ended = _optional_date(inputs, "joined"), _optional_date(inputs, "left")
    if started and ended and ended < started:
        raise CaseError(f"left {ended} is before joined {started}")
    return {
        "month": month,
        "cohort": cohort,
        "basic": _halalas(inputs[paid[0]], paid[0]),
        "wage_unit": units[paid[0]],
        "housing": _halalas(inputs.get("housing", "0"), "housing"),
        "commission": _halalas(commission, "commission"),
        "housing_in_kind": _flag(inputs, "housing_in_kind"),
        "started_on": started,
        "ended_on": ended,
        "hazards_multiplier": _scaled(
            inputs.get("hazards_multiplier", "1"), "hazards_multiplier", 1000
        ),
        "government": _flag(inputs, "government"),
        "annuities_covered": _flag(inputs, "annuities_covered", usual=True),
        "saned_covered": _flag(inputs, "saned_covered", usual=True),
        "hazards_covered": _flag(inputs, "hazards_covered", usual=True),
    }


_SCHEMA = {"started_on": pl.Date, "ended_on": pl.Date}


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema_overrides=_SCHEMA)


def _outputs(row: Mapping[str, Any]) -> dict[str, Any]:
    amounts = {short: _riyals(row[name]) for short, name in SHORT_NAMES.items()}
    return amounts | {name: row[name] for name in _DAYS}


def _home_rates(inputs: Inputs) -> dict[str, int]:
    rates = {
        "home_employer_ppm": _need(inputs, "home_employer_rate"),
        "home_employee_ppm": _need(inputs, "home_employee_rate"),
    }
    if "host_employer_rate" in inputs:
        rates["host_employer_ppm"] = inputs["host_employer_rate"]
    return {name: _scaled(rate, name, 1_000_000) for name, rate in rates.items()}


def _contribution(inputs: Inputs) -> dict[str, Any]:
    month, cohort = read_month(_need(inputs, "month"), "month"), _cohort(inputs)
    row = _engagement(inputs, month, cohort)
    if cohort == "gcc":
        row |= _home_rates(inputs)
    elif any(key in inputs for key in _HOME_RATES):
        raise CaseError("home rates belong to group gcc")
    return _outputs(assess(_frame([row])).row(0, named=True))


def _gcc(inputs: Inputs) -> dict[str, Any]:
    """A GCC national: either `wage` alone or the parts of the wage."""
    parts = {key: value for key, value in inputs.items() if key != "wage"}
    if "wage" in inputs:
        parts["basic"] = inputs["wage"]
    row = _engagement(parts, read_month(_need(inputs, "month"), "month"), "gcc")
    out = _outputs(assess(_frame([row | _home_rates(inputs)])).row(0, named=True))
    return out | {"employer_extension": out["ann_r"], "employee_extension": out["ann_e"]}


def _multi_employer(inputs: Inputs) -> dict[str, Any]:
    """Employers by name, each with a wage or with the inputs of a contribution."""
    month, cohort = read_month(_need(inputs, "month"), "month"), _cohort(inputs)
    wages = _need(inputs, "wages")
    if not isinstance(wages, dict) or not wages:
        raise CaseError("wages must name the employers")
    if cohort == "gcc":
        raise CaseError("group gcc is not supported for several employers")
    rows = []
    for name, wage in wages.items():
        parts = wage if isinstance(wage, dict) else {"basic": wage}
        if unknown := [str(key) for key in parts if key not in _WAGE_PARTS]:
            raise CaseError(f"unsupported input {', '.join(unknown)} of employer {name}")
        rows.append({"person": "one", **_engagement(parts, month, cohort)})
    done = assess(with_joint_wage(_frame(rows))).rows(named=True)
    out: dict[str, Any] = {str(n): _outputs(row) for n, row in zip(wages, done, strict=True)}
    sums = {s: _riyals(sum(row[name] for row in done)) for s, name in SHORT_NAMES.items()}
    return sums | out


def _voluntary(inputs: Inputs) -> dict[str, Any]:
    month = read_month(_need(inputs, "month"), "month")
    income = _halalas(_need(inputs, "band_income"), "band_income")
    frame = pl.DataFrame({"month": [month], "band_income": [income]})
    row = assess_voluntary(frame).row(0, named=True)
    previous = inputs.get("previous_band_income")
    try:
        before = None if previous is None else _halalas(previous, "previous_band_income")
        open_bands = allowed_bands(before, month)
    except ValueError as error:
        raise CaseError(f"previous_band_income is no band: {error}") from error
    due = extended(row["due_on"], _days_of(inputs, "holidays")) if row["due_on"] else None
    return {
        "total": _riyals(row["total"]),
        "due": due,
        "band": row["band"],
        "accepted": income in open_bands,
    }


def _age50_cap(inputs: Inputs) -> dict[str, Any]:
    absence = inputs.get("full_years_of_absence", inputs.get("absence_years"))
    row = {
        "age_on_1_january": _whole(_need(inputs, "age_on_1_january"), "age_on_1_january"),
        "previous_registered": _halalas(_need(inputs, "previous_registered"), "previous"),
        "new_actual": _halalas(_need(inputs, "new_actual"), "new_actual"),
        "cohort": _cohort(inputs, usual="m33"),
        "government": _flag(inputs, "government"),
        "absence_years": None if absence is None else _whole(absence, "absence_years"),
    }
    on = read_month(inputs["month"], "month") if "month" in inputs else None
    frame = pl.DataFrame([row], schema_overrides={"absence_years": pl.Int64})
    return {"registered": _riyals(limit_growth(frame, on=on).item(0, "registered"))}


def _late(inputs: Inputs) -> dict[str, Any]:
    row = {
        "month": read_month(_need(inputs, "month"), "month"),
        "cohort": _cohort(inputs),
        "unpaid": _halalas(_need(inputs, "unpaid"), "unpaid"),
        "paid_on": read_date(_need(inputs, "paid"), "paid"),
    }
    late = late_penalty(pl.DataFrame([row]), holidays=_days_of(inputs, "holidays"))
    done = late.row(0, named=True)
    penalty = _riyals(done["penalty"])
    return {"months": done["late_months"], "penalty": penalty, "due": done["due_on"]}


def _deadline(inputs: Inputs) -> dict[str, Any]:
    event = _need(inputs, "event")
    on = read_date(_need(inputs, "date"), "date")
    informed = _optional_date(inputs, "employer_informed")
    found = deadline(str(event), on, employer_informed=informed)
    return {"employer_by": found.employer_by, "worker_by": found.worker_by}


def _backdating(inputs: Inputs) -> dict[str, Any]:
    found = accepted_from(
        read_date(_need(inputs, "requested"), "requested"),
        read_date(_need(inputs, "claimed_from"), "claimed_from"),
        cohort=_cohort(inputs, usual="m33"),
        government=_flag(inputs, "government"),
        self_declaring=_flag(inputs, "self_declaring"),
    )
    return {"accepted_from": found}


def _check_digits(valid: Callable[[str], bool]) -> Callable[[Inputs], dict[str, Any]]:
    """Lists of right and of wrong numbers, or one `number`; `ok` when all are judged so."""

    def run(inputs: Inputs) -> dict[str, Any]:
        for key in ("valid", "invalid"):
            if not isinstance(inputs.get(key, []), list):
                raise CaseError(f"{key} must be a list")
        if "number" in inputs:
            return {"valid": valid(str(inputs["number"]))}
        good = [valid(str(text)) for text in inputs.get("valid", [])]
        bad = [valid(str(text)) for text in inputs.get("invalid", [])]
        return {"ok": all(good) and not any(bad)}

    return run


RULES: dict[str, CaseRule] = {
    "contribution": CaseRule(frozenset((*_WHO, *_WAGE_PARTS, *_HOME_RATES)), _contribution),
    "multi_employer": CaseRule(frozenset((*_WHO, "wages")), _multi_employer),
    "gcc": CaseRule(frozenset(("month", "wage", *_WAGE_PARTS, *_HOME_RATES)), _gcc),
    "voluntary": CaseRule(
        frozenset(("month", "band_income", "previous_band_income", "holidays")), _voluntary
    ),
    "age50_cap": CaseRule(
        frozenset(
            (*_WHO, "age_on_1_january", "previous_registered", "new_actual", "government")
            + ("full_years_of_absence", "absence_years")
        ),
        _age50_cap,
    ),
    "late": CaseRule(frozenset((*_WHO, "unpaid", "paid", "holidays")), _late),
    "deadline": CaseRule(frozenset(("event", "date", "employer_informed")), _deadline),
    "backdating": CaseRule(
        frozenset(("requested", "claimed_from", "group", "cohort", "government", "self_declaring")),
        _backdating,
    ),
    "national_id": CaseRule(
        frozenset(("valid", "invalid", "number")), _check_digits(national_id_valid)
    ),
    "iban": CaseRule(frozenset(("valid", "invalid", "number")), _check_digits(iban_valid)),
}
