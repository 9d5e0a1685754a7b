"""Secrets that must be read again, such as those of authenticator apps, sealed before they reach
the database.

AES-256-GCM with a key from a file the database does not hold; what a secret belongs to is bound in,
so that a row copied to another account does not open there. Keys are lines of 64 hexadecimal
digits: the first seals, all open.
"""

from __future__ import annotations

import hmac
import secrets
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_KEY, _NAME, _NONCE = 32, 8, 12


class SealBroken(ValueError):
    """What was sealed does not open: another key, another owner, or changed."""


def seal(secret: bytes, belongs_to: str) -> bytes:
    """The secret, readable only with our key and only as what it ``belongs_to``."""
    key = _keys(settings.FACTOR_KEYS)[0]
    nonce = secrets.token_bytes(_NONCE)
    return _name(key) + nonce + AESGCM(key).encrypt(nonce, secret, belongs_to.encode())


def opened(sealed: bytes, belongs_to: str) -> bytes:
    """The secret again.

    Raises:
        SealBroken: it cannot be trusted.
    """
    name, nonce, rest = sealed[:_NAME], sealed[_NAME : _NAME + _NONCE], sealed[_NAME + _NONCE :]
    for key in _keys(settings.FACTOR_KEYS):
        if _name(key) == name:
            try:
                return AESGCM(key).decrypt(nonce, rest, belongs_to.encode())
            except (InvalidTag, ValueError) as error:
                raise SealBroken(belongs_to) from error
    raise SealBroken(f"{belongs_to}: no key of ours")


def keyed_digests(code: str, belongs_to: str) -> list[bytes]:
    """Digests of a short code under each key, the newest first: without the file a leaked table
    cannot be guessed at.
    """
    return [
        hmac.digest(key, f"{belongs_to}\0{code}".encode(), "sha256")
        for key in _keys(settings.FACTOR_KEYS)
    ]


def _name(key: bytes) -> bytes:
    return sha256(b"name of" + key).digest()[:_NAME]


@lru_cache(maxsize=4)
def _keys(path: Path) -> tuple[bytes, ...]:
    if not path.exists():
        if not settings.TRIAL:
            raise ImproperlyConfigured(f"{path} must hold the keys that seal second factors")
        _make(path)
    keys = tuple(bytes.fromhex(line) for line in path.read_text("ascii").split())
    if not keys or any(len(key) != _KEY for key in keys):
        raise ImproperlyConfigured(f"{path}: a key is 64 hexadecimal digits, one a line")
    return keys


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:  # another process was first
        return
    path.write_text(secrets.token_hex(_KEY) + "\n", "ascii")
