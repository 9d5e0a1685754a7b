"""Access tokens of systems (RFC 9068): read here; written by the OAuth server with what this says
they hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError

from guichet.domain.systems import keys

LIFETIME = timedelta(minutes=10)
KIND = "at+jwt"
API = "/api/v1"
_RESOURCES = {API}  # paths for which tokens are given out; what one opens, the others do not
_LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token in force says."""

    client_id: str
    services: frozenset[str]
    number: str
    key: str  # the client's key that it was got with
    thumbprint: str | None  # the certificate it is bound to


def held(*, now: datetime, key: str, thumbprint: str | None) -> dict[str, Any]:
    """What a token says beside what RFC 9068 asks: our clock, the client's key, the certificate it
    is bound to.
    """
    issued = int(now.timestamp())
    said: dict[str, Any] = {
        "iat": issued,
        "exp": issued + int(LIFETIME.total_seconds()),
        "client_kid": key,
    }
    if thumbprint is not None:
        said["cnf"] = {"x5t#S256": thumbprint}
    return said


def open_to(path: str) -> None:
    """A channel says, from its ``AppConfig.ready``, that tokens may be asked for its own address
    (RFC 8707).
    """
    _RESOURCES.add(path)


def audience(issuer: str, resource: str = "") -> str | None:
    """Whom a token is for that is asked for ``resource``: the API, if nothing is named; None if it
    is no address of ours.
    """
    named = resource or f"{issuer}{API}"
    return named if named in {f"{issuer}{path}" for path in _RESOURCES} else None


def read(text: str, issuer: str, now: datetime, path: str = API) -> Claims | None:
    """A token's claims; None if it is not ours, not for what answers at ``path``, not in force or
    not an access token at all.
    """
    if len(text) > _LONGEST:
        return None
    try:
        token = jwt.decode(text, keys.key_set(now), algorithms=["ES256"])
        claims = token.claims
        if (
            token.header.get("typ") != KIND
            or claims["iss"] != issuer
            or claims["aud"] != f"{issuer}{path}"
        ):
            return None
        moment = int(now.timestamp())
        if not int(claims["iat"]) <= moment + 5 or not moment < int(claims["exp"]):
            return None
        return Claims(
            client_id=str(claims["client_id"]),
            services=frozenset(str(claims["scope"]).split()),
            number=str(claims["jti"]),
            key=str(claims["client_kid"]),
            thumbprint=claims.get("cnf", {}).get("x5t#S256"),
        )
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
