"""Whoever enters with a first PIN chooses their own, on the keys of the kiosk: nobody else has seen
it, the clerk least of all.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from guichet.channels.kiosk import views, visit
from guichet.channels.kiosk.refusals import PINS_DIFFER
from guichet.domain.contact import commands
from guichet.domain.contact.queries import must_choose_pin
from guichet.domain.identity import queries
from guichet.engine.refusal import Refused


@visit.page("GET", "HEAD", "POST", signed=False)
def choose(request: visit.Guest) -> HttpResponse:
    """Six digits, twice."""
    number = request.visit.get("choosing")
    account = queries.account_by_id(number) if number is not None else None
    if account is None or not must_choose_pin(account, timezone.now()):
        # Chosen meanwhile by telephone, replaced or too old: what was entered opens nothing any
        # more.
        request.visit.pop("choosing", None)
        visit.keep(request)
        return views.to("kiosk-sign-in")
    if visit.speaks(request) or request.method != "POST":
        return views.show(request, "choose_pin")
    pin, language = request.POST.get("pin", "")[:12], request.visit["language"]
    if pin != request.POST.get("again", "")[:12]:
        return views.show(request, "choose_pin", {"error": PINS_DIFFER.sentence(language)}, 422)
    try:
        commands.choose_pin(account, pin, now=timezone.now(), channel=visit.CHANNEL)
    except Refused as refused:
        return views.show(request, "choose_pin", {"error": refused.sentence(language)}, 422)
    return views.welcome(request, account)
