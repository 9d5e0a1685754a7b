"""The rules on work injuries, maternity and unemployment that a Saudi acceptance case may name."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import polars as pl

from guichet.law.case_values import CaseError, Month, read_date
from guichet.law.plain_cases import optional_date as some_day
from guichet.law.sa.benefits import BENEFITS
from guichet.law.sa.benefits.injuries import lines_of
from guichet.law.sa.benefits.unemployment import OF_M18
from guichet.law.sa.case_facts import (
    day_of,
    every_row,
    mean,
    members_of,
    parts,
    some_whole,
    sums,
    worked,
)
from guichet.law.sa.case_inputs import Inputs, flag, halalas, need, riyals, scaled, whole
from guichet.lib.months import add_months, first_day

MILLION = 1_000_000
_SPELL = {"on": pl.Date, "until": pl.Date, "wage": pl.Int64, "treatment": pl.Boolean}


def degree(raw: Any) -> int:
    """A degree of disability in millionths, at most the whole.

    Raises:
        CaseError: it is more than the whole.
    """
    found = scaled(raw, "pct", MILLION)
    if found > MILLION:
        raise CaseError(f"pct is a share of one: {raw!r}")
    return found


def daily_allowance(inputs: Inputs) -> dict[str, Any]:
    """Spells of the injured, a line for each month of each.

    Raises:
        CaseError: a spell is not written as one, or two hold the same day.
    """
    spells = need(inputs, "spells")
    if not isinstance(spells, list) or not spells:
        raise CaseError("spells must list from, to, treatment")
    rows: list[dict[str, Any]] = []
    for spell in spells:
        if not isinstance(spell, dict) or set(spell) - {"from", "to", "treatment", "wage"}:
            raise CaseError("a spell is from, to, treatment and, if it differs, wage")
        rows.append(
            {
                "on": read_date(need(spell, "from"), "from"),
                "until": read_date(need(spell, "to"), "to"),
                "wage": halalas(spell.get("wage", need(inputs, "wage")), "wage"),
                "treatment": flag(spell, "treatment"),
            }
        )
    days = sorted((row["on"], row["until"]) for row in rows)
    for (_, end), (start, _) in pairwise(days):
        if start <= end:
            raise CaseError(f"two spells hold {start}")
    lines = BENEFITS.award("injury_allowance", lines_of(pl.DataFrame(rows, schema=_SPELL)))
    amounts = lines["amount"].to_list()
    return {"lines": sums(amounts), "days": lines["days"].sum(), "total": riyals(sum(amounts))}


def injury_total(inputs: Inputs) -> dict[str, Any]:
    """Total disability: an annuity for Saudis, a lump sum for others."""
    on = day_of(inputs, "date", "oldage_m33.minimum_pension")
    wages = mean(inputs, "average", "wages3", 3)
    if not flag(inputs, "saudi", usual=True):
        row = worked("injury_lump_sum_nonsaudi", on=on, **wages)
        return {
            "average": riyals(row["average"]),
            "monthly": riyals(0),
            "helper": riyals(0),
            "lump": riyals(row["amount"]),
        }
    row = worked("injury_annuity", on=on, **wages, helper_needed=flag(inputs, "helper"))
    return {
        "average": riyals(row["average"]),
        "monthly": riyals(row["annuity"]),
        "helper": riyals(row["helper"]),
        "total": riyals(row["monthly"]),
    }


def injury_partial_pension(inputs: Inputs) -> dict[str, Any]:
    """Half or more of disability: that part of the annuity."""
    row = worked(
        "injury_annuity",
        on=day_of(inputs, "date", "oldage_m33.minimum_pension"),
        **mean(inputs, "average", "wages3", 3),
        degree=degree(need(inputs, "pct")),
        helper_needed=flag(inputs, "helper"),
    )
    return {
        "monthly": riyals(row["annuity"]),
        "helper": riyals(row["helper"]),
        "total": riyals(row["monthly"]),
        "entitled": row["entitled"],
    }


def injury_lump(inputs: Inputs) -> dict[str, Any]:
    """Less than half of disability: a lump sum, alike for all."""
    row = worked(
        "injury_lump_sum",
        on=day_of(inputs, "injury", "work_injury.lump_age_threshold"),
        **mean(inputs, "average", "wages3", 3),
        degree=degree(need(inputs, "pct")),
        age_months=whole(need(inputs, "age_months"), "age_months"),
    )
    flag(inputs, "saudi", usual=True)
    return {"months": row["months"], "amount": riyals(row["amount"]), "entitled": row["entitled"]}


def nonsaudi_lump(inputs: Inputs) -> dict[str, Any]:
    """Rows of [day, mean wage, amount] for total disability; or one, which may be partial."""

    def amount(day: Any, average: Any, share: int) -> dict[str, Any]:
        wages = mean({"average": average}, "average", "wages3", 3)
        return worked("injury_lump_sum_nonsaudi", on=read_date(day, "date"), **wages, degree=share)

    if "rows" in inputs:
        share = degree(inputs["pct"]) if "pct" in inputs else MILLION
        return every_row(
            inputs, 3, lambda r: amount(r[0], r[1], share)["amount"] == halalas(r[2], "amount")
        )
    row = amount(need(inputs, "date"), need(inputs, "average"), degree(inputs.get("pct", "1")))
    return {"amount": riyals(row["amount"]), "months": row["months"], "entitled": row["entitled"]}


def nonsaudi_death(inputs: Inputs) -> dict[str, Any]:
    """A death by work of who is not Saudi."""
    row = worked(
        "injury_death_nonsaudi",
        on=day_of(inputs, "date", "work_injury.nonsaudi_total_cap"),
        **mean(inputs, "average", "wages3", 3),
        members=members_of(inputs),
    )
    return {"total": riyals(row["total"]), "shares": sums(row["shares"])}


def maternity(inputs: Inputs) -> dict[str, Any]:
    """The months after a birth."""
    row = worked(
        "maternity",
        on=read_date(need(inputs, "birth"), "birth"),
        qualifying_months=parts(
            need(inputs, "months_since_2024_07_03_in_36"), "months_since_2024_07_03_in_36"
        ),
        **mean(inputs, "average12", "wages12", 12),
        sick_child=flag(inputs, "sick_child"),
        in_service=flag(inputs, "in_service", usual=True),
        pregnancy_months=some_whole(inputs, "pregnancy_months"),
    )
    first = first_day(row["on"])
    months = [Month(add_months(first, number)) for number in range(row["months"])]
    return {"entitled": row["entitled"], "months": months, "total": riyals(row["total"])}


def saned(inputs: Inputs) -> dict[str, Any]:
    """Unemployment: the first months, those after, and all."""
    row = worked(
        OF_M18.name,  # the row says which law
        on=day_of(inputs, "date", "saned_benefit.rate_first"),
        law=str(need(inputs, "law")),
        **mean(inputs, "average", "wages24", 24),
        months=some_whole(inputs, "months"),
        months_used=some_whole(inputs, "months_used"),
        window_from=some_day(inputs, "window_from"),
    )
    amounts = {name: riyals(row[name]) for name in ("average", "first", "next", "total")}
    others = ("months", "first_months", "next_months", "months_left", "payable_till")
    return amounts | {name: row[name] for name in others}


def saned_qualifies(inputs: Inputs) -> dict[str, Any]:
    """Rows of [claim, months worked, whether that suffices]; or one."""
    on = day_of(inputs, "date", "saned_benefit.qualifying_months_by_claim")

    def right(claim: Any, months: Any) -> dict[str, Any]:
        return worked(
            "unemployment_right",
            on=on,
            claim=whole(claim, "claim"),
            months=parts(months, "months"),
            days_since_leaving=some_whole(inputs, "days_since_leaving"),
            reason=inputs.get("reason"),
            reached=some_day(inputs, "normal_age_on"),
        )

    if "rows" in inputs:
        return every_row(inputs, 3, lambda r: right(r[0], r[1])["entitled"] is r[2])
    row = right(need(inputs, "claim"), need(inputs, "months"))
    told = ("entitled", "months_needed", "window_months", "in_time", "enough", "young")
    return {name: row[name] for name in told} | {
        f"reason_{answer}": row["reason_counts"] == answer for answer in ("yes", "no", "unclear")
    }


SPANS: dict[str, tuple[tuple[str, ...], Callable[[Inputs], dict[str, Any]]]] = {
    "daily_allowance": (("wage", "spells"), daily_allowance),
    "injury_total": (("date", "average", "wages3", "helper", "saudi"), injury_total),
    "injury_partial_pension": (
        ("date", "average", "wages3", "pct", "helper"),
        injury_partial_pension,
    ),
    "injury_lump": (("injury", "age_months", "average", "wages3", "pct", "saudi"), injury_lump),
    "nonsaudi_lump": (("rows", "date", "average", "pct"), nonsaudi_lump),
    "nonsaudi_death": (("date", "average", "wages3", "members"), nonsaudi_death),
    "maternity": (
        (
            "birth",
            "months_since_2024_07_03_in_36",
            "average12",
            "wages12",
            "sick_child",
            "in_service",
            "pregnancy_months",
        ),
        maternity,
    ),
    "saned": (
        ("law", "average", "wages24", "months", "months_used", "window_from", "date"),
        saned,
    ),
    "saned_qualifies": (
        ("rows", "claim", "months", "days_since_leaving", "reason", "normal_age_on", "date"),
        saned_qualifies,
    ),
}
