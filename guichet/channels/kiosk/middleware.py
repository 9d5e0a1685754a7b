"""A kiosk has no address bar: a page that cannot be shown must lead back to the start, and nowhere else."""

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
    """In place of an error page of the portal: the same status in kiosk dress, which starts anew by itself."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        start = reverse("kiosk-start")
        if response.status_code not in _LOST or not request.path.startswith(start):
            return response
        if (
            request.path.removeprefix(start).startswith(_NOT_KIOSK)
            or terminals.terminal_of(request) is None
        ):
            return response
        with override("ar"):
            page = render(request, "kiosk/lost.html", {"w": words.ALL}, status=response.status_code)
        page.headers["Content-Language"] = "ar"
        return visit.private(page)

    return answer
