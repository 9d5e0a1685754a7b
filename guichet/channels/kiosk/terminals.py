"""Which machine is asking. A kiosk is known by its address, so that nobody's telephone plays one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from guichet.channels.shared.address import address_of

TRIAL = "trial"


def known() -> dict[str, str]:
    """The kiosks' addresses and names, from ``GUICHET_KIOSKS``: ``hall-1=10.0.0.5,hall-2=10.0.0.6``."""
    pairs = (entry.partition("=") for entry in settings.KIOSKS)
    return {address.strip(): name.strip() for name, _, address in pairs if address}


def terminal_of(request: HttpRequest) -> str | None:
    """The kiosk's name; None if it is none of ours. A trial that names no kiosks lets any browser be one."""
    if not settings.KIOSKS:
        return TRIAL if settings.TRIAL else None
    return known().get(address_of(request))
