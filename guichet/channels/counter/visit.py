"""Who may see a page of the counter: a clerk with the right at a branch; and of a client, only
within the sitting they consented to.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guichet.channels.counter.words import WORDS
from guichet.channels.shared import drafts, nav
from guichet.channels.shared.language import page_language
from guichet.channels.shared.staff import declared
from guichet.domain.identity import staff
from guichet.domain.identity.queries import Account
from guichet.domain.reception import assisted_sessions, queue
from guichet.domain.reception.queries import Branch, Sitting
from guichet.domain.reception.refusals import SITTING_ENDED
from guichet.engine.actor import Assurance
from guichet.engine.context import HOME

CHANNEL = "counter"
View = Callable[..., HttpResponse]


class AtCounter(HttpRequest):
    """A request of a clerk; ``sitting`` and ``assurance`` only where a client has consented."""

    user: Account  # type: ignore[assignment]
    branch: Branch
    sitting: Sitting
    assurance: Assurance


def page(*methods: str) -> Callable[[View], View]:
    """A page for clerks; with no methods named it answers GET and HEAD only."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            places = staff.places(request.user, staff.COUNTER, today())
            if not places:
                raise PermissionDenied
            request.branch = queue.branch_of(places[0])
            nav.entries(
                request
            )  # looked up now: within a sitting the database reads in the client's name
            return view(request, *args, **kwargs)

        allowed = require_http_methods(list(methods) or ["GET", "HEAD"])(guarded)
        hidden = sensitive_post_parameters("code", "reference")(allowed)
        return declared(drafts.signed_in(hidden), staff.COUNTER)

    return decorate


def in_sitting(*methods: str, consented: bool = True) -> Callable[[View], View]:
    """A page within a sitting; without one, or before the client consents, it leads to where they
    do.
    """

    def decorate(view: View) -> View:
        @page(*methods)
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            found = assisted_sessions.current(request.user, timezone.now())
            if found is None:
                messages.warning(request, SITTING_ENDED.sentence(page_language()))
                return HttpResponseRedirect(reverse("counter"), status=303)
            request.sitting = found
            request.assurance = assisted_sessions.assurance_of(found)
            if consented and request.assurance is None:
                return HttpResponseRedirect(reverse("counter-consent"), status=303)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def show(request: Any, template: str, page: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the counter."""
    sitting = getattr(request, "sitting", None)
    frame = {"w": WORDS, "branch": request.branch, "sitting": sitting}
    if sitting is not None and getattr(request, "assurance", None) is not None:
        frame["client"] = sitting.client
    return render(request, f"counter/{template}.html", frame | page, status=status)


def today() -> date:
    """The calendar day at the institution."""
    return timezone.now().astimezone(HOME).date()
