"""The rules on a family's shares and grants that a Saudi acceptance case may name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from guichet.law.case_values import CaseError, Month, read_date
from guichet.law.sa.case_facts import (
    day_of,
    every_row,
    members_of,
    some_halalas,
    some_whole,
    sums,
    worked,
)
from guichet.law.sa.case_inputs import Inputs, halalas, need, riyals, whole


def shares_m33(inputs: Inputs) -> dict[str, Any]:
    """A family's shares under M/33."""
    row = worked(
        "shares_m33",
        on=day_of(inputs, "date", "survivors_m33.member_minimum"),
        pension=halalas(need(inputs, "pension"), "pension"),
        average=some_halalas(inputs, "average"),
        members=members_of(inputs),
    )
    return {"total": riyals(row["total"]), "shares": sums(row["shares"])}


def shares_m273(inputs: Inputs) -> dict[str, Any]:
    """A family's shares under M/273: by rows of [members, shares], or for one number of members."""
    on = day_of(inputs, "date", "survivors_m273.share_1")
    pension = halalas(need(inputs, "pension"), "pension")

    def shared(members: Any) -> dict[str, Any]:
        return worked("shares_m273", on=on, pension=pension, members=whole(members, "members"))

    if "rows" in inputs:
        return every_row(
            inputs, 2, lambda r: shared(r[0])["shares"] == [halalas(s, "share") for s in r[1]]
        )
    row = shared(need(inputs, "members"))
    return {"total": riyals(row["total"]), "shares": sums(row["shares"])}


def marriage(inputs: Inputs) -> dict[str, Any]:
    """A member marries: the grant, and what the others have from the next month.

    Raises:
        CaseError: the one who marries is not counted among the members.
    """
    new = inputs.get("cohort") == "m273"
    on = read_date(need(inputs, "date"), "date")
    row = worked(
        "marriage_m273" if new else "marriage_grant_m33",
        on=on,
        share=halalas(need(inputs, "share"), "share"),
    )
    before = members_of(inputs, "members_before")
    if before < 1:
        raise CaseError("members_before counts the one who marries")
    left = {"pension": need(inputs, "pension"), "members": before - 1, "date": row["others_from"]}
    if "average" in inputs and not new:
        left["average"] = inputs["average"]
    others = shares_m273(left) if new else shares_m33(left)
    return {
        "grant": riyals(row["grant"]),
        "last_paid_month": Month(row["last_month"]),
        "shares_from": row["others_from"],
        "total": others["total"],
        "shares": others["shares"],
    }


def marriage_recovery(inputs: Inputs) -> dict[str, Any]:
    """What is withheld of a share given back soon after a marriage."""
    row = worked(
        "marriage_grant_recovery",
        on=day_of(inputs, "date", "survivors_m33.marriage_grant_months"),
        share=halalas(need(inputs, "share"), "share"),
        months_since_cut=whole(need(inputs, "months_since_cut"), "months_since_cut"),
    )
    return {"recover_months": row["recover_months"], "recover": riyals(row["recover"])}


def death_grant(inputs: Inputs) -> dict[str, Any]:
    """The grant at a death: rows of [pension, grant], or one pension with its members."""
    on = day_of(inputs, "date", "survivors_m33.death_grant_cap")

    def granted(pension: Any, members: int | None = None) -> dict[str, Any]:
        return worked(
            "death_grant_m33", on=on, pension=halalas(pension, "pension"), members=members
        )

    if "rows" in inputs:
        return every_row(inputs, 2, lambda r: granted(r[0])["grant"] == halalas(r[1], "grant"))
    row = granted(need(inputs, "pension"), some_whole(inputs, "members"))
    return {"grant": riyals(row["grant"]), "shares": sums(row["shares"])}


SURVIVORS: dict[str, tuple[tuple[str, ...], Callable[[Inputs], dict[str, Any]]]] = {
    "shares_m33": (("date", "pension", "average", "members"), shares_m33),
    "shares_m273": (("date", "pension", "members", "rows"), shares_m273),
    "marriage": (("date", "share", "members_before", "pension", "average", "cohort"), marriage),
    "marriage_recovery": (("date", "share", "months_since_cut"), marriage_recovery),
    "death_grant": (("date", "rows", "pension", "members"), death_grant),
}
