"""The rules a Saudi acceptance case may name, in the words of the case files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from guichet.law.case_values import CaseError, read_date, read_month
from guichet.law.plain_cases import CaseRule, optional_date
from guichet.law.sa.case_inputs import (
    HOME_RATES,
    SHORT_NAMES,
    WAGE_PARTS,
    WHO,
    Inputs,
    cohort_of,
    days_of,
    engagement,
    flag,
    frame_of,
    halalas,
    home_rates,
    need,
    outputs,
    riyals,
    whole,
)
from guichet.law.sa.case_kinds import KINDS
from guichet.law.sa.case_pensions import PENSIONS
from guichet.law.sa.case_spans import SPANS
from guichet.law.sa.case_survivors import SURVIVORS
from guichet.law.sa.contributions import (
    allowed_bands,
    assess,
    assess_voluntary,
    late_penalty,
    limit_growth,
    with_joint_wage,
)
from guichet.law.sa.contributions.instalments import schedule, terms
from guichet.law.sa.contributions.lateness import extended
from guichet.law.sa.country import COUNTRY
from guichet.law.sa.deadlines import accepted_from, deadline
from guichet.law.sa.identifiers import IBANS, national_id_valid
from guichet.lib.text import plain_digits

EVENT_NAMES = {  # what a lawyer may call an event, beside its own name
    "registration": "establishment",
    "establishment_registration": "establishment",
    "register_establishment": "establishment",
    "establishment_data_change": "establishment_change",
    "change_of_data": "data_change",
    "work_injury": "injury",
    "emergency": "emergency_treatment",
}


def _contribution(inputs: Inputs) -> dict[str, Any]:
    month, cohort = read_month(need(inputs, "month"), "month"), cohort_of(inputs)
    row = engagement(inputs, month, cohort)
    if cohort == "gcc":
        row |= home_rates(inputs)
    elif any(key in inputs for key in HOME_RATES):
        raise CaseError("home rates belong to group gcc")
    return outputs(assess(frame_of([row])).row(0, named=True))


def _gcc(inputs: Inputs) -> dict[str, Any]:
    """A GCC national: either `wage` alone or the parts of the wage."""
    if inputs.get("group", "gcc") != "gcc":
        raise CaseError("the rule gcc is for group gcc")
    parts = {key: value for key, value in inputs.items() if key != "wage"}
    if "wage" in inputs:
        parts["basic"] = inputs["wage"]
    row = engagement(parts, read_month(need(inputs, "month"), "month"), "gcc")
    out = outputs(assess(frame_of([row | home_rates(inputs)])).row(0, named=True))
    return out | {"employer_extension": out["ann_r"], "employee_extension": out["ann_e"]}


def _multi_employer(inputs: Inputs) -> dict[str, Any]:
    """Employers by name, each with a wage or with the inputs of a contribution."""
    month, cohort = read_month(need(inputs, "month"), "month"), cohort_of(inputs)
    wages = need(inputs, "wages")
    if not isinstance(wages, dict) or not wages:
        raise CaseError("wages must name the employers")
    if cohort == "gcc":
        raise CaseError("group gcc is not supported for several employers")
    rows = []
    for name, wage in wages.items():
        parts = wage if isinstance(wage, dict) else {"basic": wage}
        if unknown := [str(key) for key in parts if key not in WAGE_PARTS]:
            raise CaseError(f"unsupported input {', '.join(unknown)} of employer {name}")
        rows.append({"person": "one", **engagement(parts, month, cohort)})
    done = assess(with_joint_wage(frame_of(rows))).rows(named=True)
    out: dict[str, Any] = {str(n): outputs(row) for n, row in zip(wages, done, strict=True)}
    sums = {s: riyals(sum(row[name] for row in done)) for s, name in SHORT_NAMES.items()}
    return sums | out


def _voluntary(inputs: Inputs) -> dict[str, Any]:
    month = read_month(need(inputs, "month"), "month")
    income = halalas(need(inputs, "band_income"), "band_income")
    frame = pl.DataFrame(
        {"month": [month], "band_income": [income]},
        schema={"month": pl.Date, "band_income": pl.Int64},
    )
    row = assess_voluntary(frame).row(0, named=True)
    previous = inputs.get("previous_band_income")
    try:
        before = None if previous is None else halalas(previous, "previous_band_income")
        open_bands = allowed_bands(before, month)
    except ValueError as error:
        raise CaseError(f"previous_band_income is no band: {error}") from error
    due = extended(row["due_on"], days_of(inputs, "holidays")) if row["due_on"] else None
    return {
        "total": riyals(row["total"]),
        "due": due,
        "band": row["band"],
        "accepted": income in open_bands,
    }


def _age50_cap(inputs: Inputs) -> dict[str, Any]:
    absence = inputs.get("full_years_of_absence", inputs.get("absence_years"))
    row = {
        "age_on_1_january": whole(need(inputs, "age_on_1_january"), "age_on_1_january"),
        "previous_registered": halalas(need(inputs, "previous_registered"), "previous"),
        "new_actual": halalas(need(inputs, "new_actual"), "new_actual"),
        "cohort": cohort_of(inputs, usual="m33"),
        "government": flag(inputs, "government"),
        "absence_years": None if absence is None else whole(absence, "absence_years"),
    }
    on = read_month(inputs["month"], "month") if "month" in inputs else None
    frame = pl.DataFrame([row], schema_overrides={"absence_years": pl.Int64})
    return {"registered": riyals(limit_growth(frame, on=on).item(0, "registered"))}


_LATE = {"month": pl.Date, "cohort": pl.String, "unpaid": pl.Int64, "paid_on": pl.Date}


def _late(inputs: Inputs) -> dict[str, Any]:
    row = {
        "month": read_month(need(inputs, "month"), "month"),
        "cohort": cohort_of(inputs),
        "unpaid": halalas(need(inputs, "unpaid"), "unpaid"),
        "paid_on": read_date(need(inputs, "paid"), "paid"),
    }
    late = late_penalty(pl.DataFrame([row], schema=_LATE), holidays=days_of(inputs, "holidays"))
    done = late.row(0, named=True)
    penalty = riyals(done["penalty"])
    return {"months": done["late_months"], "penalty": penalty, "due": done["due_on"]}


def _waiver(inputs: Inputs) -> dict[str, Any]:
    penalty = halalas(need(inputs, "penalty"), "penalty")
    delay = whole(need(inputs, "delay_days"), "delay_days")
    on = read_date(need(inputs, "date"), "date")
    amount = pl.select(COUNTRY.relief.waivable(pl.lit(penalty), pl.lit(delay), on)).item()
    return {"waived": riyals(amount)}


def _instalments(inputs: Inputs) -> dict[str, Any]:
    offered = terms(read_date(need(inputs, "date"), "date"))
    debt, count = halalas(need(inputs, "debt"), "debt"), whole(need(inputs, "count"), "count")
    if debt < offered.least_debt or not 1 < count <= offered.most:
        return {"possible": False, "by_staff": False}
    asked = {"position": [0], "debt": [debt], "count": [count]}
    parts = schedule(pl.DataFrame(asked, schema=dict.fromkeys(asked, pl.Int64)), offered)
    return {
        "possible": True,
        "by_staff": debt > offered.staff_above,
        "first": riyals(parts["amount"][0]),
        "first_by": parts["due_on"][0],
        "last": riyals(parts["amount"][-1]),
        "last_by": parts["due_on"][-1],
    }


def _deadline(inputs: Inputs) -> dict[str, Any]:
    event = str(need(inputs, "event"))
    on = read_date(need(inputs, "date"), "date")
    informed = optional_date(inputs, "employer_informed")
    found = deadline(EVENT_NAMES.get(event, event), on, employer_informed=informed)
    return {"employer_by": found.employer_by, "worker_by": found.worker_by}


def _backdating(inputs: Inputs) -> dict[str, Any]:
    found = accepted_from(
        read_date(need(inputs, "requested"), "requested"),
        read_date(need(inputs, "claimed_from"), "claimed_from"),
        cohort=cohort_of(inputs, usual="m33"),
        government=flag(inputs, "government"),
        self_declaring=flag(inputs, "self_declaring"),
    )
    return {"accepted_from": found}


def _check_digits(valid: Callable[[str], bool]) -> Callable[[Inputs], dict[str, Any]]:
    """Lists of right and of wrong numbers, or one `number`; `ok` when all are judged so.

    A number may be written in the digits of Arabic, as in any field of a form.
    """

    def accepted(number: object) -> bool:
        return valid(plain_digits(str(number)))

    def run(inputs: Inputs) -> dict[str, Any]:
        for key in ("valid", "invalid"):
            if not isinstance(inputs.get(key, []), list):
                raise CaseError(f"{key} must be a list")
        if "number" in inputs:
            return {"valid": accepted(inputs["number"])}
        good = [accepted(text) for text in inputs.get("valid", [])]
        bad = [accepted(text) for text in inputs.get("invalid", [])]
        return {"ok": all(good) and not any(bad)}

    return run


RULES: dict[str, CaseRule] = {
    "contribution": CaseRule(frozenset((*WHO, *WAGE_PARTS, *HOME_RATES)), _contribution),
    "multi_employer": CaseRule(frozenset((*WHO, "wages")), _multi_employer),
    "gcc": CaseRule(frozenset(("month", "group", "wage", *WAGE_PARTS, *HOME_RATES)), _gcc),
    "voluntary": CaseRule(
        frozenset(("month", "band_income", "previous_band_income", "holidays")), _voluntary
    ),
    "age50_cap": CaseRule(
        frozenset(
            (
                *WHO,
                "age_on_1_january",
                "previous_registered",
                "new_actual",
                "government",
                "full_years_of_absence",
                "absence_years",
            )
        ),
        _age50_cap,
    ),
    "late": CaseRule(frozenset((*WHO, "unpaid", "paid", "holidays")), _late),
    "waiver": CaseRule(frozenset(("penalty", "delay_days", "date")), _waiver),
    "instalments": CaseRule(frozenset(("debt", "count", "date")), _instalments),
    "deadline": CaseRule(frozenset(("event", "date", "employer_informed")), _deadline),
    "backdating": CaseRule(
        frozenset(("requested", "claimed_from", "group", "cohort", "government", "self_declaring")),
        _backdating,
    ),
    "national_id": CaseRule(
        frozenset(("valid", "invalid", "number")), _check_digits(national_id_valid)
    ),
    "iban": CaseRule(frozenset(("valid", "invalid", "number")), _check_digits(IBANS.valid)),
} | {
    name: CaseRule(frozenset(inputs), run)
    for name, (inputs, run) in {**KINDS, **PENSIONS, **SURVIVORS, **SPANS}.items()
}
