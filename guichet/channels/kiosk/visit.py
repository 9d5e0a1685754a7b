"""One person at a kiosk: from the choice of a language to the end, or to a minute of silence.

A visit is not a sign-in of the virtual branch: it lives under a key of its own in the session, so
number and PIN open the kiosk's pages only. It ends by emptying the session and changing its key and
the forms' token: nothing is left for whoever comes next.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from importlib import import_module
from typing import Any, TypedDict

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import activate, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guichet.channels.kiosk import kept_pages, terminals
from guichet.domain.identity import queries
from guichet.domain.identity.queries import Account
from guichet.engine.actor import Assurance
from guichet.lib.text import LANGUAGES

IDLE = timedelta(seconds=60)
WARNED_BEFORE = timedelta(seconds=20)
CHANNEL = "kiosk"
_KEY = "kiosk"
View = Callable[..., HttpResponse]


class Visit(TypedDict, total=False):
    """What the session knows of a visit; nothing legible that a client typed but a receipt's
    number.
    """

    language: str
    contrast: bool
    at: float  # of the last request
    account: int
    card: int | None  # whose card was read; None if nobody's
    ticket: int  # the number taken for the staff
    choosing: int  # whose first PIN was right: they choose their own before anything opens
    app: dict[str, Any]  # what was asked of the national identity app, while it is not answered
    proved: float  # when the app last said who it is
    half: int | None  # the PIN was right, a code is still to come; None if it was not
    receipt: int
    service: str
    repeated: bool
    once: str  # the form that led to the receipt
    pages: list[list[Any]]  # what forms were answered with, sealed (`kept_pages`)


class Guest(HttpRequest):
    """A request within a visit."""

    visit: Visit
    terminal: str
    account: Account


def begin(request: HttpRequest, language: str) -> None:
    """A new person: whatever was before is gone."""
    end(request)
    fresh = language if language in LANGUAGES else "ar"
    request.session[_KEY] = Visit(language=fresh, contrast=False, at=timezone.now().timestamp())
    # Longer than a visit may be silent: then the next request still finds the row, and deletes it.
    request.session.set_expiry(int(10 * IDLE.total_seconds()))


def end(request: HttpRequest) -> None:
    """Leave nothing: the session is deleted, and forms shown before are worth nothing."""
    request.session.flush()
    rotate_token(request)


def sweep() -> None:
    """Drop the sessions that are over, those of people who walked away among them."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def signed_in(request: Guest, account: Account, *, by_app: bool = False) -> None:
    """From now on the visit is this account's; the session gets another key, as after any rise in
    rights.

    Whoever was signed in before on the same visit leaves nothing to it: no receipt, no proof,
    nothing half done.
    """
    request.session.cycle_key()
    rotate_token(request)
    now, before = timezone.now().timestamp(), request.visit
    request.visit = Visit(
        language=before["language"],
        contrast=before.get("contrast", False),
        at=now,
        account=account.pk,
    )
    if by_app:
        request.visit["proved"] = now
    keep(request)


def keep(request: Guest) -> None:
    """Write the visit down as it stands."""
    request.session[_KEY] = request.visit


def speaks(request: Guest) -> bool:
    """Whether another language was touched in the page's own form; from here on the visit
    is in it.
    """
    chosen = request.POST.get("language", "")
    if chosen not in LANGUAGES:
        return False
    request.visit["language"] = chosen
    keep(request)
    activate(chosen)  # until the page is done: the guard set the one before
    return True


def page(*methods: str, signed: bool = True, touched: bool = True) -> Callable[[View], View]:
    """A kiosk's page; with no methods named it answers GET and HEAD only.

    Args:
        touched: a person asked; what a page asks by itself makes no visit longer and writes nothing
            down.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            found = _visit_of(request, touched=touched)
            if found is None or (signed and not _account(request, found)):
                end(request)
                return private(HttpResponseRedirect(reverse("kiosk-start")))
            with override(found["language"]):
                response = kept_pages.found(request) or view(request, *args, **kwargs)
            if kept_pages.is_page(request, response):
                response = kept_pages.leads_to(request, response)
                keep(request)
            response.headers["Content-Language"] = found["language"]
            return private(response)

        return at_kiosk(*(methods or ("GET", "HEAD")))(guarded)

    return decorate


def at_kiosk(*methods: str) -> Callable[[View], View]:
    """A view that answers our machines only."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            terminal = terminals.terminal_of(request)
            if terminal is None:
                raise Http404
            request.terminal = terminal
            return view(request, *args, **kwargs)

        return require_http_methods(list(methods))(sensitive_post_parameters()(guarded))

    return decorate


def private(response: HttpResponse) -> HttpResponse:
    """No history: the browser keeps no copy, so going back asks anew."""
    response.headers["Cache-Control"] = "no-store, private"
    return response


def assurance_of(found: Visit) -> Assurance:
    """How surely the person is known: by a PIN, or by the app a short while ago."""
    return Assurance.SECOND_FACTOR if is_proved(found) else Assurance.PIN


def is_proved(found: Visit) -> bool:
    """Whether the app said a short while ago who it is."""
    since = timezone.now().timestamp() - found.get("proved", 0.0)
    return 0 <= since < 60 * settings.STEP_UP_MINUTES


def _visit_of(request: Any, *, touched: bool) -> Visit | None:
    """The visit that goes on; None once a minute has passed without a request of somebody's."""
    found: Visit | None = request.session.get(_KEY)
    now = timezone.now().timestamp()
    if found is None or not 0 <= now - found["at"] < IDLE.total_seconds():
        return None
    request.visit = found
    if touched:
        found["at"] = now
        keep(request)
    return found


def _account(request: Any, found: Visit) -> bool:
    """Whose visit it is; also for the record of who was shown what."""
    number = found.get("account")
    account = queries.account_by_id(number) if number is not None else None
    if account is None:
        return False
    request.account = account
    request.auth = queries.actor_of(account, assurance_of(found))
    return True
