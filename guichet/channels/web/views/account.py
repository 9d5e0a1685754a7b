"""The contributions account of the establishment acted for: what is due, its movements, each
month's bill.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from guichet.channels.shared.names import both
from guichet.channels.web import visit
from guichet.channels.web.desk import answered
from guichet.channels.web.views.objections import object_until, shown_objections
from guichet.channels.web.views.workers import viewed_establishment
from guichet.channels.web.words import PENALTY_RULES, PLAN
from guichet.domain.contributions import queries as contributions
from guichet.domain.contributions.words import BRANCHES, PAID_STATES, PLAN_STATES, SIDES
from guichet.domain.ledger.words import EVENTS
from guichet.domain.payments.references import grouped
from guichet.law import country
from guichet.lib.display import show_month
from guichet.lib.locale import here
from guichet.lib.money import plain_amount
from guichet.lib.text import Words

SIZE = 50
_LAST_PAGE = 4000
_BALANCE, _BILL, _PLAN = "account.balance", "payments.bill", "payments.instalment_plan"


@visit.page()
def account(request: visit.Visitor) -> HttpResponse:
    """What is due and what has moved in the last year, as the services answer it."""
    establishment = viewed_establishment(request)
    if establishment is None:
        return redirect("party")
    balance, owed, plan = (
        answered(request, key, establishment) for key in (_BALANCE, _BILL, _PLAN)
    )
    language = visit.language()
    page = {
        "account": balance,
        "owed": owed,
        "reference": grouped(owed["reference"]),
        "unpaid": [_unpaid(line, language) for line in owed["months"]],
        "last_month": show_month(balance["last_month"], language) if balance["last_month"] else "",
        "movements": [_movement(line, language) for line in reversed(balance["movements"])],
        "plan": _plan(plan, language),
        "objections": shown_objections(establishment, language),
    }
    return render(request, "web/account.html", page)


def _plan(plan: Mapping[str, Any], language: str) -> dict[str, Any] | None:
    """How the running instalment plan stands, and which part comes next."""
    if plan["state"] not in ("kept", "missed"):
        return None
    page: dict[str, Any] = {
        "kept": plan["state"] == "kept",
        "title": PLAN["title"].at(language),
        "state": PLAN_STATES[plan["state"]].at(language),
    }
    if plan["next_on"] is not None:
        by = PLAN["by"].at(language, day=plan["next_on"].isoformat())
        page |= {"left": plan["next_amount"], "by": by}
    return page


def _unpaid(line: dict[str, Any], language: str) -> dict[str, Any]:
    """A month that is not paid in full, with its name and the key of its bill."""
    return line | {"name": show_month(line["month"], language), "key": f"{line['month']:%Y-%m}"}


def _movement(line: dict[str, Any], language: str) -> dict[str, Any]:
    """A movement with the month's name, and a link where a bill stands behind it."""
    event, month = line["event"], line["month"]
    return line | {
        "what": EVENTS[event].at(language) if event in EVENTS else event,
        "month_name": show_month(month, language) if month else "",
        "bill": f"{month:%Y-%m}" if event == "bill" and month else "",
    }


@visit.page()
def bill(request: visit.Visitor, month: str) -> HttpResponse:
    """One month's bill: by branch and side, and for each worker.

    Raises:
        Http404: the month was not billed.
    """
    establishment = viewed_establishment(request)
    if establishment is None:
        return redirect("party")
    first = month_of(month)
    number = visit.page_number(request, _LAST_PAGE)
    found = contributions.bill_of(establishment, first, visit.today(), page=number, size=SIZE)
    if found is None:
        raise Http404
    owed = answered(request, _BILL, establishment)
    visit.saw(request, establishment=establishment, subjects=found.workers["worker"].to_list())
    page = {
        "bill": found,
        "money": _money_of(owed, first),
        "month": show_month(first, visit.language()),
        "breakdown": _breakdown(found.breakdown),
        "workers": [_line(row) for row in found.workers.iter_rows(named=True)],
        "object_by": object_until(found, visit.today()),
        "waived": EVENTS["waiver"].at(visit.language()),
        "penalties": [
            _penalty(row)
            for row in contributions.penalties_of(establishment, first).iter_rows(named=True)
        ],
        "page": {
            "before": f"?page={number - 1}" if number > 1 else "",
            "after": f"?page={number + 1}" if found.more else "",
        },
    }
    return render(request, "web/bill.html", page)


def _money_of(owed: Mapping[str, Any], month: date) -> dict[str, Any]:
    """How a month stands: what is ``left`` and ``paid`` of it, its reference, and what a box of an
    amount would hold.
    """
    line = next((line for line in owed["months"] if line["month"] == month), None)
    if line is None:  # it is paid in full
        return {"left": 0}
    left = max(line["contributions"] + line["penalties"], 0)
    return {
        "left": left,
        "paid": line["paid"],
        "reference": grouped(line["reference"]),
        "typed": plain_amount(left),
    }


def _penalty(row: dict[str, Any]) -> dict[str, Any]:
    """A line of the penalties with its rule in words."""
    rate = country.parameters().ppm(
        "payment.late_penalty_rate_per_month_or_part", row["charged_on"]
    )
    rule, language = "charge" if row["late_months"] else "waiver", visit.language()
    cited = here().cited.get("late_penalty" if rule == "charge" else "penalty_waiver")
    law = f" ({cited.at(language)})" if cited else ""
    return row | {"rule": PENALTY_RULES[rule].at(language, percent=f"{rate / 10_000:g}", law=law)}


def month_of(text: str) -> date:
    """The first day of a month in an address, ``2026-10``.

    Raises:
        Http404: it is none.
    """
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error


def _breakdown(frame: pl.DataFrame) -> list[tuple[str, str, int]]:
    language = visit.language()

    def said(words: dict[str, Words], key: str) -> str:
        return words[key].at(language) if key in words else key

    rows = frame.filter(pl.col("amount") != 0).iter_rows()
    return [(said(BRANCHES, branch), said(SIDES, side), amount) for branch, side, amount in rows]


def _line(row: dict[str, Any]) -> dict[str, Any]:
    language = visit.language()
    return row | {
        "name": both(row["name_ar"] or "", row["name_latin"] or ""),
        "month_name": show_month(row["month"], language),
        "paid": PAID_STATES[row["state"]].at(language) if row["state"] else "",
    }
