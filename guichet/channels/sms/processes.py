"""What runs beside the web for texts: one that carries, one that answers."""

from __future__ import annotations

import os

from guichet.lib.process import Process

_GATEWAY = "guichet.channels.sms.gateway"
_CALLBACK = os.environ.get(
    "GUICHET_SMS_CALLBACK", f"http://127.0.0.1:{os.environ.get('GUICHET_WEB_PORT', '8000')}/sms/"
)


def _configured() -> bool:
    from django.conf import settings

    return bool(settings.SMS_PROVIDERS)


PROCESSES = (
    Process("texts, links", _GATEWAY, ("carry", "--callback", _CALLBACK), when=_configured),
    Process("texts, answers", _GATEWAY, ("answer",), when=_configured),
)
