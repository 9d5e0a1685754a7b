"""A kiosk has no address bar: a page that cannot be shown must lead back to the start, and nowhere
else.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override

from guichet.channels.kiosk import terminals, visit, words

MIDDLEWARE = ["guichet.channels.kiosk.middleware.led_back"]
_LOST = frozenset({400, 403, 404, 413, 500})
_NOT_KIOSK = ("health", "my-card/")  # for monitoring, and for a client's own browser


def led_back(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """In place of an error page of the portal: the same status in kiosk dress, which starts anew by
    itself.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        page = lost(request, response.status_code) if response.status_code in _LOST else None
        return response if page is None else page

    return answer


def lost(request: HttpRequest, status: int) -> HttpResponse | None:
    """The page that starts anew; None where no kiosk asks. Without the request's context, which may
    be what failed.
    """
    start = reverse("kiosk-start")
    if (
        not request.path.startswith(start)
        or request.path.removeprefix(start).startswith(_NOT_KIOSK)
        or terminals.terminal_of(request) is None
    ):
        return None
    with override("ar"):
        page = render(
            None, "kiosk/lost.html", {"w": words.ALL, "lang": "ar", "dir": "rtl"}, status=status
        )  # type: ignore[arg-type]
    page.headers["Content-Language"] = "ar"
    return visit.private(page)
