"""The kiosk's pages around the services: language, number and PIN, the list, the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import override

from guichet.channels.kiosk import capabilities, health, spoken_help, terminals, visit, words
from guichet.channels.kiosk.refusals import TOO_MANY, WRONG_CODE, WRONG_PIN
from guichet.channels.shared import handling_time
from guichet.domain.contact import codes, pin_sign_in
from guichet.domain.contact.queries import must_choose_pin
from guichet.domain.identity import number_matching, queries, throttle
from guichet.engine import audit, store
from guichet.engine.record import iso
from guichet.engine.refusal import Refused
from guichet.lib.locale import here
from guichet.lib.text import ASCII_DIGITS

# More people than one use a kiosk in an hour, so its own limit; each account has its count besides
# (see signing.py).
TRIES, TRIES_WINDOW = 120, timedelta(hours=1)
SIGN_IN = "sign-in"  # the purpose of a code that stands beside a PIN
DIGITS = here().persons.digits  # of a person's number
NAMES = {"ar": "العربية", "en": "English", "fr": "Français"}


def show(
    request: Any, template: str, page: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page in kiosk dress."""
    frame = {
        "w": words.ALL,
        "digits": DIGITS,
        "tongues": NAMES.items(),
        "going": getattr(request, "visit", None),
        "idle": int(visit.IDLE.total_seconds()),
        "review": "review" in request.GET or "review" in request.POST,
        "warned": int(visit.WARNED_BEFORE.total_seconds()),
        "begun": handling_time.begun(handling_time.began(request) or timezone.now().timestamp()),
        "help": spoken_help.address_of(template, request.visit["language"])
        if hasattr(request, "visit")
        else "",
    }
    return render(request, f"kiosk/{template}.html", frame | (page or {}), status=status)


@visit.at_kiosk("GET", "HEAD")
def start(request: Any) -> HttpResponse:
    """Where everybody begins; whoever was here before is gone."""
    visit.end(request)
    health.seen(request.terminal)
    with override("ar"):
        response = show(
            request, "start", {"languages": NAMES.items(), "ended": "ended" in request.GET}
        )
    # What the browser keeps by itself; the pages keep nothing there.
    response.headers["Clear-Site-Data"] = '"storage"'
    response.headers["Content-Language"] = "ar"
    return visit.private(response)


@visit.at_kiosk("POST")
def begin(request: Any) -> HttpResponse:
    """A language is chosen."""
    visit.begin(request, request.POST.get("language", ""))
    return visit.private(to("kiosk-sign-in"))


@visit.at_kiosk("POST")
def end(request: Any) -> HttpResponse:
    """The person goes, or has gone."""
    visit.end(request)
    return visit.private(to("kiosk-start", "?ended"))


@visit.page("POST", signed=False)
def stay(request: visit.Guest) -> HttpResponse:
    """Somebody is still typing: the visit goes on."""
    return HttpResponse(status=204)


@visit.page("POST", signed=False)
def contrast(request: visit.Guest) -> HttpResponse:
    """Switch high contrast for this visit."""
    request.visit["contrast"] = not request.visit.get("contrast")
    visit.keep(request)
    if "quietly" in request.POST:
        return HttpResponse(status=204)
    return to("kiosk-services" if "account" in request.visit else "kiosk-sign-in")


@visit.page("POST", signed=False)
def language(request: visit.Guest) -> HttpResponse:
    """Another language in the middle of a visit; the page is shown again."""
    visit.speaks(request)
    back = request.POST.get("back", "")[:200]
    if back.startswith(reverse("kiosk-start")) and url_has_allowed_host_and_scheme(back, None):
        return HttpResponseRedirect(back, status=303)
    return to("kiosk-services" if "account" in request.visit else "kiosk-sign-in")


@visit.page("GET", "HEAD", "POST", signed=False)
def sign_in(request: visit.Guest) -> HttpResponse:
    """National number and PIN; after wrong tries a code besides, asked alike whether or not the PIN
    was right.
    """
    if request.method != "POST":
        return show(request, "sign_in", _ways(request))
    if visit.speaks(request):
        half = "code" in request.POST and "half" in request.visit
        number = request.POST.get("number", "")[:DIGITS]
        return show(
            request,
            "sign_in_code" if half else "sign_in",
            {"number": number, **_ways(request)},
        )
    if "code" in request.POST:
        return _code(request)
    now, number = timezone.now(), request.POST.get("number", "")
    if not throttle.within(f"kiosk:{request.terminal}", limit=TRIES, window=TRIES_WINDOW, now=now):
        return _again(request, TOO_MANY, status=429)
    person = (
        int(number) if 1 <= len(number) <= DIGITS and set(number) <= set(ASCII_DIGITS) else None
    )
    entry = pin_sign_in.enter(
        person, request.POST.get("pin", "")[:12], place=place_of(request), now=now
    )
    return entered(request, entry, lambda: _again(request, WRONG_PIN))


def entered(
    request: visit.Guest, entry: pin_sign_in.PinResult, again: Callable[[], HttpResponse]
) -> HttpResponse:
    """What follows a PIN: a code besides, the services, or once more."""
    if entry.code_needed:
        request.visit["half"] = entry.account.pk if entry.account else None
        visit.keep(request)
        if entry.account:
            _send_code(request, entry.account)
        return show(request, "sign_in_code")
    return again() if entry.account is None else _enter(request, entry.account)


def place_of(request: visit.Guest) -> str:
    """Where a try comes from, as it is counted."""
    return f"kiosk {request.terminal}"


def _again(request: visit.Guest, refusal: Any, status: int = 422) -> HttpResponse:
    # The number is not shown again: it may be somebody else's who has just left.
    said = refusal.sentence(request.visit["language"])
    return show(request, "sign_in", {"error": said, **_ways(request)}, status)


def _ways(request: visit.Guest) -> dict[str, bool]:
    """What stands beside number and PIN here."""
    tickets = terminals.branch_of(request.terminal) is not None
    return {"tickets": tickets, "app": number_matching.offered()}


def _send_code(request: visit.Guest, account: queries.Account) -> None:
    language = request.visit["language"]
    try:
        codes.issue(
            account,
            SIGN_IN,
            words.SIGN_IN,
            channel=visit.CHANNEL,
            language=language,
            now=timezone.now(),
        )
    except Refused:
        return  # said, it would tell that the PIN was right


def _code(request: visit.Guest) -> HttpResponse:
    if "half" not in request.visit:
        return to("kiosk-sign-in")
    now, half = timezone.now(), request.visit["half"]
    account = queries.account_by_id(half) if half is not None else None
    given = request.POST["code"][:12]
    if account is None or not codes.redeem(account, SIGN_IN, given, channel=visit.CHANNEL, now=now):
        error = WRONG_CODE.sentence(request.visit["language"])
        return show(request, "sign_in_code", {"error": error}, 422)
    return _enter(request, account)


def _enter(request: visit.Guest, account: queries.Account) -> HttpResponse:
    pin_sign_in.forget_tries(account, place_of(request))
    if must_choose_pin(account, timezone.now()):  # a first PIN opens nothing else
        request.visit.pop("half", None)
        request.visit["choosing"] = account.pk
        visit.keep(request)
        return to("kiosk-choose-pin")
    return welcome(request, account)


def welcome(
    request: visit.Guest, account: queries.Account, *, by_app: bool = False
) -> HttpResponse:
    """Whoever has proved who they are is let in, on record, and on to the services."""
    now = timezone.now()
    with store.atomic():
        audit.note(
            "kiosk",
            {
                "account": account.pk,
                "terminal": request.terminal,
                "what": "signed in",
                "at": iso(now),
            },
        )
    visit.signed_in(request, account, by_app=by_app)
    return to("kiosk-services")


@visit.page()
def services(request: visit.Guest) -> HttpResponse:
    """What this person may ask for here."""
    segments = queries.segments_of(request.account)
    offered = [service for service in capabilities.carried() if service.audience & segments]
    return show(request, "services", {"services": offered})


def to(name: str, query: str = "") -> HttpResponse:
    """On to a page by its name."""
    return HttpResponseRedirect(reverse(name) + query, status=303)
