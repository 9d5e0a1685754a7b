"""The rules on old age, disability and death in service that a Saudi acceptance case may name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from guichet.law.case_values import CaseError, read_date, read_decimal
from guichet.law.sa.case_facts import (
    day_of,
    every_row,
    mean,
    members_of,
    months_out,
    parts,
    ratio,
    some_halalas,
    some_parts,
    some_whole,
    sums,
    worked,
)
from guichet.law.sa.case_inputs import Inputs, flag, halalas, need, riyals, whole

AVERAGE_M33 = ("average", "wages24")
EXTRAS_M33 = (
    *("wage_5y_before", "growth_limited", "months_above_limit", "months_before_2001", "dependants"),
    *("earlier_average", "earlier_months", "earlier_wage_5y_before"),
)
DISABILITY = (
    "date",
    "months",
    "average",
    "wages24",
    "helper",
    "in_service",
    "consecutive_months",
    "total_months",
)


def pension_m33(inputs: Inputs) -> dict[str, Any]:
    """Old age under M/33.

    Raises:
        CaseError: of earlier months and their average only one is given.
    """
    earlier = (
        ratio(inputs["earlier_average"], "earlier_average")
        if "earlier_average" in inputs
        else (None, None)
    )
    if (earlier[0] is None) != ("earlier_months" not in inputs):
        raise CaseError("earlier_average and earlier_months go together")
    row = worked(
        "old_age_m33",
        on=day_of(inputs, "date", "oldage_m33.minimum_pension"),
        months=parts(need(inputs, "months"), "months"),
        **mean(inputs, "average", "wages24", 24),
        wage_5y_before=some_halalas(inputs, "wage_5y_before"),
        growth_limited=flag(inputs, "growth_limited"),
        months_above_limit=some_parts(inputs, "months_above_limit"),
        months_before_2001=some_parts(inputs, "months_before_2001"),
        dependants=some_whole(inputs, "dependants"),
        earlier_wage_sum=earlier[0],
        earlier_wage_months=earlier[1],
        earlier_wage_5y_before=some_halalas(inputs, "earlier_wage_5y_before"),
        earlier_months=some_parts(inputs, "earlier_months"),
    )
    names = ("average", "computed", "pension", "supplement", "monthly")
    return {name: riyals(row[name]) for name in names} | {"total": riyals(row["monthly"])}


def deemed(inputs: Inputs) -> dict[str, Any]:
    """Months bought at 60."""
    row = worked(
        "deemed_months",
        on=day_of(inputs, "date", "oldage_m33.minimum_pension"),
        months=parts(need(inputs, "months"), "months"),
        **mean(inputs, "average", "wages24", 24),
    )
    amounts = {name: riyals(row[name]) for name in ("average", "cost", "pension", "instalment")}
    return amounts | {
        "possible": row["possible"],
        "months_bought": months_out(row["months_bought"]),
    }


def _right(inputs: Inputs, held: Any, born: date) -> dict[str, Any]:
    return worked(
        "old_age_right",
        on=day_of(inputs, "date", "transitional_2024.reference_date"),
        born=born,
        cohort=str(inputs.get("cohort", "m33")),
        months_on_reference=parts(held, "months_on_ref"),
        months=some_parts(inputs, "months"),
        sex=str(inputs.get("sex", "M")),
    )


def early_required(inputs: Inputs) -> dict[str, Any]:
    """Months asked for an early pension by months held on 3 July 2024; who is young enough for the
    table.
    """
    young = date(1990, 1, 1)

    def asked(held: Any) -> int:
        return int(_right(inputs, held, young)["months_early"])

    if "months" in inputs or "months_on_ref" in inputs:
        held = inputs.get("months_on_ref", inputs.get("months"))
        plain = {key: value for key, value in inputs.items() if key != "months"}
        return {"required": int(_right(plain, held, young)["months_early"])}
    return every_row(inputs, 2, lambda row: asked(row[0]) == whole(row[1], "required"))


def normal_age(inputs: Inputs) -> dict[str, Any]:
    """The day the normal age is reached."""
    row = _right(inputs, need(inputs, "months_on_ref"), read_date(need(inputs, "born"), "born"))
    return {
        "reached": row["reached"],
        "required_early": row["months_early"],
        "transitional": row["transitional"],
        "age_months": row["age_months"],
    }


def lump_m33(inputs: Inputs) -> dict[str, Any]:
    """The lump sum where no pension is due, to the person or in equal shares to the family."""
    row = worked(
        "lump_sum_m33",
        on=day_of(inputs, "date", "oldage_m33.lump_sum_first_60"),
        months=parts(need(inputs, "months"), "months"),
        **mean(inputs, "average", "wages24", 24),
        months_before_2001=some_parts(inputs, "months_before_2001"),
        members=some_whole(inputs, "members"),
    )
    return {"amount": riyals(row["amount"]), "shares": sums(row["shares"])}


def pension_m273(inputs: Inputs) -> dict[str, Any]:
    """Old age under M/273; nothing where no right is reached."""
    row = worked(
        "old_age_m273",
        on=day_of(inputs, "date", "oldage_m273.accrual_per_year"),
        months=parts(need(inputs, "months"), "months"),
        **mean(inputs, "average180", "wages180", 180),
        age_months=whole(need(inputs, "age_months"), "age_months"),
        deferred_months=some_parts(inputs, "deferred_months"),
    )
    amounts = {name: riyals(row[name]) for name in ("average", "computed", "minimum", "pension")}
    return amounts | {"entitled": row["entitled"], "way": row["way"]}


def refund_m273(inputs: Inputs) -> dict[str, Any]:
    """Contributions given back with the change of prices.

    Raises:
        CaseError: the changes of prices are no list.
    """
    changes = need(inputs, "cpi")
    if not isinstance(changes, list):
        raise CaseError("cpi must list yearly changes")
    row = worked(
        "refund_m273",
        on=day_of(inputs, "date", "oldage_m273.refund_cpi_cap_per_year"),
        contributions=halalas(need(inputs, "contributions"), "contributions"),
        price_changes=[f"{read_decimal(change, 'cpi'):f}" for change in changes],
        months=some_parts(inputs, "months"),
        members=some_whole(inputs, "members"),
    )
    return {
        "amount": riyals(row["amount"]),
        "shares": sums(row["shares"]),
        "instalments_possible": row["instalments_possible"],
    }


def _disability_row(inputs: Inputs, number: str, **more: Any) -> dict[str, Any]:
    most, wages = (180, "wages180") if "m273" in number else (24, "wages24")
    key = "average180" if "average180" in inputs else "average"
    return {
        "on": day_of(inputs, "date", number),
        "months": parts(need(inputs, "months"), "months"),
        **mean(inputs, key, wages, most),
        "in_service": flag(inputs, "in_service", usual=True),
        "consecutive_months": some_parts(inputs, "consecutive_months"),
        "total_months": some_parts(inputs, "total_months"),
        **more,
    }


def disability(kind: str, number: str) -> Callable[[Inputs], dict[str, Any]]:
    """Disability that is no work injury, by a law."""

    def run(inputs: Inputs) -> dict[str, Any]:
        row = worked(kind, **_disability_row(inputs, number, helper_needed=flag(inputs, "helper")))
        amounts = {name: riyals(row[name]) for name in ("average", "pension", "helper")}
        return amounts | {"total": riyals(row["monthly"]), "entitled": row["entitled"]}

    return run


def death_in_service(kind: str, number: str) -> Callable[[Inputs], dict[str, Any]]:
    """What a family has of a death, by a law."""

    def run(inputs: Inputs) -> dict[str, Any]:
        row = worked(kind, **_disability_row(inputs, number, members=members_of(inputs)))
        amounts = {name: riyals(row[name]) for name in ("base", "total")}
        return amounts | {"shares": sums(row["shares"]), "entitled": row["entitled"]}

    return run


_MORE = ("wages180", "average180")
PENSIONS: dict[str, tuple[tuple[str, ...], Callable[[Inputs], dict[str, Any]]]] = {
    "pension_m33": (("date", "months", *AVERAGE_M33, *EXTRAS_M33), pension_m33),
    "deemed": (("date", "months", *AVERAGE_M33), deemed),
    "early_required_m33": (("rows", "months", "months_on_ref", "date", "cohort"), early_required),
    "normal_age_m33": (("born", "months_on_ref", "date", "cohort", "sex"), normal_age),
    "lump_m33": (("date", "months", *AVERAGE_M33, "months_before_2001", "members"), lump_m33),
    "pension_m273": (
        ("date", "months", "average180", "wages180", "age_months", "deferred_months"),
        pension_m273,
    ),
    "refund_m273": (("date", "contributions", "cpi", "months", "members"), refund_m273),
    "disability_m33": (DISABILITY, disability("disability_m33", "oldage_m33.minimum_pension")),
    "disability_m273": (
        (*DISABILITY, *_MORE),
        disability("disability_m273", "oldage_m273.accrual_per_year"),
    ),
    "death_in_service_m33": (
        (*DISABILITY, "members"),
        death_in_service("death_in_service_m33", "oldage_m33.minimum_pension"),
    ),
    "death_in_service_m273": (
        (*DISABILITY, *_MORE, "members"),
        death_in_service("death_in_service_m273", "oldage_m273.accrual_per_year"),
    ),
}
