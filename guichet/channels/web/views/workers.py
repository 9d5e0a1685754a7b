"""Those who work for the establishment acted for: the list, and one worker's history."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode

from guichet.channels.shared.names import both
from guichet.channels.web import visit
from guichet.domain.contributions import queries as contributions
from guichet.domain.identity import queries
from guichet.domain.registry import queries as registry
from guichet.engine import records
from guichet.engine.actor import PartyKind
from guichet.engine.registry import services
from guichet.lib.locale import here
from guichet.lib.text import plain_digits

SIZE = 25
_LAST_PAGE = 4000
_HISTORY = 50
_LARGEST = 10 ** here().persons.digits - 1


def viewed_establishment(request: visit.Visitor) -> int | None:
    """The establishment acted for, if the visitor may view it today; None when none is chosen.

    Raises:
        PermissionDenied: the mandate has ended.
    """
    number = visit.acting_establishment(request)
    if number is None:
        return None
    if not queries.may(request.user, "view", PartyKind.ESTABLISHMENT, number, visit.today()):
        raise PermissionDenied
    return number


@visit.page()
def workers(request: visit.Visitor) -> HttpResponse:
    """Everybody engaged today, with their wage; by name or number."""
    establishment = viewed_establishment(request)
    if establishment is None:
        return redirect("party")
    search = plain_digits(request.GET.get("q", "")).strip()[:60]
    number = visit.page_number(request, _LAST_PAGE)
    found = registry.workers_page(
        establishment, on=visit.today(), search=search, page=number, size=SIZE
    )
    rows = [_worker(row) for row in found.head(SIZE).iter_rows(named=True)]
    visit.saw(request, establishment=establishment, subjects=[row["worker"] for row in rows])
    page = {
        "q": search,
        "rows": rows,
        "count": registry.count_workers(establishment, on=visit.today()),
        "page": _pages(search, number, found.height > SIZE),
        "registering": _service_of_movement("join"),
    }
    return render(request, "web/workers.html", page)


def _worker(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"name": both(row["name_ar"], row["name_latin"] or "")}


def _pages(search: str, number: int, more: bool) -> dict[str, str]:
    def link(to: int) -> str:
        return "?" + urlencode(({"q": search} if search else {}) | {"page": to})

    return {
        "before": link(number - 1) if number > 1 else "",
        "after": link(number + 1) if more else "",
    }


def _service_of_movement(movement: str) -> str | None:
    """The key of the service that makes a movement of the monthly file, if the catalogue has it."""
    return next((s.key for s in services().values() if s.movement == movement), None)


@visit.page()
def worker(request: visit.Visitor, number: int) -> HttpResponse:
    """One worker: the engagement and wage of today, and every transaction about them here.

    Raises:
        Http404: nobody of that number works or worked here.
    """
    establishment = viewed_establishment(request)
    if establishment is None:
        return redirect("party")
    if number > _LARGEST:
        raise Http404
    found = registry.workers_page(establishment, on=visit.today(), search=str(number), size=1)
    history = records.about(establishment, number, _HISTORY, timezone.now())
    engaged = next((r for r in found.iter_rows(named=True) if r["worker"] == number), None)
    if engaged is None and not history:
        raise Http404
    visit.saw(request, establishment=establishment, subjects=[number])
    page = {
        "number": number,
        "worker": _worker(engaged) if engaged else None,
        "periods": _periods(establishment, number),
        "history": history,
        "actions": _actions(str(number)) if engaged else [],
    }
    return render(request, "web/worker.html", page)


def _periods(establishment: int, number: int) -> list[dict[str, Any]]:
    """The wages here, newest first; what other employers pay is not this one's to see."""
    found = contributions.periods_of(pl.Series([number], dtype=pl.Int64), visit.today())
    here = found.filter(pl.col("establishment") == establishment).sort("since", descending=True)
    return here.select("since", "until", "wage").to_dicts()


def _actions(number: str) -> list[dict[str, Any]]:
    """The services about a worker, with the number filled in."""
    return [
        {"service": s, "query": urlencode({s.subject: number})}
        for s in services().values()
        if s.subject and s.party_kind is PartyKind.ESTABLISHMENT and s.movement != "join"
    ]
