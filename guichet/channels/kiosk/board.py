"""The board of a hall: which numbers are called, and to which desk. A screen is known by its
address, as a kiosk is; it names nobody.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import override

from guichet.channels.kiosk import health, terminals, views, visit
from guichet.domain.reception import queue


@visit.at_kiosk("GET", "HEAD")
def board(request: Any) -> HttpResponse:
    """The last numbers called, newest first; the page asks again by itself.

    Raises:
        Http404: the terminal stands at no branch.
    """
    branch = terminals.branch_of(request.terminal)
    if branch is None:
        raise Http404
    health.seen(request.terminal)
    now = timezone.now()
    page = {
        "branch": branch,
        "called": queue.announced(branch, now),
        "waiting": len(queue.line(branch, now).waiting),
    }
    with override("ar"):
        response = views.show(request, "board", page)
    response.headers["Content-Language"] = "ar"
    return visit.private(response)
