"""The bank line, beside the web."""

from __future__ import annotations

import os

from guichet.lib.process import Process


def _wanted() -> bool:
    from django.conf import settings

    return bool(settings.BANK_PROFILES)


# The shipped profiles' ports; a site's own profiles name others.
_SHIPPED = not os.environ.get("GUICHET_BANK_PROFILES")
_PORTS = (8310, 8311) if _SHIPPED else ()
_WHERE = "127.0.0.1:8310 and :8311" if _SHIPPED else "the ports of its profiles"

PROCESSES = (
    Process(
        "bank line",
        "guichet.channels.bank",
        ports=_PORTS,
        says=f"Bank line:         ISO 8583 on {_WHERE}",
        when=_wanted,
    ),
)
