"""OpenID Connect: code flow with PKCE (S256), state and nonce; signature, issuer, audience and
times are checked here.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from hmac import compare_digest
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from guichet.domain.identity.backends.http import ProviderDown, ask

ALGORITHMS = ("ES256", "RS256", "PS256")  # never none, never a shared secret
LEEWAY_S = 60
_CACHED_S = 600


class Untrusted(Exception):
    """What came back cannot be trusted; the text is for the log."""


def begin(redirect_uri: str, *, fresh: bool) -> tuple[str, dict[str, Any]]:
    """Where to send the browser, and what to remember of it.

    Args:
        redirect_uri: where it is to come back to.
        fresh: the person must show themselves anew, however long they have been signed in there.

    Raises:
        ProviderDown: it cannot be asked.
    """
    kept = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": secrets.token_urlsafe(48),
        "redirect_uri": redirect_uri,
        "fresh": fresh,
    }
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": redirect_uri,
        "scope": "openid profile",
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": create_s256_code_challenge(kept["verifier"]),
        "code_challenge_method": "S256",
    }
    if fresh:
        asked |= {"prompt": "login", "max_age": "0"}
    return f"{_discovered()['authorization_endpoint']}?{urlencode(asked)}", kept


def finish(kept: Mapping[str, Any], given: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """The claims of the ID token behind the code that came back.

    Raises:
        Untrusted: it was not asked for in this visit, or does not check out.
        ProviderDown: it cannot be asked.
    """
    if not compare_digest(str(kept.get("state", "")).encode(), given.get("state", "").encode()):
        raise Untrusted("state")
    if given.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER:  # RFC 9207: a mix-up
        raise Untrusted("iss of the answer")
    if "error" in given or not given.get("code"):
        raise Untrusted(f"error {given.get('error', 'no code')[:60]}")
    answer = ask(
        "POST",
        _discovered()["token_endpoint"],
        form={
            "grant_type": "authorization_code",
            "code": given["code"],
            "redirect_uri": kept["redirect_uri"],
            "code_verifier": kept["verifier"],
        },
        basic=(settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET),
    )
    return _checked(str(answer.get("id_token", "")), kept, now)


def _checked(token: str, kept: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    claims = _signed(token)
    at = now.timestamp()
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    ours = settings.OIDC_CLIENT_ID
    times = {name: claims.get(name) for name in ("exp", "iat", "auth_time") if name in claims}
    faults = [
        ("iss", claims.get("iss") != settings.OIDC_ISSUER),
        ("aud", ours not in audiences),
        ("azp", claims.get("azp", ours) != ours or (len(audiences) > 1 and "azp" not in claims)),
        ("nonce", not compare_digest(str(claims.get("nonce", "")), kept["nonce"])),
        ("sub", not isinstance(claims.get("sub"), str) or not claims["sub"]),
        (
            "times",
            not all(isinstance(t, int | float) for t in times.values()) or "exp" not in times,
        ),
    ]
    wrong = [name for name, bad in faults if bad]
    if wrong:
        raise Untrusted(", ".join(wrong))
    if claims["exp"] + LEEWAY_S <= at or claims.get("iat", at) - LEEWAY_S > at:
        raise Untrusted("exp or iat")
    if kept.get("fresh") and claims.get("auth_time", 0) + 300 < at:
        raise Untrusted("auth_time: the person did not show themselves anew")
    return claims


def _signed(token: str) -> dict[str, Any]:
    for again in (False, True):
        try:
            return dict(jwt.decode(token, _keys(again), algorithms=list(ALGORITHMS)).claims)
        except (JoseError, ValueError, TypeError) as error:
            fault = error
    raise Untrusted(f"signature: {type(fault).__name__}")


def _keys(again: bool) -> KeySet:
    """The provider's keys; asked for again, once, when none fits: it may have changed them."""
    if again:
        _fetched.cache_clear()
    return KeySet.import_key_set(_kept_a_while(str(_discovered()["jwks_uri"])))  # type: ignore[arg-type]


def _discovered() -> dict[str, Any]:
    issuer = settings.OIDC_ISSUER
    said = _kept_a_while(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if said.get("issuer") != issuer or not all(isinstance(said.get(n), str) for n in needed):
        raise ProviderDown(f"{issuer}: describes itself as somebody else")
    return said


def _kept_a_while(url: str) -> dict[str, Any]:
    return _fetched(url, int(time.monotonic()) // _CACHED_S)


@lru_cache(maxsize=8)
def _fetched(url: str, period: int) -> dict[str, Any]:
    return ask("GET", url)
