"""Pages for anybody, signed in or not: help, complaints, privacy, accessibility, terms, and what
can be asked for.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guichet.channels.web import about, about_notices, search
from guichet.channels.web.views.home import groups_for
from guichet.lib import contact

PAGES = {
    "help": about.HELP,
    "complaints": about.COMPLAINTS,
    "privacy": about_notices.PRIVACY,
    "accessibility": about_notices.ACCESSIBILITY,
    "terms": about.TERMS,
}


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One of the pages of the footer."""
    said: dict[str, Any] = {"page": PAGES[name], "trial_note": about.TRIAL}
    said |= {"telephone": contact.TELEPHONE, "mail": contact.MAIL}
    return render(request, "web/about.html", said)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every service of clients, whom it is for and what it asks; with ``q``, what matches."""
    query = request.GET.get("q", "").strip()[:100]
    groups = groups_for(frozenset())
    offered = {s.key for g in groups for s in g.services}
    found = [s for s in search.found(query) if s.key in offered] if query else []
    said = {"q": query, "groups": groups, "found": found}
    return render(request, "web/catalogue.html", said)
