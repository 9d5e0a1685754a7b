"""A form larger than any of ours is turned away unread; a visitor who is signed in is noted as
still there.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from guichet.channels.web import assurance

MIDDLEWARE = ["guichet.channels.web.middleware.turn_away", "guichet.channels.web.middleware.seen"]
_MOST = 16_000_000  # the largest attachments of one form, and its words


def turn_away(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer an oversized form with a page that says so."""

    def answer(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if request.path.startswith("/services/") and length.isdigit() and int(length) > _MOST:
            from guichet.channels.web.views import errors

            return errors.too_large(request)
        return get_response(request)

    return answer


def seen(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Note, after the view so that who just signed out is not seen, that a visitor is still
    there.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        user = getattr(request, "user", None)
        # Machines have no session to look at.
        if request.session.accessed and user is not None and user.is_authenticated:
            assurance.touch(request, timezone.now())
        return response

    return answer
