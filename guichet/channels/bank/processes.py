"""The bank line, beside the web."""

from __future__ import annotations

import os

from guichet.lib.process import Process


def _wanted() -> bool:
    from django.conf import settings

    return bool(settings.BANK_PROFILES)


# The shipped profiles' ports; a site's own profiles name others.
_PORTS = () if os.environ.get("GUICHET_BANK_PROFILES") else (8310, 8311)

PROCESSES = (
    Process(
        "bank line",
        "guichet.config.cli",
        ("bank",),
        ports=_PORTS,
        says="Bank line:         ISO 8583 on 127.0.0.1:8310 and :8311",
        when=_wanted,
    ),
)
