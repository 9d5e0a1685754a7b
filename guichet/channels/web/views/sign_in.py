"""Signing in and out, the password, the language."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from guichet.channels.shared import drafts
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language_switch import remember
from guichet.channels.web import assurance, visit
from guichet.channels.web.next_page import safe_goal
from guichet.channels.web.sign_in import enter
from guichet.channels.web.views.national import ways_in
from guichet.channels.web.views.passkeys import site_of
from guichet.channels.web.views.security import password_problems, waiting
from guichet.domain.identity import commands, factors, open_sessions, queries, throttle
from guichet.domain.identity.queries import Account
from guichet.lib.country_languages import languages
from guichet.lib.text import plain_digits


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """User name and password; wrong tries wait longer and longer, only where they come from."""
    goal = safe_goal(request, request.POST.get("next") or request.GET.get("next") or "")
    if request.user.is_authenticated and request.method != "POST":
        return redirect(goal or "home")
    username = plain_digits(request.POST.get("username", "")).strip()[:150]
    if request.method != "POST":
        return _sign_in_page(request, "", goal, None)
    return _try(request, username, goal)


def _try(request: HttpRequest, username: str, goal: str) -> HttpResponse:
    now, place = timezone.now(), assurance.place_of(request, queries.account_of(username))
    where = {"now": now, "device": place.device}
    wait = throttle.sign_in_wait(username, place.address, **where)  # type: ignore[arg-type]
    if wait or not throttle.address_may_try(place.address, now=now):
        return _sign_in_page(request, username, goal, waiting(wait or 60), status=429)
    account = authenticate(request, username=username, password=request.POST.get("password", ""))
    if not isinstance(account, Account):
        wait = throttle.sign_in_failed(username, place.address, **where)  # type: ignore[arg-type]
        open_sessions.failed(
            queries.account_of(username), how="password", network=place.network, now=now
        )
        wrong = _("The user name or the password is not right. Check both and try again.")
        return _sign_in_page(request, username, goal, f"{wrong} {waiting(wait)}" if wait else wrong)
    throttle.sign_in_succeeded(username, place.address, device=place.device)
    if factors.counting(account, now):
        assurance.go_half_way(request, account, goal, now)
        return redirect("second")
    response = redirect(goal or "home")
    enter(request, response, account, how="password")
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        remember(response, account.language)
    return response


def _sign_in_page(
    request: HttpRequest, username: str, goal: str, problem: str | None, status: int = 422
) -> HttpResponse:
    errors = [Problem(problem, "id_username")] if problem else []
    page = {"username": username, "next": goal, "errors": errors, "problem": bool(problem)}
    waits = drafts.waits(request)
    page |= {"waits": waits, "ended": waits or drafts.ENDED in request.GET}
    page |= {"passkeys": site_of(request) is not None, **ways_in()}
    return render(request, "web/sign_in.html", page, status=status if problem else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and say so."""
    stay = assurance.stay_of(request)
    if stay is not None and isinstance(request.user, Account):
        open_sessions.end(request.user, stay, now=timezone.now(), kind="sign-out")
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("sign-in")


@sensitive_post_parameters("old", "new", "again")
@visit.page("GET", "HEAD", "POST")
def password(request: visit.Visitor) -> HttpResponse:
    """A new password ends every other session of the account."""
    errors: list[Problem] = []
    if request.method == "POST":
        errors = _password_problems(request)
        if not errors:
            now = timezone.now()
            commands.change_password(request.user, request.POST["new"])
            update_session_auth_hash(request, request.user)
            assurance.touch(request, now, always=True)
            open_sessions.end_others(request.user, assurance.stay_of(request), now=now)
            messages.success(request, _("Your password is changed. Other devices are signed out."))
            return redirect("home")
    page = {"errors": errors, "problem": bool(errors), "rules": password_validators_help_texts()}
    return render(request, "web/password.html", page, status=422 if errors else 200)


def _password_problems(request: visit.Visitor) -> list[Problem]:
    new = request.POST.get("new", "")
    wrong = password_problems(request, "old")
    if wrong:
        return wrong
    if new != request.POST.get("again", ""):
        return [Problem(_("The two new passwords differ. Type the same twice."), "id_again")]
    try:
        validate_password(new, request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        return [Problem(sentence, "id_new") for sentence in error.messages]
    return []


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language and stay on the page; an account remembers it."""
    response = set_language(request)
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in languages():
        with override(chosen):
            commands.prefer_language(request.user, chosen)  # type: ignore[arg-type]
    return response
