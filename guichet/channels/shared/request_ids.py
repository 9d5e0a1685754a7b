"""A number for every request: the caller's own where it is a sound one, else ours; on the answer,
in refusals and in the log.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from guichet.lib import logs

HEADER = "X-Request-ID"
_SOUND = re.compile(r"[A-Za-z0-9._:/+=@-]{8,128}")


def numbered(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The outermost middleware, so that no answer goes without."""

    def answer(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        number = given if _SOUND.fullmatch(given) else str(uuid4())
        with logs.numbered(number):
            response = get_response(request)
        response.headers[HEADER] = number
        return response

    return answer
