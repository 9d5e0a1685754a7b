"""Confirming an e-mail address or a mobile number: type it, type the code that comes."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from guichet.channels.shared.assurance import to_proof
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.channels.web import assurance, visit
from guichet.channels.web.views.security import password_problems
from guichet.domain.contact import confirmation
from guichet.domain.identity import factors
from guichet.engine.actor import Assurance
from guichet.engine.refusal import Refused

_WAITING = "address_waiting"  # in the session: the address that a code was sent to


@sensitive_post_parameters("password", "code")
@visit.page("GET", "HEAD", "POST")
def contact(request: visit.Visitor) -> HttpResponse:
    """Both steps; another address may be typed while a code is on its way."""
    now = timezone.now()
    sure = assurance.assurance_of(request, now) >= Assurance.SECOND_FACTOR
    if not sure and factors.counting(request.user, now):
        return to_proof(request.path)
    if not confirmation.offered():
        return redirect("security")
    errors: list[Problem] = []
    if request.method == "POST":
        step = request.POST.get("step")
        try:
            if step == "confirm":
                code = request.POST.get("code", "")
                waiting = _waiting(request, now)
                confirmation.confirm(request.user, waiting, code, now=now, sure=sure)
                request.session.pop(_WAITING, None)
                messages.success(request, _("It is confirmed."))
                return redirect("security")
            errors = [] if sure else password_problems(request)
            if not errors:
                typed = request.POST.get("address", "")[:300]
                language = page_language()
                sent = confirmation.begin(request.user, typed, language=language, now=now)
                until = now + confirmation.GOOD_FOR
                request.session[_WAITING] = [sent, until.timestamp()]
        except Refused as error:
            errors = [Problem(error.sentence(page_language()), f"id_{error.field}")]
    again = request.GET.get("another") is not None and request.method != "POST"
    page = {
        "errors": errors,
        "problem": bool(errors),
        "sure": sure,
        "typed": request.POST.get("address", "")[:300],
        "waiting": "" if again else _waiting(request, now),
    }
    return render(request, "web/contact.html", page, status=422 if errors else 200)


def _waiting(request: visit.Visitor, now: datetime) -> str:
    """The address whose code can still be typed."""
    address, until = request.session.get(_WAITING, ("", 0.0))
    return address if now.timestamp() < until else ""
