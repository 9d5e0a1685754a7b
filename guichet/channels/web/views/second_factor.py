"""Showing a second factor: to get in, and again when a service asks for more than a password."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.channels.web import assurance, visit
from guichet.channels.web.next_page import safe_goal
from guichet.channels.web.sign_in import enter
from guichet.channels.web.views.national import ways_in
from guichet.channels.web.views.passkeys import site_of
from guichet.domain.identity import factors, step_up
from guichet.domain.identity.queries import Account
from guichet.engine.refusal import Refused


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """After the password: the account's second factor, before anything is open."""
    half = assurance.half_way(request, timezone.now())
    if half is None:
        goal = safe_goal(request, request.GET.get("next", "")) or reverse("home")
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': goal})}")
    account, goal = half
    if request.method != "POST":
        return _page(request, account, goal, entering=True)
    how, problem = _shown(request, account)
    if problem:
        return _page(request, account, goal, entering=True, problem=problem)
    response = redirect(goal or "home")
    enter(request, response, account, how=f"password+{how}", sure=True)
    return response


@sensitive_post_parameters("code")
@visit.page("GET", "HEAD", "POST")
def prove(request: visit.Visitor) -> HttpResponse:
    """Somebody signed in shows a second factor and goes on where they were."""
    goal = safe_goal(request, request.POST.get("next") or request.GET.get("next") or "")
    if request.method != "POST":
        return _page(request, request.user, goal, entering=False)
    how, problem = _shown(request, request.user)
    if problem:
        return _page(request, request.user, goal, entering=False, problem=problem)
    assurance.proved(request, timezone.now())
    if how == "recovery":
        messages.info(
            request,
            _("Recovery codes left: %(n)d.") % {"n": factors.recovery_codes_left(request.user)},
        )
    return redirect(goal or "security")


def _shown(request: HttpRequest, account: Account) -> tuple[str, str]:
    """How it was proved, or what is wrong."""
    place, code = assurance.place_of(request, account), request.POST.get("code", "")
    try:
        return step_up.show_code(account, code, place, now=timezone.now()), ""
    except Refused as error:
        return "", error.sentence(page_language())


def _page(
    request: HttpRequest, account: Account, goal: str, *, entering: bool, problem: str = ""
) -> HttpResponse:
    now = timezone.now()
    usable = factors.counting(account, now)
    waiting = [f for f in factors.live(account) if f not in usable]
    page = {
        "entering": entering,
        "next": goal,
        "errors": [Problem(problem, "id_code")] if problem else [],
        "problem": bool(problem),
        "usable": usable,
        "app": any(f.kind == "totp" for f in usable),
        "passkey": site_of(request) is not None and any(f.kind == "passkey" for f in usable),
        "waiting": waiting[0] if waiting else None,
        **ways_in(),
    }
    return render(request, "web/prove.html", page, status=422 if problem else 200)
