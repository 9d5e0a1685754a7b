"""Around every request: what no database can hold is turned away, and a page is kept to itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

MIDDLEWARE = [
    "guichet.channels.shared.middleware.safe_headers",
    "guichet.channels.shared.middleware.SoundText",
    "guichet.channels.shared.language_switch.Speaking",
    "guichet.channels.shared.disclosures.recorded",
]

# No inline script or style anywhere: a name such as <script>… stays a name.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_NUL = "\x00"


def safe_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Nothing foreign is loaded, framed, sniffed or remembered by proxies; a view may set its own
    headers first.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"
        )
        user = getattr(request, "user", None)
        if "Authorization" in request.headers or (user is not None and user.is_authenticated):
            # A shared computer's back button must not show the last client's workers, nor a proxy a
            # machine's answers.
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return answer


class SoundText:
    """Refuses a zero byte in what a browser sends: PostgreSQL's text cannot hold one, and nobody
    can type one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any(_NUL in value for value in request.COOKIES.values()):
            # A refusal's own page would look the session up, so the visitor simply has no cookies.
            request.COOKIES = {}
            request.session = type(request.session)()
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Mapping[str, Any]
    ) -> None:
        """After the form's token was checked, before the view.

        Raises:
            BadRequest: there is one in the address, the query or the form.
        """
        if getattr(view, "csrf_exempt", False):  # machines: their channel reads the body by itself
            return
        named = any(isinstance(value, str) and _NUL in value for value in kwargs.values())
        if named or _holds_nul(request.GET) or _holds_nul(request.POST):
            raise BadRequest


def _holds_nul(given: QueryDict) -> bool:
    return any(_NUL in name or any(_NUL in v for v in values) for name, values in given.lists())
