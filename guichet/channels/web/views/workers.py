"""Those who work for the establishment acted for: the list, and one worker's history."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode

from guichet.catalogue.registry.worker import Worker
from guichet.catalogue.registry.workers import LAST_PAGE, Workers
from guichet.channels.shared.names import both
from guichet.channels.web import visit
from guichet.channels.web.desk import answered
from guichet.domain.identity import queries
from guichet.engine import records
from guichet.engine.actor import PartyKind
from guichet.engine.registry import services
from guichet.lib.locale import here
from guichet.lib.text import plain_digits

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
    """Everybody engaged today, with their wage, by name or number, as the service answers it."""
    establishment = viewed_establishment(request)
    if establishment is None:
        return redirect("party")
    search = plain_digits(request.GET.get("q", "")).strip()[:60]
    number = visit.page_number(request, LAST_PAGE)
    found = answered(request, Workers.key, establishment, search=search, page=str(number))
    page = {
        "q": search,
        "rows": [_named(row) for row in found["workers"]],
        "count": found["engaged"],
        "page": pages(number, more=found["more"] == "yes", search=search),
        "registering": _service_of_movement("join"),
    }
    return render(request, "web/workers.html", page)


def _named(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"name": both(row["name_ar"], row["name_latin"] or "")}


def pages(number: int, *, more: bool, search: str = "") -> dict[str, str]:
    """The links of a list to the pages before and after."""

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
    found = _answered(request, establishment, number)
    history = records.about(establishment, number, _HISTORY, timezone.now())
    if found is None and not history:
        raise Http404
    visit.saw(request, establishment=establishment, subjects=[number])
    engaged = found is not None and found["engaged"] == "yes"
    page = {
        "number": number,
        "worker": _named(found) if found else None,
        "engaged": engaged,
        "history": history,
        "actions": _actions(str(number)) if engaged else [],
    }
    return render(request, "web/worker.html", page)


def _answered(request: visit.Visitor, establishment: int, number: int) -> dict[str, Any] | None:
    """What the service answers of a worker; None: nobody of that number ever worked here."""
    try:
        return answered(request, Worker.key, establishment, worker=str(number))
    except Http404:
        return None


def _actions(number: str) -> list[dict[str, Any]]:
    """The services about a worker, with the number filled in."""
    return [
        {"service": s, "query": urlencode({s.subject: number})}
        for s in services().values()
        if s.subject
        and s.party_kind is PartyKind.ESTABLISHMENT
        and s.movement != "join"
        and s.key != Worker.key
    ]
