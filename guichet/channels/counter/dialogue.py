"""Any service for the client of the sitting. Nothing here knows a service by name."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from guichet.channels.counter import visit
from guichet.channels.counter.desk import desk_of
from guichet.channels.counter.offered import carries
from guichet.channels.counter.render import CounterPages
from guichet.channels.shared.forms import service_at
from guichet.channels.shared.moved import moved


@visit.in_sitting("GET", "HEAD", "POST")
def service(request: visit.AtCounter, key: str) -> HttpResponse:
    """Form, check and send.

    Raises:
        Http404: there is no such service, or not for this sitting.
    """
    asked = service_at(key)
    if not carries(request.sitting, asked):
        raise Http404
    return (
        moved(request, asked)
        or CounterPages(request, asked, desk_of(request), of=str(request.sitting.pk)).answer()
    )
