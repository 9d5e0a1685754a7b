"""What a gateway shows when it begins a call: then it is believed about who is calling."""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac


def gateway_key() -> str:
    """The key, from the settings or derived from the installation's secret."""
    return (
        settings.VOICE_KEY
        or salted_hmac("guichet.voice.gateway", "key", algorithm="sha256").hexdigest()
    )


def is_gateway(key: str) -> bool:
    """Whether this is one of our gateways, or the carrier's."""
    return constant_time_compare(key, gateway_key())
