"""Paying online: the order, the way to the provider's page and back, and the provider's own word
that it was paid.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from guichet.channels.shared.address import address_of
from guichet.channels.shared.language import page_language
from guichet.channels.web import visit
from guichet.domain.identity import queries, throttle
from guichet.domain.payments import order_states, orders
from guichet.domain.payments import queries as payments
from guichet.domain.payments.backends.hosted import Forged
from guichet.domain.payments.commands import Taken
from guichet.domain.payments.order_states import Order, Status
from guichet.engine.actor import PartyKind
from guichet.engine.refusal import Refused
from guichet.engine.registry import service_of
from guichet.engine.stages import reached_by_many
from guichet.lib import reference

RIGHT, SERVICE = "pay", "payments.pay"
_PATIENCE = timedelta(minutes=30)  # so long a page that waits for the provider's word looks again
_MOST_BYTES = 16_384
NOTICES, NOTICES_WINDOW = 600, timedelta(minutes=1)


def _own(request: visit.Visitor, ref: str) -> Order:
    """The order, if the visitor may pay for all its establishments; a stranger learns no more than
    of none.
    """
    number = reference.decode(ref)
    order = order_states.find(number) if number is not None else None
    if order is None or not order.whole:
        raise Http404
    paid = {order.establishment, *(part.establishment for part in order.parts)}
    if (
        queries.mandates_of(request.user).covers(
            RIGHT, PartyKind.ESTABLISHMENT, paid, visit.today()
        )
        != paid
    ):
        raise Http404
    return order


@visit.page()
def order(request: visit.Visitor, ref: str) -> HttpResponse:
    """On the way to the provider and back: what the order is for and how it stands; once it is
    paid, its receipt.

    ``on`` leads straight on to the provider. It is a page and not an answer to the form that
    signed, because a form may lead to no other site (``form-action`` of
    `channels.shared.middleware`). ``back`` comes from the provider, whose word may be a moment
    behind the browser: the page looks again by itself.
    """
    mine, now = _own(request, ref), timezone.now()
    if mine.paid_at is not None and "back" in request.GET:
        return redirect("transaction", ref=mine.name)
    waits = mine.status(now) is Status.WAITING
    coming = "back" in request.GET and waits and now - mine.placed_at < _PATIENCE
    page = {"ahead": "on" in request.GET and mine.payable(now), "coming": coming}
    return _page(request, mine, now, page)


def _page(
    request: visit.Visitor, mine: Order, now: datetime, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    accounts = pl.Series([part.establishment for part in mine.parts], dtype=pl.Int64)
    owed = dict(payments.to_pay(accounts).select("establishment", "to_pay").iter_rows())
    due = sum(min(part.amount, owed[part.establishment]) for part in mine.parts)
    page = {
        "order": mine,
        "reached": reached_by_many([(service_of(SERVICE), mine.transaction)], now)[
            mine.transaction
        ],
        "beyond": mine.payable(now) and due < mine.amount,
        "due": due,
    }
    return render(request, "web/order.html", page | more, status=status)


@visit.page()
def go(request: visit.Visitor, ref: str) -> HttpResponse:
    """To the provider's page; what is paid already is not paid again."""
    mine, now = _own(request, ref), timezone.now()
    back = reverse("order", args=[mine.name])
    if not mine.payable(now):
        return redirect(back)
    try:
        page = orders.open_page(
            mine,
            back=request.build_absolute_uri(f"{back}?back"),
            notices=request.build_absolute_uri(reverse("payment-notices")),
            language=page_language(),
        )
    except Refused as refused:
        told = refused.sentence(page_language())
        return _page(request, mine, now, {"trouble": told}, 503)
    return redirect(page)


@csrf_exempt
@require_POST
def notices(request: HttpRequest) -> JsonResponse:
    """The provider tells of a payment. It is told again until it hears 200, so every answer to a
    good one is that.
    """
    now = timezone.now()
    key = f"notices:{throttle.network_of(address_of(request))}"
    if not throttle.within(key, limit=NOTICES, window=NOTICES_WINDOW, now=now):
        return JsonResponse({"said": "too many"}, status=429)
    body = request.read(_MOST_BYTES + 1)
    if len(body) > _MOST_BYTES:
        return JsonResponse({"said": "too long"}, status=413)
    try:
        taken = orders.told(body, {k.lower(): v for k, v in request.headers.items()}, now)
    except Forged:
        return JsonResponse({"said": "not signed by the provider"}, status=401)
    except Refused as refused:
        return JsonResponse({"said": refused.refusal.code}, status=409)
    if taken is None:
        return JsonResponse({"said": "no such order"}, status=404)
    status = 409 if taken == Taken.CONFLICT else 200
    return JsonResponse({"said": taken}, status=status)
