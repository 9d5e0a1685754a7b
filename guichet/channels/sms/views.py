"""Where providers call us back: Kannel with a key in the address, an aggregator with signed JSON.
Nothing here logs words.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from guichet.channels.sms import inbox, outbox, providers
from guichet.channels.sms.backends.base import DELIVERED, FAILED, Provider
from guichet.channels.sms.inbox import Arrived
from guichet.channels.sms.signatures import SIGNATURE, TIME, holds
from guichet.engine import scope
from guichet.lib.identifiers import mobile_of_text

View = Callable[..., HttpResponse]
_KANNEL = {"1": DELIVERED, "2": FAILED, "16": FAILED}
_AGGREGATOR = {
    "delivered": DELIVERED,
    "failed": FAILED,
    "undeliverable": FAILED,
    "expired": FAILED,
    "rejected": FAILED,
}
_LONGEST_BODY = 65_536


def _machine(*methods: str) -> Callable[[View], View]:
    """A view for a machine without cookies, whose words no error report may tell."""

    def made(view: View) -> View:
        return csrf_exempt(
            wraps(view)(require_http_methods(list(methods))(sensitive_variables()(view)))
        )

    return made


@_machine("GET", "POST")
def kannel_text(request: HttpRequest) -> HttpResponse:
    """A text by Kannel. An empty answer: the reply goes out by itself."""
    provider = _kannel(request)
    if provider is None:
        return HttpResponse(status=403)
    given = request.GET
    return _keep(provider, given.get("id", ""), given.get("from", ""), given.get("text", ""))


@_machine("GET", "POST")
def kannel_report(request: HttpRequest) -> HttpResponse:
    """A delivery report by Kannel."""
    provider = _kannel(request)
    if provider is None:
        return HttpResponse(status=403)
    return _report(
        provider, request.GET.get("reference", ""), _KANNEL.get(request.GET.get("type", ""), "")
    )


@_machine("POST")
def aggregator(request: HttpRequest, name: str) -> HttpResponse:
    """A text or a report by an aggregator."""
    provider = providers.named(name, "aggregator")
    if int(request.headers.get("Content-Length") or 0) > _LONGEST_BODY:
        return HttpResponse(status=413)
    body = request.body
    moment, signature = request.headers.get(TIME, ""), request.headers.get(SIGNATURE, "")
    if provider is None or not holds(provider.key, body, moment, signature, timezone.now()):
        return HttpResponse(status=403)
    try:
        said = json.loads(body)
        # Half a surrogate pair is JSON and no text: no database takes it, and the provider would
        # send it for ever.
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    if not isinstance(said, dict) or not all(isinstance(v, str) for v in said.values()):
        return HttpResponse(status=400)
    if said.get("type") == "text":
        return _keep(provider, said.get("id", ""), said.get("from", ""), said.get("text", ""))
    if said.get("type") == "report":
        return _report(provider, said.get("id", ""), _AGGREGATOR.get(said.get("status", ""), ""))
    return HttpResponse(status=400)


def _kannel(request: HttpRequest) -> Provider | None:
    provider = providers.named(request.GET.get("provider", ""), "kannel")
    shown = request.GET.get("key", "")
    return provider if provider and constant_time_compare(shown, provider.key) else None


@scope.as_institution()
def _keep(provider: Provider, reference: str, sender: str, words: str) -> HttpResponse:
    mobile = mobile_of_text(sender)
    if not reference or "\0" in reference:
        return HttpResponse(status=400)
    if mobile is not None:  # a name or a foreign number is nobody we could answer
        inbox.keep([Arrived(provider.name, reference, mobile, words)], timezone.now())
    return HttpResponse(content_type="text/plain")


@scope.as_institution()
def _report(provider: Provider, reference: str, state: str) -> HttpResponse:
    if not reference or "\0" in reference:
        return HttpResponse(status=400)
    if state:
        outbox.reported([(provider.name, reference[:200], state)], timezone.now())
    return HttpResponse(content_type="text/plain")
