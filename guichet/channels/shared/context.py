"""What the frame of every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_bidi

from guichet.channels.shared import nav
from guichet.channels.shared.language import page_language
from guichet.domain.identity import staff
from guichet.lib import institution

CONTEXT_PROCESSORS = ["guichet.channels.shared.context.page"]


def page(request: HttpRequest) -> dict[str, Any]:
    """Language, direction, menu and the party that is acted for (kept in the session, so no query
    for it).
    """
    match = request.resolver_match
    here = match.view_name if match else ""
    language = page_language()
    known = hasattr(request, "user") and request.user.is_authenticated
    menu = nav.entries(request) if known else []
    works = known and staff.is_staff(request.user)  # type: ignore[arg-type]
    return {
        "lang": language,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "languages": settings.LANGUAGES,
        "menu": [
            {"title": e.title.at(language), "url": _address(e, works), "current": here in e.places}
            for e in menu
        ],
        "own_menu": [
            {"title": e.title.at(language), "url": reverse(e.view), "icon": icon}
            for e, icon in (nav.own_entries(request) if known else [])
        ],
        "client": known and nav.reach_of(request).client,
        "party": _party(request, language),
        "institution": institution.name().at(language),
        "trial": settings.TRIAL,
    }


def _address(entry: nav.MenuEntry, works: bool) -> str:
    """Where an entry leads; staff who ask for the catalogue mean it, and are not led to
    their work.
    """
    mine = f"?{nav.MINE}" if works and entry.view == "home" else ""
    return reverse(entry.view) + mine


def _party(request: HttpRequest, language: str) -> dict[str, Any] | None:
    party = request.session.get("party") if hasattr(request, "session") else None
    return party and {**party, "name": party["ar"] if language == "ar" else party["latin"]}
