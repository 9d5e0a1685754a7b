"""The clerk's desk: who waits, whom to call, and a number for whoever comes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from guichet.channels.counter import credential_words, visit
from guichet.channels.counter.offered import title_of
from guichet.dialogue.offered import for_clients
from guichet.domain.identity import staff
from guichet.domain.reception import assisted_sessions, client_identification, queue
from guichet.engine.registry import names_of

_SHOWN = 50  # of those who wait
_DESK, _LONGEST_DESK = "desk", 6  # in the session; a number or a letter


@visit.page()
def desk(request: visit.AtCounter) -> HttpResponse:
    """Who waits, and the sitting that goes on."""
    now = timezone.now()
    standing, called = queue.line(request.branch, now), queue.called(request.user, now)
    page: dict[str, Any] = {
        "m": credential_words,
        "looks": client_identification.waiting(request.branch, request.user, now),
        "waiting": [
            {
                "number": t.number,
                "service": title_of(t.service),
                "minutes": _minutes(now, t.issued_at),
            }
            for t in standing.waiting[:_SHOWN]
        ],
        "count": len(standing.waiting),
        "longest": standing.longest_minutes,
        "called": called,
        "called_for": title_of(called.service) if called else None,
        "goes_on": assisted_sessions.current(request.user, now),
        "issued": request.GET.get("issued", "")[:6],
        "nobody": "nobody" in request.GET,
        "services": for_clients(),
        "place": request.session.get(_DESK, ""),
    }
    return visit.show(request, "desk", page)


def waiting(request: HttpRequest) -> int:
    """How many wait at the clerk's branch."""
    places = staff.places(request.user, staff.COUNTER, visit.today())  # type: ignore[arg-type]
    now = timezone.now()
    return sum(len(queue.line(queue.branch_of(place), now).waiting) for place in places)


@visit.page("POST")
def ticket(request: visit.AtCounter) -> HttpResponse:
    """A number for somebody who has come."""
    wanted = names_of(request.POST.get("service", ""))[0]
    known = wanted if any(s.key == wanted for s in for_clients()) else ""
    given = queue.issue(request.branch, service=known, by=request.user, now=timezone.now())
    return _to_desk(f"?issued={given.number}")


@visit.page("POST")
def place(request: visit.AtCounter) -> HttpResponse:
    """At which desk the clerk sits today: the hall's board sends clients there."""
    request.session[_DESK] = request.POST.get("place", "").strip()[:_LONGEST_DESK]
    return _to_desk()


@visit.page("POST")
def call_next(request: visit.AtCounter) -> HttpResponse:
    """The next one, please."""
    desk = request.session.get(_DESK, "")
    called = queue.call_next(request.branch, request.user, timezone.now(), desk)
    return _to_desk("" if called else "?nobody")


@visit.page("POST")
def absent(request: visit.AtCounter) -> HttpResponse:
    """Whoever was called has not come."""
    queue.absent(request.user, timezone.now())
    return _to_desk()


def _to_desk(query: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("counter") + query, status=303)


def _minutes(now: Any, since: Any) -> int:
    return int((now - since).total_seconds() // 60)
