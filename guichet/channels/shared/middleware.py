"""Headers that keep a page to itself: nothing foreign is loaded, framed, sniffed or remembered by proxies."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

MIDDLEWARE = ["guichet.channels.shared.middleware.safe_headers"]

# No inline script or style anywhere: a name such as <script>… stays a name.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def safe_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Add the headers to every answer; a view may set its own first."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"
        )
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            # A shared computer's back button must not show the last client's workers.
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return answer
