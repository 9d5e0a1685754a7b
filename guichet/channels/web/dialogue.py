"""Any service in the virtual branch, on three pages: start, check, receipt. Nothing here knows a service by name."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from guichet.channels.web import visit
from guichet.channels.web.render import WebPages
from guichet.channels.web.serving import desk_of
from guichet.engine.refusal import Refused
from guichet.engine.registry import service_of


@visit.page("GET", "HEAD", "POST")
def service(request: visit.Visitor, key: str) -> HttpResponse:
    """Start, check and send."""
    try:
        asked = service_of(key)
    except Refused as error:
        raise Http404 from error
    return WebPages(request, asked, desk_of(request)).answer()
