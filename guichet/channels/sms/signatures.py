"""Signatures between us and an aggregator: HMAC-SHA256 over the time and the body, with a key both
know.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from hashlib import sha256

TIME, SIGNATURE = "X-Timestamp", "X-Signature"
_AGE_S = 300  # an older call is somebody's recording


def sign(key: str, body: bytes, now: datetime) -> dict[str, str]:
    """The headers of a signed call."""
    moment = str(int(now.timestamp()))
    return {TIME: moment, SIGNATURE: _digest(key, moment, body)}


def holds(key: str, body: bytes, moment: str, signature: str, now: datetime) -> bool:
    """Whether a call was signed with the key, and just now."""
    if not key or not moment.isascii() or not moment.isdigit() or len(moment) > 12:
        return False
    fresh = abs(now.timestamp() - int(moment)) <= _AGE_S
    right = hmac.compare_digest(
        _digest(key, moment, body).encode(), signature.encode("utf-8", "replace")
    )
    return fresh and right


def _digest(key: str, moment: str, body: bytes) -> str:
    return hmac.new(key.encode(), moment.encode() + b"." + body, sha256).hexdigest()
