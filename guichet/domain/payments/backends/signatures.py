"""Messages between us and a payment partner, signed each way with one secret (Standard
Webhooks).
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from standardwebhooks import Webhook, WebhookVerificationError


def signed(secret: str, body: str, now: datetime) -> dict[str, str]:
    """The headers of a message."""
    name = f"msg_{uuid4().hex}"
    at = now.astimezone(UTC)
    return {
        "content-type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(name, at, body),
    }


def genuine(secret: str, body: bytes, headers: dict[str, str]) -> bool:
    """Whether a message was signed with the secret in the last minutes."""
    if not secret:
        return False
    try:
        Webhook(secret).verify(body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError, UnicodeDecodeError):
        return False
    return True
