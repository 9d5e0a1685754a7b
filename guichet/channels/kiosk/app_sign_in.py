"""Signing in with the national number and the national identity app: two digits are shown here and
picked there.

The page asks by itself whether somebody has picked; without a script a button does. Who goes, or is
silent, takes what was asked along: an approval after that opens nothing.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from guichet.channels.kiosk import views, visit
from guichet.channels.kiosk.refusals import APP_WAITS, TOO_MANY
from guichet.domain.identity import number_matching, throttle
from guichet.engine.refusal import Refusal, Refused

SERVICE = "Guichet"


@visit.page("GET", "HEAD", "POST", signed=False)
def app(request: visit.Guest) -> HttpResponse:
    """The number, then the two digits."""
    if not number_matching.offered():
        return views.to("kiosk-sign-in")
    if request.method != "POST":
        forget(request)
        return views.show(request, "app")
    asked = asked_of(request)
    if visit.speaks(request):
        number = {"number": request.POST.get("number", "")[: views.DIGITS]}
        return _digits(request, asked) if asked else views.show(request, "app", number)
    try:
        if request.POST.get("step") == "chosen":
            return _chosen(request, asked)
        return _ask(request)
    except Refused as refused:
        forget(request)
        said = refused.sentence(request.visit["language"])
        return views.show(request, "app", {"error": said}, 422)


@visit.page(signed=False, touched=False)
def state(request: visit.Guest) -> HttpResponse:
    """Whether there is something to hear from the app: 202 not yet, 204 go on."""
    asked = asked_of(request)
    waits = asked is not None and not number_matching.is_decided(asked, now=timezone.now())
    return HttpResponse(status=202 if waits else 204)


def asked_of(request: visit.Guest) -> number_matching.Asked | None:
    """What is on its way to the app."""
    return number_matching.read(request.visit.get("app"))


def keep(request: visit.Guest, asked: number_matching.Asked) -> None:
    """One at a time: it takes the place of what was asked before."""
    request.visit["app"] = asked.kept()
    visit.keep(request)


def forget(request: visit.Guest) -> None:
    """What was asked is not waited for any more."""
    request.visit.pop("app", None)
    visit.keep(request)


def _ask(request: visit.Guest) -> HttpResponse:
    now, key = timezone.now(), f"kiosk:{request.terminal}"
    if not throttle.within(key, limit=views.TRIES, window=views.TRIES_WINDOW, now=now):
        return _refused(request, TOO_MANY, 429)
    number = request.POST.get("number", "")[: views.DIGITS]
    asked = number_matching.ask(number, purpose=number_matching.SIGN_IN, service=SERVICE, now=now)
    keep(request, asked)
    return _digits(request, asked)


def _chosen(request: visit.Guest, asked: number_matching.Asked | None) -> HttpResponse:
    if asked is None:
        return views.to("kiosk-app")
    account = number_matching.account_of(
        asked, purpose=number_matching.SIGN_IN, now=timezone.now(), channel=visit.CHANNEL
    )
    if account is None:
        return _digits(request, asked, APP_WAITS.sentence(request.visit["language"]))
    return views.welcome(request, account, by_app=True)


def _digits(request: visit.Guest, asked: number_matching.Asked, error: str = "") -> HttpResponse:
    page = {"digits": asked.number, "error": error}
    return views.show(request, "app_digits", page, 422 if error else 200)


def _refused(request: visit.Guest, refusal: Refusal, status: int) -> HttpResponse:
    said = refusal.sentence(request.visit["language"])
    return views.show(request, "app", {"error": said}, status)
