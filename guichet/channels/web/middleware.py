"""Notes once a minute that a signed-in visitor is still there, for the list of their sign-ins."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from guichet.channels.web import standing

MIDDLEWARE = ["guichet.channels.web.middleware.seen"]


def seen(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """After the view, so that a visitor who just signed out is not seen."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        user = getattr(request, "user", None)
        # Machines have no session to look at.
        if request.session.accessed and user is not None and user.is_authenticated:
            standing.touch(request, timezone.now())
        return response

    return answer
