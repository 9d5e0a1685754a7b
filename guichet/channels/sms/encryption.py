"""Words of texts at rest: sealed with a key of the installation while they wait, gone when they are
done.

One-time codes pass through the tables of this channel on their way to a mobile and back; a copy of
the database alone must not tell them.
"""

from __future__ import annotations

import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

_NONCE = 12


def seal(text: str) -> bytes:
    """The text as it may lie in a table."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(settings.SECRET_KEY).encrypt(
        nonce, text.encode("utf-8", "replace"), None
    )


def unseal(kept: bytes | memoryview) -> str:
    """The text; empty if its key is gone. After the secret was changed, those before it are tried
    too.
    """
    whole = bytes(kept)
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(secret).decrypt(whole[:_NONCE], whole[_NONCE:], None).decode()
        except (InvalidTag, ValueError):
            continue
    return ""


@lru_cache(maxsize=8)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(
        salted_hmac("guichet.sms.sealed", "key", secret=secret, algorithm="sha256").digest()
    )
