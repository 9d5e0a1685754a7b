"""The national identity: by redirection to the provider, or by a number picked in its app. To sign
in, or to prove more.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.channels.shared.address import address_of
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.channels.web import assurance
from guichet.channels.web.next_page import safe_goal
from guichet.channels.web.sign_in import enter
from guichet.domain.identity import factors, number_matching, open_sessions, providers, throttle
from guichet.domain.identity.queries import Account
from guichet.engine.refusal import Refused
from guichet.lib.text import plain_digits

_KEPT, _PUSHED = "oidc", "pushed"
_SERVICE = "Guichet"


@require_safe
def go(request: HttpRequest) -> HttpResponse:
    """Off to the provider; somebody signed in already is asked there to show themselves anew."""
    goal = safe_goal(request, request.GET.get("next", ""))
    if not providers.redirection_offered():
        return redirect("sign-in")
    back = request.build_absolute_uri(reverse("national-return"))
    try:
        address, kept = providers.begin_redirection(back, fresh=request.user.is_authenticated)
    except Refused as error:
        return _refused(request, error, goal)
    request.session[_KEPT] = {**kept, "goal": goal}
    return HttpResponse(status=302, headers={"Location": address})


@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Back from the provider; what it says is used once."""
    kept: dict[str, Any] = request.session.pop(_KEPT, None) or {}
    goal, now = kept.get("goal", ""), timezone.now()
    try:
        # Signed in meanwhile, in another tab: nobody was asked to show themselves anew.
        if not kept or (request.user.is_authenticated and not kept["fresh"]):
            raise Refused(providers.NOT_CONFIRMED)
        given = {name: str(value)[:4000] for name, value in request.GET.items()}
        identity = providers.finish_redirection(kept, given, now=now)
        return _welcome(request, identity, goal, "oidc")
    except Refused as error:
        return _refused(request, error, goal)


@require_http_methods(["GET", "HEAD", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Type one's number, see two digits, pick them on the telephone, go on."""
    if not providers.push_offered():
        return redirect("sign-in")
    goal = safe_goal(request, request.POST.get("next") or request.GET.get("next") or "")
    if request.method != "POST":
        return _app_page(request, goal)
    asked = number_matching.read(request.session.get(_PUSHED))
    try:
        if request.POST.get("step") == "chosen" and asked:
            return _chosen(request, asked, goal)
        return _push(request, goal)
    except Refused as error:
        request.session.pop(_PUSHED, None)
        if error.refusal is providers.NOT_CONFIRMED:
            _note_failure(request, "push")
        problem = Problem(error.sentence(page_language()), "id_national_number")
        return _app_page(request, goal, problem=problem)


def _push(request: HttpRequest, goal: str) -> HttpResponse:
    typed = plain_digits(request.POST.get("national_number", "")).strip()
    now = timezone.now()
    asked = number_matching.ask(
        typed,
        purpose=number_matching.SIGN_IN,
        service=_SERVICE,
        address=address_of(request),
        now=now,
    )
    request.session[_PUSHED] = asked.kept()
    return _app_page(request, goal, number=asked.number)


def _chosen(request: HttpRequest, asked: number_matching.Asked, goal: str) -> HttpResponse:
    identity = number_matching.answered(asked, purpose=number_matching.SIGN_IN, now=timezone.now())
    if identity is None:
        said = _("Not approved yet. Choose the number in the app, then press again.")
        return _app_page(request, goal, number=asked.number, problem=Problem(said))
    request.session.pop(_PUSHED, None)  # approved once, used once
    return _welcome(request, identity, goal, "push")


def _app_page(
    request: HttpRequest, goal: str, *, number: str = "", problem: Problem | None = None
) -> HttpResponse:
    typed = "" if number else plain_digits(request.POST.get("national_number", ""))[:20]
    page = {
        "next": goal,
        "number": number,
        "typed": typed,
        "errors": [problem] if problem else [],
        "problem": problem is not None,
    }
    return render(request, "web/national_app.html", page, status=422 if problem else 200)


def _welcome(
    request: HttpRequest, identity: providers.Identity, goal: str, how: str
) -> HttpResponse:
    now = timezone.now()
    account = providers.account_for(identity, now=now)
    if isinstance(request.user, Account):
        if request.user.pk != account.pk or not identity.sure:
            raise Refused(providers.NOT_CONFIRMED)
        assurance.proved(request, now)
        open_sessions.proved(account, how=how, now=now)
        return redirect(goal or "security")
    if not identity.sure and factors.counting(account, now):
        assurance.go_half_way(request, account, goal, now)
        return redirect("second")
    response = redirect(goal or "home")
    enter(request, response, account, how=how, sure=identity.sure)
    return response


def _refused(request: HttpRequest, error: Refused, goal: str) -> HttpResponse:
    _note_failure(request, "oidc")
    page = {
        "username": "",
        "next": goal,
        "problem": True,
        "errors": [Problem(error.sentence(page_language()))],
        **ways_in(),
    }
    return render(request, "web/sign_in.html", page, status=422)


def _note_failure(request: HttpRequest, how: str) -> None:
    whose = request.user if isinstance(request.user, Account) else None
    network = throttle.network_of(address_of(request))
    open_sessions.failed(whose, how=how, network=network, now=timezone.now())


def ways_in() -> dict[str, bool]:
    """Which of the provider's ways the pages offer."""
    return {"national": providers.redirection_offered(), "national_app": providers.push_offered()}
