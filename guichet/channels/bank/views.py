"""What the consolidator tells us, and the page on which staff see that everything agrees."""

from __future__ import annotations

import json
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

import polars as pl
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from guichet.channels.bank.desk_pages import said
from guichet.channels.bank.words import ACCOUNTS, CHECKS, KINDS, PHRASES
from guichet.channels.shared import days
from guichet.channels.shared.staff import holds, needs
from guichet.domain.identity.staff import BOOKS, GATHER, RECONCILE, RELEASE
from guichet.domain.payments import reconciliation as reconciling
from guichet.domain.payments.backends.signatures import genuine
from guichet.domain.payments.presenting import consolidation
from guichet.engine.context import HOME
from guichet.lib.display import show_day

_MOST = 1_000


@csrf_exempt  # signed, and no browser's session counts here
@require_POST
def notices(request: HttpRequest) -> HttpResponse:
    """Take the consolidator's notices: 200 once they stand in the books, anything else means *tell
    me again*.
    """
    try:
        body = request.body
    except RequestDataTooBig:
        return _no(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "at most a thousand notices at a time")
    if not genuine(settings.CONSOLIDATOR_SECRET, body, dict(request.headers)):
        return _no(HTTPStatus.UNAUTHORIZED, "the signature is missing, wrong or old")
    try:
        said = json.loads(body)
        told = said["notices"]
        if not isinstance(told, list) or len(told) > _MOST:
            return _no(HTTPStatus.BAD_REQUEST, "notices is a list of at most a thousand")
        ended = consolidation.notice(told, timezone.now())
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return _no(HTTPStatus.BAD_REQUEST, str(error))
    return JsonResponse(
        {
            "notices": [
                {"id": one["id"], "outcome": end} for one, end in zip(told, ended, strict=True)
            ]
        }
    )


def _no(status: HTTPStatus, why: str) -> HttpResponse:
    return JsonResponse({"error": why}, status=status)


@needs(BOOKS, RECONCILE)
@require_safe
def reconciliation(request: HttpRequest) -> HttpResponse:
    """The daily page, for those who keep the books."""
    now, language = timezone.now(), (get_language() or "ar")[:2]
    day = _day(request.GET.get("day", ""), now)
    found = reconciling.reconcile(day, now)
    page = {
        "say": said(language),
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
    return render(request, "bank/reconciliation.html", page)


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
