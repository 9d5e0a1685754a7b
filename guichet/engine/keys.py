"""The institution's signing keys: Ed25519, one PEM file each; the newest private key signs, all
public keys verify.

A key's id is the first 16 hex digits of the SHA-256 of its raw public key, so a receipt names its
key for ever.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def key_id(public: Ed25519PublicKey) -> str:
    """The name of a public key."""
    return sha256(public.public_bytes_raw()).hexdigest()[:16]


def create(folder: Path) -> str:
    """Make a new signing key in ``folder`` (private ``<id>.key.pem``, public ``<id>.pub.pem``); its
    id.
    """
    folder.mkdir(parents=True, exist_ok=True)
    private = Ed25519PrivateKey.generate()
    name = key_id(private.public_key())
    secret = folder / f"{name}.key.pem"
    secret.touch(mode=0o600)
    secret.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / f"{name}.pub.pem").write_bytes(public_pem(private.public_key()))
    return name


def public_pem(public: Ed25519PublicKey) -> bytes:
    """A public key as PEM."""
    return public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


@lru_cache(maxsize=4)
def _newest(folder: Path) -> tuple[str, Ed25519PrivateKey]:
    paths = sorted(folder.glob("*.key.pem"), key=lambda path: path.stat().st_mtime)
    if not paths:
        raise FileNotFoundError(f"no signing key in {folder}: run `guichet key create`")
    private = serialization.load_pem_private_key(paths[-1].read_bytes(), None)
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError(f"{paths[-1].name} is not an Ed25519 key")
    return key_id(private.public_key()), private


def sign(message: bytes) -> tuple[str, bytes]:
    """The newest key's id and its signature of ``message`` (64 bytes)."""
    name, private = _newest(settings.SIGNING_KEYS)
    return name, private.sign(message)


def public_keys(folder: Path | None = None) -> dict[str, Ed25519PublicKey]:
    """Every public key by id."""
    found = {}
    for path in sorted((folder or settings.SIGNING_KEYS).glob("*.pub.pem")):
        public = serialization.load_pem_public_key(path.read_bytes())
        if isinstance(public, Ed25519PublicKey):
            found[key_id(public)] = public
    return found


def verifies(public: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    """Whether ``signature`` is of ``message`` under ``public``."""
    try:
        public.verify(signature, message)
    except InvalidSignature:
        return False
    return True
