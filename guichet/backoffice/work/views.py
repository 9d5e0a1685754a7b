"""The page on which staff find what they do: their tasks, how much waits in each, and what they may
do.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guichet.backoffice.work.words import PHRASES
from guichet.channels.shared import nav
from guichet.channels.shared.language import page_language
from guichet.channels.shared.page_words import page_words
from guichet.channels.shared.staff import needs, rights_of
from guichet.domain.identity.staff_words import name_of


@needs()
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """One's own tasks, each with what waits; who has no right yet is told whom to ask."""
    language = page_language()
    page = {
        "say": page_words(PHRASES, language),
        "tasks": [_task(entry, request, language) for entry in nav.work_of(request)],
        "rights": sorted(name_of(right).at(language) for right in rights_of(request)),
    }
    return render(request, "work/work.html", page)


def _task(entry: nav.MenuEntry, request: HttpRequest, language: str) -> dict[str, Any]:
    return {
        "title": entry.title.at(language),
        "about": entry.about.at(language) if entry.about else "",
        "url": reverse(entry.view),
        "icon": entry.icon,
        "waits": entry.count(request) if entry.count else None,
    }
