"""Verifying receipts offline: no database, no settings, no network; only the institution's public
keys.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from guichet.engine import keys, receipt


def public_keys(place: Path) -> dict[str, Ed25519PublicKey]:
    """The public keys of a PEM file or of a folder's ``*.pub.pem``, by id."""
    if place.is_dir():
        return keys.public_keys(place)
    if not place.exists():
        return {}
    try:
        public = serialization.load_pem_public_key(place.read_bytes())
    except ValueError:
        return {}
    return {keys.key_id(public): public} if isinstance(public, Ed25519PublicKey) else {}


def verify(
    name: str,
    data: bytes,
    public: Mapping[str, Ed25519PublicKey],
    echo: Callable[[str], Any],
) -> str | None:
    """Say what a receipt file attests, or what is wrong with it; the fault, if there is one."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        document = None
    fault = "not JSON" if document is None else receipt.fault_of(document, public)
    if fault:
        echo(f"{name}: does NOT hold: {fault}")
        return fault
    said, signed = json.loads(document["content"]), document["signed"]
    echo(
        f"{name}: holds: {said['reference']} {said['service']} {said['outcome']},"
        f" asked {signed['asked_at']}, signed with key {signed['key']}"
    )
    return None
