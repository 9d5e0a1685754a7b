"""Where machines get tokens and learn how: the token endpoint, the key set, the metadata of RFC
8414.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from guichet.channels.shared.address import address_of
from guichet.channels.shared.proxy import issuer_of, thumbprint_of
from guichet.channels.systems import choices, oauth
from guichet.domain.identity import throttle
from guichet.domain.systems import keys, tokens

LOG = logging.getLogger("guichet.systems")
MOST_CALLS, WINDOW = 300, timedelta(minutes=1)  # of one address, for tokens
_KEYS_KEPT = 300  # seconds; far less than a new key's notice


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A token for a system that proves itself."""
    try:
        return _token(request, timezone.now())
    except keys.NoTokenKey:
        LOG.error("there is no key to sign tokens with: run `guichet systems key`")
        return _not_now(
            503, "Tokens cannot be given out at the moment. Try again later.", seconds=60
        )
    except (OperationalError, InterfaceError) as error:
        LOG.error("the database did not answer: %s", error)
        return _not_now(
            503, "Tokens cannot be given out at the moment. Try again in seconds.", seconds=5
        )


def _token(request: HttpRequest, now: datetime) -> HttpResponse:
    key = f"oauth:{throttle.network_of(address_of(request))}"
    if not throttle.within(key, limit=MOST_CALLS, window=WINDOW, now=now):
        return _not_now(429, "Too many calls. Wait a minute.", seconds=int(WINDOW.total_seconds()))
    issuer = issuer_of(request)
    audiences = frozenset(a for base in _bases(issuer) for a in (base, f"{base}/oauth/token"))
    named = request.POST.get("resource", "")
    resource = tokens.audience(issuer, named) if named else None
    if named and resource is None:
        return _refused(
            400, "invalid_target", "The resource is no address of ours that takes tokens."
        )
    return oauth.Server(issuer, audiences, thumbprint_of(request), now, resource).answer(request)


def _not_now(status: int, why: str, *, seconds: int) -> HttpResponse:
    response = _refused(status, "temporarily_unavailable", why)
    response.headers["Retry-After"] = str(seconds)
    return response


def _refused(status: int, error: str, why: str) -> HttpResponse:
    said = {"error": error, "error_description": why}
    return JsonResponse(said, status=status, headers={"Cache-Control": "no-store"})


def _bases(issuer: str) -> list[str]:
    return [base for base in (issuer, settings.CERTIFICATES_ADDRESS) if base]


@require_safe
def key_set(request: HttpRequest) -> HttpResponse:
    """The public keys by which our tokens verify."""
    try:
        said = keys.public_set(timezone.now())
    except keys.NoTokenKey:
        said = {"keys": []}
    return JsonResponse(said, headers={"Cache-Control": f"public, max-age={_KEYS_KEPT}"})


@require_safe
def metadata(request: HttpRequest) -> HttpResponse:
    """What this server can do (RFC 8414)."""
    issuer = issuer_of(request)
    said: dict[str, Any] = {
        "issuer": issuer,
        "token_endpoint": f"{issuer}/oauth/token",
        "jwks_uri": f"{issuer}/oauth/jwks.json",
        "scopes_supported": [service.key for service in choices.offered()],
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": [oauth.METHOD],
        "token_endpoint_auth_signing_alg_values_supported": ["ES256"],
        "tls_client_certificate_bound_access_tokens": bool(settings.PROXY_SECRET),
        "service_documentation": f"{issuer}/api/v1/docs",
        "ui_locales_supported": ["ar", "en", "fr"],
    }
    if settings.CERTIFICATES_ADDRESS:
        said["mtls_endpoint_aliases"] = {
            "token_endpoint": f"{settings.CERTIFICATES_ADDRESS}/oauth/token"
        }
    return JsonResponse(said)
