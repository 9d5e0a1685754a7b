"""Signing in with a card or printed code and the PIN. A reader types like a keyboard, so the card
is a box that waits for it.

A card that is not known is asked for its PIN all the same: which cards exist is not told.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from guichet.channels.kiosk import views, visit
from guichet.channels.kiosk.refusals import TOO_MANY, WRONG_CARD
from guichet.domain.contact import cards, pin_sign_in
from guichet.domain.identity import queries, throttle
from guichet.engine.refusal import Refusal


@visit.page("GET", "HEAD", "POST", signed=False)
def card(request: visit.Guest) -> HttpResponse:
    """The card, then the PIN."""
    if request.method != "POST":
        request.visit.pop("card", None)
        visit.keep(request)
        return views.show(request, "card")
    asks_pin = "pin" in request.POST and "card" in request.visit
    if visit.speaks(request):
        return views.show(request, "card_pin" if asks_pin else "card")
    now = timezone.now()
    key = f"kiosk:{request.terminal}"
    if not throttle.within(key, limit=views.TRIES, window=views.TRIES_WINDOW, now=now):
        return _again(request, TOO_MANY, 429)
    if not asks_pin:
        owner = cards.owner_of(request.POST.get("card", "")[: cards.LONGEST])
        request.visit["card"] = owner.pk if owner else None
        visit.keep(request)
        return views.show(request, "card_pin")
    number = request.visit.pop("card")
    visit.keep(request)
    account = queries.account_by_id(number) if number is not None else None
    pin, place = request.POST.get("pin", "")[:12], views.place_of(request)
    if account is None:
        entry = pin_sign_in.enter(None, pin, place=place, now=now)
    else:
        entry = pin_sign_in.enter_account(account, pin, place=place, now=now)
    return views.entered(request, entry, lambda: _again(request, WRONG_CARD))


def _again(request: visit.Guest, refusal: Refusal, status: int = 422) -> HttpResponse:
    page = {"error": refusal.sentence(request.visit["language"])}
    return views.show(request, "card", page, status)
