"""The contributions account of the establishment acted for: what is due, its movements, each month's bill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from guichet.channels.shared.names import both
from guichet.channels.web import visit
from guichet.channels.web.views.objections import object_until, shown_objections
from guichet.channels.web.views.workers import viewed_establishment
from guichet.channels.web.words import PENALTY_RULES, PLAN
from guichet.domain.contributions import queries as contributions
from guichet.domain.contributions.words import BRANCHES, PAID_STATES, PLAN_STATES, SIDES
from guichet.domain.ledger.words import EVENTS
from guichet.domain.payments import queries as payments
from guichet.domain.payments.references import grouped
from guichet.law import country
from guichet.lib.locale import here
from guichet.lib.money import plain_amount
from guichet.lib.months import add_months, first_day
from guichet.lib.showing import show_month
from guichet.lib.text import Words

MONTHS = 12  # of movements shown
SIZE = 50
_LAST_PAGE = 4000


@dataclass(frozen=True, slots=True)
class Account:
    """What an establishment owes today, in minor units."""

    due: int
    overdue: int
    credit: int
    next_due_on: date | None
    last_month: date | None
    last_total: int | None


def account_today(establishment: int) -> Account:
    """The account as of today."""
    found = contributions.account_of(pl.Series([establishment], dtype=pl.Int64), visit.today())
    row = found.row(0, named=True)
    return Account(**{name: row[name] for name in Account.__dataclass_fields__})


@visit.page()
def account(request: visit.Visitor) -> HttpResponse:
    """What is due and what has moved in the last year."""
    establishment = viewed_establishment(request)
    if establishment is None:
        return redirect("party")
    visit.saw(request, establishment=establishment)
    now = account_today(establishment)
    language = visit.language()
    number = pl.Series([establishment], dtype=pl.Int64)
    page = {
        "account": now,
        "owed": payments.to_pay(number).row(0, named=True),
        "reference": grouped(payments.account_references(number)[0]),
        "unpaid": _unpaid(number, language),
        "last_month": show_month(now.last_month, language) if now.last_month else "",
        "movements": _movements(establishment, language),
        "plan": _plan(number, language),
        "objections": shown_objections(establishment, language),
    }
    return render(request, "web/account.html", page)


def _plan(number: pl.Series, language: str) -> dict[str, Any] | None:
    """How the running instalment plan stands, and which part comes next."""
    plans = contributions.plans_today(contributions.standing_of_plans(number, visit.today()))
    if plans.is_empty():
        return None
    row = plans.row(0, named=True)
    page: dict[str, Any] = {"kept": row["kept"], "title": PLAN["title"].at(language)}
    page["state"] = PLAN_STATES["kept" if row["kept"] else "missed"].at(language)
    if row["next_on"] is not None:
        page |= {"left": row["next_amount"], "by": PLAN["by"].at(language, day=row["next_on"].isoformat())}
    return page


def _unpaid(number: pl.Series, language: str) -> list[dict[str, Any]]:
    """Months that are not paid in full, the oldest first."""
    still = payments.unpaid_months_of(number)
    return [
        line | {"name": show_month(line["month"], language), "key": f"{line['month']:%Y-%m}"}
        for line in still.iter_rows(named=True)
    ]


def _movements(establishment: int, language: str) -> list[dict[str, Any]]:
    """Newest first, with the month's name and a link where a bill stands behind it."""
    today = visit.today()
    period = contributions.period_of(establishment, add_months(first_day(today), -MONTHS), today)
    lines = contributions.statement(period).reverse().iter_rows(named=True)
    return [
        line
        | {
            "what": EVENTS[line["event"]].at(language)
            if line["event"] in EVENTS
            else line["event"],
            "month_name": show_month(line["month"], language) if line["month"] else "",
            "bill": f"{line['month']:%Y-%m}" if line["event"] == "bill" and line["month"] else "",
        }
        for line in lines
    ]


@visit.page()
def bill(request: visit.Visitor, month: str) -> HttpResponse:
    """One month's bill: by branch and side, and for each worker."""
    establishment = viewed_establishment(request)
    if establishment is None:
        return redirect("party")
    first = month_of(month)
    number = visit.page_number(request, _LAST_PAGE)
    found = contributions.bill_of(establishment, first, visit.today(), page=number, size=SIZE)
    if found is None:
        raise Http404
    visit.saw(request, establishment=establishment, subjects=found.workers["worker"].to_list())
    page = {
        "bill": found,
        "money": _money_of(establishment, first),
        "month": show_month(first, visit.language()),
        "breakdown": _breakdown(found.breakdown),
        "workers": [_line(row) for row in found.workers.iter_rows(named=True)],
        "object_by": object_until(found, visit.today()),
        "waived": EVENTS["waiver"].at(visit.language()),
        "penalties": [_penalty(row) for row in contributions.penalties_of(establishment, first).iter_rows(named=True)],
        "page": {
            "before": f"?page={number - 1}" if number > 1 else "",
            "after": f"?page={number + 1}" if found.more else "",
        },
    }
    return render(request, "web/bill.html", page)


def _money_of(establishment: int, month: date) -> dict[str, Any] | None:
    """How a month stands: what is ``left`` and ``paid`` of it, its reference, and what a box of an amount would hold."""
    months = payments.months_of(pl.Series([establishment], dtype=pl.Int64))
    found = months.filter(pl.col("month") == month)
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    left = max(row["contributions"] + row["penalties"], 0)
    return {
        "left": left, "paid": row["paid"], "reference": grouped(row["reference"]), "typed": plain_amount(left),
    }  # fmt: skip


def _penalty(row: dict[str, Any]) -> dict[str, Any]:
    """A line of the penalties with its rule in words."""
    rate = country.parameters().ppm("payment.late_penalty_rate_per_month_or_part", row["charged_on"])
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
