"""What the framework answers by itself before a view is reached becomes a problem document
as well.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from guichet.channels.shared.language import page_language

MIDDLEWARE = ["guichet.channels.api.middleware.speak_json"]
_OURS = "/api/"


def speak_json(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A method that an address does not take is refused in words, and still names those it
    takes.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or not request.path.startswith(
            _OURS
        ):
            return response
        # Not at the top: when the settings take the list above, refusals cannot be declared yet.
        from guichet.channels.api import problems

        allowed = response.headers.get("Allow", "")
        problem = problems.Problem(
            problems.METHOD, given=(request.method or "")[:20], allowed=allowed
        )
        refused = problems.refused(problem, page_language())
        refused.headers["Allow"] = allowed
        return refused

    return answer
