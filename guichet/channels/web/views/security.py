"""What proves the account and where it is signed in: apps, recovery codes, passkeys, sign-ins."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from guichet.channels.shared.assurance import to_proof
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.channels.web import assurance, news, visit
from guichet.channels.web.next_page import safe_goal
from guichet.channels.web.words import WAYS_IN
from guichet.domain.contact import confirmation
from guichet.domain.identity import factors, open_sessions, throttle
from guichet.engine.actor import Assurance


@visit.page()
def security(request: visit.Visitor) -> HttpResponse:
    """Everything that opens this account."""
    language, now = page_language(), timezone.now()
    page = {
        "factors": [(f, factors.counts(f, now)) for f in factors.live(request.user)],
        "codes_left": factors.recovery_codes_left(request.user),
        "stays": [
            {"stay": s, "how": WAYS_IN[s.how].at(language) if s.how in WAYS_IN else s.how}
            for s in open_sessions.open_of(request.user)
        ],
        "this": assurance.stay_of(request),
        "contacts": confirmation.in_force(request.user),
        "codes_offered": confirmation.offered(),
        **news.of(request.user, now),
    }
    return render(request, "web/security.html", page)


@sensitive_post_parameters("password", "code")
@visit.page("GET", "HEAD", "POST")
def add_app(request: visit.Visitor) -> HttpResponse:
    """Add an authenticator app: scan, type the first code; the recovery codes follow."""
    account, now = request.user, timezone.now()
    goal = safe_goal(request, request.POST.get("next") or request.GET.get("next") or "")
    sure = assurance.assurance_of(request, now) >= Assurance.SECOND_FACTOR
    if not sure and factors.counting(account, now):
        return to_proof(request.get_full_path())
    errors: list[Problem] = []
    if request.method == "POST":
        errors = [] if sure else password_problems(request)
        if not errors:
            added = factors.confirm_totp(account, request.POST.get("code", ""), now=now, sure=sure)
            if added is not None:
                return _codes(request, goal, added)
            errors = [
                Problem(
                    _("The code is not the one the app shows now. Type the present one."), "id_code"
                )
            ]
    begun = (
        factors.begun_totp(account) if request.method == "POST" else None
    ) or factors.begin_totp(account, now=now)
    page: dict[str, Any] = {
        "errors": errors,
        "problem": bool(errors),
        "next": goal,
        "sure": sure,
        "secret": " ".join(begun.secret[at : at + 4] for at in range(0, len(begun.secret), 4)),
        "qr": segno.make(begun.uri, error="m").svg_data_uri(
            scale=5, border=3, dark="#084543", light="#ffffff"
        ),
        "uri": begun.uri,
    }
    return render(request, "web/add_app.html", page, status=422 if errors else 200)


@visit.page("POST")
def new_codes(request: visit.Visitor) -> HttpResponse:
    """Ten fresh recovery codes; only for who has shown a factor just now."""
    if assurance.assurance_of(request, timezone.now()) < Assurance.SECOND_FACTOR:
        return to_proof(reverse("security"))
    return _codes(request, "", None)


def _codes(request: visit.Visitor, goal: str, added: factors.Factor | None) -> HttpResponse:
    now = timezone.now()
    if added is not None and factors.counts(
        added, now
    ):  # the app has just shown that it works: that is a proof
        assurance.proved(request, now)
    codes = factors.new_recovery_codes(request.user, now=now, given_with=added)
    page = {"codes": codes, "next": goal}
    return render(request, "web/recovery_codes.html", page)


@visit.page("POST")
def remove(request: visit.Visitor) -> HttpResponse:
    """Take a factor away; only for who has shown one just now, unless it is one that does not count
    yet.
    """
    now, factor = timezone.now(), number_in(request, "factor")
    waits = factors.waits_still(request.user, factor, now)
    if not waits and assurance.assurance_of(request, now) < Assurance.SECOND_FACTOR:
        return to_proof(reverse("security"))
    if factors.remove(request.user, factor, now=now):
        messages.success(request, _("It is removed and opens nothing any more."))
    return redirect("security")


@visit.page("POST")
def end_stay(request: visit.Visitor) -> HttpResponse:
    """Sign one other device out, or all of them."""
    now = timezone.now()
    if request.POST.get("stay") == "others":
        open_sessions.end_others(request.user, assurance.stay_of(request), now=now)
        messages.success(request, _("All other devices are signed out."))
    elif open_sessions.end(request.user, number_in(request, "stay"), now=now):
        messages.success(request, _("That device is signed out."))
    return redirect("security")


def waiting(seconds: int) -> str:
    """How long to wait, said to a person."""
    return ngettext(
        "Wait %(n)d second before the next try.", "Wait %(n)d seconds before the next try.", seconds
    ) % {"n": seconds}


def number_in(request: visit.Visitor, name: str) -> int:
    """A number of ours from a form; 0, which is nobody's, for anything else."""
    typed = request.POST.get(name, "")[:18]
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def password_problems(request: visit.Visitor, box: str = "password") -> list[Problem]:
    """The password once more: somebody at a screen left open must not add a factor of their own."""
    account, now, place = request.user, timezone.now(), assurance.place_of(request, request.user)
    where = {"now": now, "device": place.device}
    wait = throttle.sign_in_wait(account.username, place.address, **where)  # type: ignore[arg-type]
    if wait:
        return [Problem(waiting(wait), f"id_{box}")]
    if account.check_password(request.POST.get(box, "")):
        return []
    throttle.sign_in_failed(account.username, place.address, **where)  # type: ignore[arg-type]
    open_sessions.failed(account, how="password", network=place.network, now=now)
    return [Problem(_("The present password is not right."), f"id_{box}")]
