"""A body larger than any file we take is turned away before a byte of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from guichet.channels.bulk.table import MOST_BYTES

MIDDLEWARE = ["guichet.channels.bulk.middleware.turn_away"]
_FORM = 100_000  # what the form adds around the file


def turn_away(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer an oversized upload with the page that says so."""

    def answer(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if (
            request.path.startswith("/files/")
            and length.isdigit()
            and int(length) > MOST_BYTES + _FORM
        ):
            from guichet.channels.bulk import views

            return views.too_large(request)
        return get_response(request)

    return answer
