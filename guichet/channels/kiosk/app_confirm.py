"""An asking confirmed in the national identity app instead of by a code: for these very values, once."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from guichet.channels.kiosk import app_sign_in, visit
from guichet.channels.kiosk.refusals import APP_WAITS
from guichet.channels.kiosk.views import show
from guichet.domain.identity import matching
from guichet.engine.service import Service


def offered(request: visit.Guest) -> bool:
    """Whether this person can confirm so."""
    return matching.registered(request.account)


def ask(
    request: visit.Guest, asked: type[Service], purpose: str, form: dict[str, Any]
) -> HttpResponse:
    """Ring the person's telephone and show the two digits.

    Raises:
        Refused: too many requests, or the provider does not answer.
    """
    if not offered(request):
        raise Http404
    title = asked.title.at(request.visit["language"])
    pushed = matching.ask(
        str(request.account.person_number), purpose=purpose,
        service=f"{app_sign_in.SERVICE}: {title}", now=timezone.now(),
    )  # fmt: skip
    app_sign_in.keep(request, pushed)
    return digits(request, form)


def digits(request: visit.Guest, form: dict[str, Any], *, waits: bool = False) -> HttpResponse:
    """The two digits, with the form to go on with."""
    pushed = app_sign_in.asked_of(request)
    error = APP_WAITS.sentence(request.visit["language"]) if waits else ""
    page = {**form, "digits": pushed.number if pushed else "", "error": error}
    return show(request, "app_digits", page, 422 if waits else 200)


def is_picked(request: visit.Guest, purpose: str) -> bool:
    """Whether this person has approved it; what was asked is used up then.

    Raises:
        Refused: refused on the telephone, too late, for something else, or the provider does not answer.
    """
    pushed = app_sign_in.asked_of(request)
    if pushed is None:
        return False
    account = matching.account_of(
        pushed, purpose=purpose, now=timezone.now(), channel=visit.CHANNEL
    )
    if account is None:
        return False
    app_sign_in.forget(request)
    if account != request.account:
        raise Http404  # the app's person has another account by now
    return True
