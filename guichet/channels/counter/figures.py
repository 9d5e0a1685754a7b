"""Branch and electronic transactions beside one another: how many, and how long one takes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from guichet.channels.counter import visit
from guichet.channels.counter.comparison import Comparison, compare
from guichet.channels.shared import days
from guichet.channels.shared.language import page_language
from guichet.engine.context import HOME

_DAYS, _MOST_DAYS = 30, 366


@visit.page()
def figures(request: visit.AtCounter) -> HttpResponse:
    """Of some days; the last thirty by default."""
    today = timezone.now().astimezone(HOME).date()
    until = _day(request.GET.get("until", ""), today)
    since = _day(request.GET.get("since", ""), until - timedelta(days=_DAYS - 1))
    since = max(min(since, until), until - timedelta(days=_MOST_DAYS))
    found, language = between(since, until), page_language()
    page: dict[str, Any] = {
        "since": days.shown(since, language),
        "until": days.shown(until, language),
        "found": found,
    }
    return visit.show(request, "figures", page)


def between(since: date, until: date) -> Comparison:
    """From the first to the last day, both included."""
    return compare(_midnight(since), _midnight(until + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HOME)


def _day(text: str, otherwise: date) -> date:
    return days.read(text) or otherwise
