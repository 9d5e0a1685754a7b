"""A system's proof of itself (RFC 7523): a JWT signed with its key, for us alone, for minutes,
once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import isfinite
from typing import Any, TypeGuard

from joserfc import jwt
from joserfc.errors import JoseError

from guichet.domain.systems import queries
from guichet.domain.systems.models import System, SystemKey
from guichet.domain.systems.refusals import (
    ASSERTION_AUDIENCE,
    ASSERTION_EARLY,
    ASSERTION_EXPIRED,
    ASSERTION_INVALID,
    ASSERTION_TOO_LONG,
    ASSERTION_USED,
)
from guichet.engine import scope, store
from guichet.engine.refusal import Refused

LONGEST_LIFE = timedelta(minutes=5)
LEEWAY = timedelta(seconds=30)  # of clocks
MOST_CHARACTERS = 8_000
_LONGEST_JTI = 200
_LARGEST = 2.0**53  # beyond it a float has no seconds

_USE = """
    INSERT INTO systems_usedassertion (digest, expires_at) VALUES (%(digest)s, %(expires_at)s)
    ON CONFLICT (digest) DO NOTHING
"""


@scope.as_institution()
def prove(system: System, text: str, audiences: Collection[str], now: datetime) -> SystemKey:
    """Accept an assertion, once; the key that signed it.

    Raises:
        Refused: anything about it is not as it must be.
    """
    living = {key.kid: key for key in queries.living_keys(system, now)}
    key_set = queries.key_set_of(living.values())
    try:
        if key_set is None:
            raise Refused(ASSERTION_INVALID)
        token = jwt.decode(text, key_set, algorithms=["ES256"])
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refused(ASSERTION_INVALID) from error
    key = living.get(str(token.header.get("kid")))
    if key is None:
        raise Refused(ASSERTION_INVALID)
    check_claims(token.claims, system.client_id, audiences, now)
    _use(system, token.claims)
    return key


def check_claims(
    claims: Mapping[str, Any], client_id: str, audiences: Collection[str], now: datetime
) -> None:
    """Whose, for whom, and from when until when.

    Raises:
        Refused: one of these is wrong. Times may have decimals (RFC 7519, NumericDate) and must be
            finite: a NaN compares with nothing.
    """
    if claims.get("iss") != client_id or claims.get("sub") != client_id:
        raise Refused(ASSERTION_INVALID)
    audience = claims.get("aud")
    if isinstance(audience, list) and len(audience) == 1:
        audience = audience[0]
    if not isinstance(audience, str) or audience not in audiences:
        raise Refused(ASSERTION_AUDIENCE)
    moment = int(now.timestamp())
    slack, expires = int(LEEWAY.total_seconds()), claims.get("exp")
    if not _is_time(expires):
        raise Refused(ASSERTION_INVALID)
    if expires <= moment - slack:
        raise Refused(ASSERTION_EXPIRED)
    for name in ("iat", "nbf"):
        begins = claims.get(name, moment)
        if not _is_time(begins):
            raise Refused(ASSERTION_INVALID)
        if begins > moment + slack:
            raise Refused(ASSERTION_EARLY)
    if expires > moment + slack + LONGEST_LIFE.total_seconds():
        raise Refused(ASSERTION_TOO_LONG, most=int(LONGEST_LIFE.total_seconds()) // 60)
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_JTI:
        raise Refused(ASSERTION_INVALID)


def _is_time(claim: object) -> TypeGuard[float]:
    return type(claim) is int or (
        isinstance(claim, float) and isfinite(claim) and abs(claim) < _LARGEST
    )


def _use(system: System, claims: Mapping[str, Any]) -> None:
    """Remember it in the database: no other process, and no restart, forgets it."""
    digest = sha256(
        f"{system.client_id}\0{claims['jti']}".encode("utf-8", "surrogatepass")
    ).digest()
    expires_at = datetime.fromtimestamp(claims["exp"], UTC) + 2 * LEEWAY
    if not store.execute(_USE, digest=digest, expires_at=expires_at):
        raise Refused(ASSERTION_USED)


def forget_expired(now: datetime) -> int:
    """Drop what would be refused as expired anyway; how many there were."""
    return store.execute("DELETE FROM systems_usedassertion WHERE expires_at < %(now)s", now=now)
