"""Keys in both directions: a client's public key as it is pasted, and the institution's own that
sign tokens.

The institution's token keys (ES256) are PEM files named by the moment from which they sign. A new
one is published at once and signs an hour later, when everybody who caches the key set has seen it;
the one before stays published for a day.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from guichet.domain.systems.refusals import KEY_PRIVATE, KEY_UNREADABLE
from guichet.engine.refusal import Refused

NOTICE = timedelta(hours=1)  # from being published to signing
OVERLAP = timedelta(days=1)  # from being superseded to being forgotten
_STAMP = "%Y%m%dT%H%M%SZ"
_LONGEST = 4_000  # characters of a pasted key
_PRIVATE_MEMBERS = frozenset("d p q dp dq qi k".split())


def read_public(text: str) -> ECKey:
    """A client's key as pasted: PEM or JWK.

    Raises:
        Refused: no EC P-256 public key, or a private one.
    """
    given: Any = text.strip()
    if not given or len(given) > _LONGEST:
        raise Refused(KEY_UNREADABLE)
    if "PRIVATE" in given:
        raise Refused(KEY_PRIVATE)
    if given.startswith("{"):
        given = _jwk(given)
    try:
        key = ECKey.import_key(given)
        public = key.as_dict(private=False)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused(KEY_UNREADABLE) from error
    if public.get("crv") != "P-256":
        raise Refused(KEY_UNREADABLE)
    return ECKey.import_key({name: str(public[name]) for name in ("kty", "crv", "x", "y")})


def _jwk(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(KEY_UNREADABLE) from None
    if not isinstance(given, dict):
        raise Refused(KEY_UNREADABLE)
    if _PRIVATE_MEMBERS & set(given):
        raise Refused(KEY_PRIVATE)
    return given


@dataclass(frozen=True, slots=True)
class TokenKey:
    """One of the institution's keys, and from when it signs."""

    since: datetime
    kid: str
    key: ECKey


class NoTokenKey(Exception):
    """This installation has no key to sign tokens with: ``guichet systems key``."""


def folder() -> Path:
    """Where the token keys lie."""
    return Path(settings.TOKEN_KEYS or settings.SIGNING_KEYS / "tokens")


def create(since: datetime) -> str:
    """A new token key that signs from ``since`` on; its id."""
    key = ECKey.generate_key("P-256", private=True)
    kid, place = key.thumbprint(), folder()
    place.mkdir(parents=True, exist_ok=True)
    unfinished = place / f".{kid}"
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(key.as_pem(private=True))
    unfinished.rename(place / f"{since.astimezone(UTC).strftime(_STAMP)}-{kid}.pem")
    return kid


def token_keys() -> tuple[TokenKey, ...]:
    """All token keys, the oldest first."""
    place = folder()
    return _read(place, place.stat().st_mtime_ns) if place.is_dir() else ()


@lru_cache(maxsize=4)
def _read(place: Path, _changed: int) -> tuple[TokenKey, ...]:
    found = []
    for path in sorted(place.glob("*.pem")):
        stamp, _, kid = path.stem.partition("-")
        since = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        key = ECKey.import_key(path.read_bytes(), {"kid": kid, "use": "sig", "alg": "ES256"})
        found.append(TokenKey(since, kid, key))
    return tuple(found)


def signing_key(now: datetime) -> TokenKey:
    """The key that signs now. A trial makes its first one by itself.

    Raises:
        NoTokenKey: there is none.
    """
    known = token_keys()
    if not known:
        if not settings.TRIAL:
            raise NoTokenKey
        create(now)
        known = token_keys()
    begun = [key for key in known if key.since <= now]
    return begun[-1] if begun else known[0]


def published(now: datetime) -> list[TokenKey]:
    """The keys by which tokens verify: the one that signs, those to come, and those superseded less
    than a day ago.
    """
    known = token_keys()
    following = [*(key.since for key in known[1:]), None]
    return [
        key
        for key, superseded in zip(known, following, strict=True)
        if superseded is None or superseded > now - OVERLAP
    ]


def key_set(now: datetime) -> KeySet:
    """The published keys, to verify with."""
    return KeySet([key.key for key in published(now)])


def public_set(now: datetime) -> dict[str, Any]:
    """The published keys as a JWK set."""
    signing_key(now)
    return {"keys": [key.key.as_dict(private=False) for key in published(now)]}
