"""Where assistants connect, and what they read to find out how (RFC 9728)."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from guichet.channels.assistant.capabilities import ASSISTANT, PATH
from guichet.channels.shared.failures import TOKEN_MISSING, TOO_MANY_CALLS, problem
from guichet.channels.shared.language import page_language
from guichet.channels.shared.proxy import issuer_of, thumbprint_of
from guichet.dialogue.by_token import desk_of
from guichet.domain.identity import throttle

METADATA = f"/.well-known/oauth-protected-resource{PATH}"
_MOST_CALLS, _WINDOW = 600, timedelta(minutes=1)  # of one account


@csrf_exempt
@require_POST
def endpoint(request: HttpRequest) -> HttpResponse:
    """One message of an assistant; nothing is kept for the next, which any process may answer."""
    kind, _, bearer = request.headers.get("Authorization", "").partition(" ")
    now, issuer, bearer = (
        timezone.now(),
        issuer_of(request),
        bearer.strip() if kind.lower() == "bearer" else "",
    )
    spoken = page_language() if "Accept-Language" in request.headers else ""
    desk = desk_of(bearer, issuer, thumbprint_of(request), now, spoken, can=ASSISTANT, path=PATH)
    if desk is None:
        answer, known = problem(401, TOKEN_MISSING), 'error="invalid_token", ' if bearer else ""
        answer.headers["WWW-Authenticate"] = f'Bearer {known}resource_metadata="{issuer}{METADATA}"'
        return answer
    if not throttle.within(
        f"assistant:{desk.asker.pk}", limit=_MOST_CALLS, window=_WINDOW, now=now
    ):
        return problem(429, TOO_MANY_CALLS, seconds=int(_WINDOW.total_seconds()))
    from guichet.channels.assistant.transport import answered

    return answered(request, desk, spoken)


@require_safe
def metadata(request: HttpRequest) -> HttpResponse:
    """Where tokens for this address come from; systems ask there for the services that they
    have.
    """
    issuer = issuer_of(request)
    said = {
        "resource": f"{issuer}{PATH}",
        "authorization_servers": [issuer],
        "bearer_methods_supported": ["header"],
    }
    return JsonResponse(said | {"resource_name": "Guichet"})
