"""Addresses of services that were called otherwise: bookmarks, links in letters, open forms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from guichet.channels.shared import drafts
from guichet.engine.service import Service


def moved(request: HttpRequest, service: type[Service]) -> HttpResponse | None:
    """Where the page of a service is read, for an address with a ``key`` that the service had
    before; None where the address is today's.

    A form is sent there again as it was filled in (308), and what was half filled in is found.
    """
    match = request.resolver_match
    if match is None or match.kwargs["key"] == service.key:
        return None
    path = reverse(match.view_name, kwargs={**match.kwargs, "key": service.key})
    drafts.follow(request, path)
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(
        f"{path}?{query}" if query else path, preserve_request=True
    )
