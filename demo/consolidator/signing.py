"""Standard Webhooks, written again by the other side: a message is what both sides sign the same
way, or it is not.
"""

from __future__ import annotations

import base64
import hmac
import time
from collections.abc import Mapping
from hashlib import sha256
from uuid import uuid4

_TOLERANCE_S = 300


def _signature(secret: str, name: str, at: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.new(key, f"{name}.{at}.".encode() + body, sha256).digest()
    return f"v1,{base64.b64encode(made).decode()}"


def signed(secret: str, body: str) -> dict[str, str]:
    """The headers of a message."""
    name, at = f"msg_{uuid4().hex}", str(int(time.time()))
    return {
        "Content-Type": "application/json",
        "Webhook-Id": name,
        "Webhook-Timestamp": at,
        "Webhook-Signature": _signature(secret, name, at, body.encode()),
    }


def genuine(secret: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether a message was signed with the secret just now."""
    given = {name.lower(): value for name, value in headers.items()}
    name, at = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not name or not at.isdigit() or abs(time.time() - int(at)) > _TOLERANCE_S:
        return False
    wanted = _signature(secret, name, at, body)
    return any(
        hmac.compare_digest(wanted, one) for one in given.get("webhook-signature", "").split(" ")
    )
