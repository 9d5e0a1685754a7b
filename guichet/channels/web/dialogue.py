"""Any service in the virtual branch, on three pages: start, check, receipt. Nothing here knows a
service by name.
"""

from __future__ import annotations

from django.http import HttpResponse

from guichet.channels.shared.forms import service_at
from guichet.channels.web import visit
from guichet.channels.web.render import WebPages
from guichet.channels.web.serving import desk_of


@visit.page("GET", "HEAD", "POST")
def service(request: visit.Visitor, key: str) -> HttpResponse:
    """Start, check and send."""
    return WebPages(request, service_at(key), desk_of(request)).answer()
