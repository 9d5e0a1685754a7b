"""The page on which staff see, day by day, that everything agrees."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from guichet.backoffice.reconciliation.words import ACCOUNTS, CHECKS, KINDS, PHRASES
from guichet.channels.shared import days
from guichet.channels.shared.language import page_language
from guichet.channels.shared.page_words import page_words
from guichet.channels.shared.staff import holds, needs
from guichet.domain.identity.staff import BOOKS, GATHER, RECONCILE, RELEASE
from guichet.domain.payments import reconciliation as books
from guichet.engine.context import HOME
from guichet.lib.display import show_day


@needs(BOOKS, RECONCILE)
@require_safe
def reconciliation(request: HttpRequest) -> HttpResponse:
    """The daily page, for those who keep the books."""
    now, language = timezone.now(), page_language()
    day = _day(request.GET.get("day", ""), now)
    found = books.reconcile(day, now)
    page = {
        "say": page_words(PHRASES, language),
        "received_title": PHRASES["received"].at(language, day=show_day(day, language)),
        "day": days.shown(day, language),
        "found": found,
        "checks": [(CHECKS[check.name].at(language), check) for check in found.checks],
        "assigns": holds(request, [RECONCILE]),
        "open": [difference(row, language, request) for row in found.open.iter_rows(named=True)],
        "statements": _statements(found.statements, day),
        "received": list(found.received.iter_rows(named=True)),
        "kinds": [
            row
            | {
                "what": ACCOUNTS[row["kind"]].at(language)
                if row["kind"] in ACCOUNTS
                else row["kind"]
            }
            for row in found.kinds.iter_rows(named=True)
        ],
    }
    return render(request, "reconciliation/reconciliation.html", page)


# What caused a difference: its page, and who may open that.
_PAGES = {
    "statement": ("bank-statement", (BOOKS, RECONCILE)),
    "suspense": ("suspense-payment", (RECONCILE,)),
    "batch": ("payout-batch", (GATHER, RELEASE)),
}
_RECENT = 7


def difference(row: dict[str, Any], language: str, request: HttpRequest) -> dict[str, Any]:
    """A line of the list of differences, with the address of what caused it, for those who may open
    it.
    """
    what = KINDS[row["kind"]].at(language) if row["kind"] in KINDS else row["kind"]
    name, _, key = (row["cause"] or "").partition(":")
    address = ""
    if name in _PAGES and holds(request, _PAGES[name][1]):
        address = reverse(_PAGES[name][0], args=[int(key)])
    elif name == "day":
        address = f"{reverse('reconciliation')}?day={key}"
    return row | {"what": what, "address": address}


def _statements(held: pl.DataFrame, day: date) -> list[dict[str, Any]]:
    """The latest statements of each account up to a day, the latest first."""
    recent = (
        held.filter(pl.col("day") <= day).group_by("account", maintain_order=True).tail(_RECENT)
    )
    rows = recent.sort(["day", "account"], descending=[True, False])
    return [row | {"good": row["ledger"] == row["closing"]} for row in rows.iter_rows(named=True)]


def _day(text: str, now: datetime) -> date:
    return days.read(text) or now.astimezone(HOME).date()
