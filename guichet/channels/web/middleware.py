"""A form larger than any of ours is turned away before a byte of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

MIDDLEWARE = ["guichet.channels.web.middleware.turn_away"]
_MOST = 16_000_000  # the largest attachments of one form, and its words


def turn_away(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer an oversized form with a page that says so."""

    def answer(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if request.path.startswith("/services/") and length.isdigit() and int(length) > _MOST:
            from guichet.channels.web.views import errors

            response = errors.too_large(request)
            response.headers["Connection"] = "close"
            return response
        return get_response(request)

    return answer
