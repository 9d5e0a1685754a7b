"""The contributions account of the establishment acted for: what is due, its movements, each
month's bill.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from guichet.catalogue.payments.monthly_bill import BREAKDOWN, LAST_PAGE, MonthlyBill
from guichet.channels.shared.language import page_language
from guichet.channels.shared.names import both
from guichet.channels.web import visit
from guichet.channels.web.desk import answered
from guichet.channels.web.views.objections import shown_objections
from guichet.channels.web.views.workers import pages, viewed_establishment
from guichet.channels.web.words import PLAN
from guichet.domain.contributions.words import PAID_STATES, PLAN_STATES
from guichet.domain.ledger.words import EVENTS
from guichet.domain.payments.references import grouped
from guichet.lib.display import show_month
from guichet.lib.money import plain_amount

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
    language = page_language()
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
    """One month's bill: by branch and side, and for each worker, as the service answers it.

    Raises:
        Http404: the month was not billed.
    """
    establishment = viewed_establishment(request)
    if establishment is None:
        return redirect("party")
    first, language = month_of(month), page_language()
    number = visit.page_number(request, LAST_PAGE)
    found = answered(
        request, MonthlyBill.key, establishment, month=f"{first:%Y-%m}", page=str(number)
    )
    owed = answered(request, _BILL, establishment)
    page = {
        "bill": found | {"month": first},
        "money": _money_of(owed, first),
        "month": show_month(first, language),
        "breakdown": [
            (*(BREAKDOWN.columns[n].show(line[n], language) for n in ("branch", "side")), amount)
            for line in found["breakdown"]
            if (amount := line["amount"])
        ],
        "workers": [_line(row) for row in found["workers"]],
        "object_by": found["object_by"],
        "waived": EVENTS["waiver"].at(language),
        "penalties": found["penalties"],
        "page": pages(number, more=found["more"] == "yes"),
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


def month_of(text: str) -> date:
    """The first day of a month in an address, ``2026-10``.

    Raises:
        Http404: it is none.
    """
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error


def _line(row: dict[str, Any]) -> dict[str, Any]:
    language = page_language()
    return row | {
        "name": both(row["name_ar"], row["name_latin"] or ""),
        "month_name": show_month(row["month"], language),
        "paid": PAID_STATES[row["state"]].at(language) if row["state"] else "",
    }
