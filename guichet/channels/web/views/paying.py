"""Paying online: the order, the way to the provider's page and back, and the provider's own word that it was paid."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from guichet.channels.shared.address import address_of
from guichet.channels.web import visit
from guichet.domain.identity import queries, throttle
from guichet.domain.payments import orders
from guichet.domain.payments.backends.hosted import Forged
from guichet.domain.payments.commands import Taken
from guichet.domain.payments.orders import Order
from guichet.engine.actor import PartyKind
from guichet.engine.refusal import Refused
from guichet.lib import reference

RIGHT = "pay"
_MOST_BYTES = 16_384
NOTICES, NOTICES_WINDOW = 600, timedelta(minutes=1)


def _own(request: visit.Visitor, ref: str) -> Order:
    """The order, if the visitor may pay for its establishment; a stranger learns no more than of none."""
    number = reference.decode(ref)
    order = orders.find(number) if number is not None else None
    if order is None or not queries.may(
        request.user, RIGHT, PartyKind.ESTABLISHMENT, order.establishment, visit.today()
    ):
        raise Http404
    return order


@visit.page()
def order(request: visit.Visitor, ref: str) -> HttpResponse:
    """What the order is for, and whether it is paid."""
    return render(request, "web/order.html", {"order": _own(request, ref)})


@visit.page()
def go(request: visit.Visitor, ref: str) -> HttpResponse:
    """To the provider's page; what is paid already is not paid again."""
    mine = _own(request, ref)
    back = reverse("order", args=[mine.name])
    if mine.paid_at is not None:
        return redirect(back)
    try:
        page = orders.open_page(
            mine,
            back=request.build_absolute_uri(back),
            notices=request.build_absolute_uri(reverse("payment-notices")),
            language=visit.language(),
        )
    except Refused as refused:
        told = refused.sentence(visit.language())
        return render(request, "web/order.html", {"order": mine, "trouble": told}, status=503)
    return redirect(page)


@csrf_exempt
@require_POST
def notices(request: HttpRequest) -> JsonResponse:
    """The provider tells of a payment. It is told again until it hears 200, so every answer to a good one is that."""
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
    status = 409 if taken is Taken.CONFLICT else 200
    return JsonResponse({"said": taken.value}, status=status)
