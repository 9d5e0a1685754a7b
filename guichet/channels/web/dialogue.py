"""Any service in the virtual branch, on three pages: start, check, receipt. Nothing here knows a
service by name.
"""

from __future__ import annotations

from django.http import HttpResponse

from guichet.channels.shared.forms import service_at
from guichet.channels.shared.moved import moved
from guichet.channels.web import visit
from guichet.channels.web.desk import desk_of
from guichet.channels.web.render import WebPages


@visit.page("GET", "HEAD", "POST")
def service(request: visit.Visitor, key: str) -> HttpResponse:
    """Start, check and send."""
    asked = service_at(key)
    return moved(request, asked) or WebPages(request, asked, desk_of(request)).answer()
