"""Another language in the middle of a form: what was typed is posted along and shown again, and
never stands in an address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import activate

from guichet.domain.identity import commands
from guichet.lib.text import LANGUAGES

# Of the header's buttons: a language, and the form's own step that shows the page again.
FIELD = "speak"
_STEPS = ("change", "check")
_YEAR_S = 365 * 86400


def remember(response: HttpResponse, language: str) -> None:
    """Have this browser ask for ``language`` from now on."""
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=_YEAR_S, samesite="Lax")


class Speaking:
    """Turns a touch of a language within a form into that form's own step, in that language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        chosen = getattr(request, "spoken", "")
        if chosen:
            remember(response, chosen)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Mapping[str, Any]
    ) -> None:
        """After the form's token was checked, before the view."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        chosen, _, step = request.POST.get(FIELD, "").partition(" ")
        if chosen not in LANGUAGES or step not in _STEPS:
            return
        activate(chosen)
        typed = request.POST.copy()
        typed["step"] = step
        request.POST = typed  # type: ignore[assignment]
        request.spoken = chosen  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            commands.prefer_language(request.user, chosen)  # type: ignore[arg-type]
