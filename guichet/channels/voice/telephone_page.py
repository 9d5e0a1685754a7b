"""The page where somebody who is signed in registers a mobile and sets a telephone PIN.

Both ask for the password again, because whoever finds an open browser must not get a second way in.
A new mobile proves itself by a code, and the one it replaces is told.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.channels.shared.password import password_problems
from guichet.channels.voice import telephone_words as words
from guichet.domain.contact import commands, confirmation
from guichet.domain.contact.queries import has_pin, masked, mobile_of
from guichet.domain.identity.queries import Account
from guichet.engine.fields.kinds import MOBILE_INVALID
from guichet.engine.refusal import Refused
from guichet.lib.identifiers import mobile_of_text
from guichet.lib.text import plain_digits

_PENDING = "telephone_mobile"  # in the session: the number that a code was sent to


@login_required
@sensitive_post_parameters("password", "pin", "again", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def telephone(request: HttpRequest) -> HttpResponse:
    """See what is registered; change it."""
    steps = {"mobile": _send_code, "code": _register, "pin": _set_pin}
    step = steps.get(request.POST.get("step", "")) if request.method == "POST" else None
    if step is None:
        return _page(request, [])
    account, now = _account(request), timezone.now()
    try:
        errors = step(request, account, now)
    except Refused as refused:
        errors = [Problem(refused.sentence(page_language()), f"id_{refused.field or 'mobile'}")]
    return _page(request, errors, 422) if errors else redirect("telephone")


def _send_code(request: HttpRequest, account: Account, now: datetime) -> list[Problem]:
    wrong = password_problems(request, account, now, "id_password")
    if wrong:
        return wrong
    given = plain_digits(request.POST.get("mobile", ""))[:30]
    if mobile_of_text(given) is None:
        raise Refused(MOBILE_INVALID, "mobile", value=given)
    try:
        number = confirmation.begin(account, given, language=page_language(), now=now)
    except Refused as refused:
        return [Problem(refused.sentence(page_language()), "id_mobile")]
    request.session[_PENDING] = number
    return []


def _register(request: HttpRequest, account: Account, now: datetime) -> list[Problem]:
    number = request.session.get(_PENDING, "")
    confirmation.confirm(account, number, request.POST.get("code", ""), now=now, sure=False)
    del request.session[_PENDING]
    messages.success(request, words.MOBILE_DONE.at(page_language()))
    return []


def _set_pin(request: HttpRequest, account: Account, now: datetime) -> list[Problem]:
    wrong = password_problems(request, account, now, "id_pin_password")
    if wrong:
        return wrong
    pin = plain_digits(request.POST.get("pin", "")).strip()
    if pin != plain_digits(request.POST.get("again", "")).strip():
        return [Problem(words.PINS_DIFFER.at(page_language()), "id_again")]
    commands.set_pin(account, pin, now=now)
    messages.success(request, words.PIN_DONE.at(page_language()))
    return []


def _page(request: HttpRequest, errors: list[Problem], status: int = 200) -> HttpResponse:
    account = _account(request)
    mobile, pending = mobile_of(account), request.session.get(_PENDING, "")
    page: dict[str, Any] = {
        "w": words,
        "errors": errors,
        "problem": bool(errors),
        "mobile": masked(mobile) if mobile else "",
        "pending": masked(pending) if pending else "",
        "has_pin": has_pin(account, timezone.now()),
        "typed": request.POST.get("mobile", "")[:30],
    }
    return render(request, "voice/telephone.html", page, status=status)


def _account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)  # login_required
    return request.user
