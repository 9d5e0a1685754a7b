"""Passkeys: the script asks for options, the device answers, the answer is checked. JSON in, JSON
out.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guichet.channels.shared.address import address_of
from guichet.channels.shared.assurance import to_proof
from guichet.channels.web import assurance, visit
from guichet.channels.web.next_page import safe_goal
from guichet.channels.web.sign_in import enter
from guichet.channels.web.views.security import password_problems
from guichet.domain.identity import factors, open_sessions, passkeys, throttle
from guichet.domain.identity.queries import Account
from guichet.engine.actor import Assurance

_STATE = "passkey"
_LONGEST = 20_000
_LIVES_S = 300


@visit.page("GET", "HEAD")
def add_passkey(request: visit.Visitor) -> HttpResponse:
    """The page with the button."""
    sure = assurance.assurance_of(request, timezone.now()) >= Assurance.SECOND_FACTOR
    if not sure and factors.counting(request.user, timezone.now()):
        return to_proof(request.get_full_path())
    page = {
        "sure": sure,
        "offered": site_of(request) is not None,
        "next": safe_goal(request, request.GET.get("next", "")),
    }
    return render(request, "web/add_passkey.html", page)


@visit.page("POST")
def registration_options(request: visit.Visitor) -> HttpResponse:
    """The password once more, unless a factor was just shown; then what the device is to be
    asked.
    """
    now, site = timezone.now(), site_of(request)
    if site is None:
        return _no(_("This browser or address does not offer passkeys."))
    if assurance.assurance_of(request, now) < Assurance.SECOND_FACTOR:
        wrong = password_problems(request)
        if wrong or factors.counting(request.user, now):
            return _no(wrong[0].sentence if wrong else _not_accepted())
    options, state = passkeys.begin_registration(request.user, site)
    _keep(request, state, "register")
    return JsonResponse(options)


@visit.page("POST")
def register(request: visit.Visitor) -> HttpResponse:
    """The device's answer."""
    now, site = timezone.now(), site_of(request)
    state, given = _kept(request, "register"), _given(request)
    if site is None or state is None or given is None:
        return _no(_not_accepted())
    sure = assurance.assurance_of(request, now) >= Assurance.SECOND_FACTOR
    made = passkeys.register(
        request.user,
        site,
        state,
        given["answer"],
        name=str(given.get("name", "")),
        now=now,
        sure=sure,
    )
    if made is None:
        return _no(_not_accepted())
    if factors.counts(made, now):
        assurance.proved(request, now)
    messages.success(request, _("The passkey is added."))
    return JsonResponse(
        {"goal": safe_goal(request, str(given.get("next", ""))) or reverse("security")}
    )


@require_POST
def use_options(request: HttpRequest) -> HttpResponse:
    """What the device is to be asked, to sign in or to prove more."""
    site = site_of(request)
    if site is None:
        return _no(_("This browser or address does not offer passkeys."))
    options, state = passkeys.begin_use(site, _whose(request))
    _keep(request, state, "use")
    return JsonResponse(options)


@require_POST
def use(request: HttpRequest) -> HttpResponse:
    """Sign in, or prove more, with what the device signed."""
    now, site, address = timezone.now(), site_of(request), address_of(request)
    if not throttle.address_may_try(address, now=now):
        return _no(_not_accepted(), status=429)
    whose, state, given = _whose(request), _kept(request, "use"), _given(request)
    account = None
    if site is not None and state is not None and given is not None:
        account = passkeys.used(site, state, given["answer"], now=now)
    if account is None or (whose is not None and whose.pk != account.pk):
        network = throttle.network_of(address)
        open_sessions.failed(whose, how="passkey", network=network, now=now)
        return _no(_not_accepted())
    goal = safe_goal(request, str((given or {}).get("next", "")))
    if request.user.is_authenticated:
        assurance.proved(request, now)
        return JsonResponse({"goal": goal or reverse("security")})
    half = assurance.half_way(request, now)
    response = JsonResponse({"goal": (half[1] if half else goal) or reverse("home")})
    enter(request, response, account, how="password+passkey" if half else "passkey", sure=True)
    return response


def site_of(request: HttpRequest) -> passkeys.Site | None:
    """Our own origin, where passkeys can be offered."""
    return passkeys.site_at(f"{request.scheme}://{request.get_host()}")


def _whose(request: HttpRequest) -> Account | None:
    """Who is signed in, or has shown the password already; None: whoever the passkey names."""
    if isinstance(request.user, Account):
        return request.user
    half = assurance.half_way(request, timezone.now())
    return half[0] if half else None


def _keep(request: HttpRequest, state: dict[str, Any], what: str) -> None:
    request.session[_STATE] = {"state": state, "what": what, "at": timezone.now().timestamp()}


def _kept(request: HttpRequest, what: str) -> dict[str, Any] | None:
    """The state of the challenge, once: an answer sent twice finds none."""
    kept = request.session.pop(_STATE, None)
    if kept is None or kept["what"] != what:
        return None
    age = timezone.now().timestamp() - kept["at"]
    return kept["state"] if 0 <= age < _LIVES_S else None


def _given(request: HttpRequest) -> dict[str, Any] | None:
    """``{"answer": {...}, "next": ..., "name": ...}`` from the form's own field."""
    text = request.POST.get("passkey", "")
    try:
        given = json.loads(text) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        return None
    sound = isinstance(given, dict) and isinstance(given.get("answer"), dict)
    return given if sound else None


def _not_accepted() -> str:
    return _("The passkey was not accepted. Try again, or sign in another way.")


def _no(sentence: str, status: int = 422) -> HttpResponse:
    return JsonResponse({"problem": sentence}, status=status)
