"""The sandbox message centre with its handsets, beside the web."""

from __future__ import annotations

import os

from guichet.lib.process import Process

_SMPP = int(os.environ.get("GUICHET_SANDBOX_SMPP_PORT", "2775"))
_PAGE = int(os.environ.get("GUICHET_HANDSETS_PORT", "8716"))

PROCESSES = (
    Process(
        "handsets",
        "demo.sms",
        ("--port", str(_SMPP), "--page", str(_PAGE)),
        ports=(_SMPP, _PAGE),
        environment={
            "GUICHET_SMS_PROVIDERS": f"smpp://guichet:secret@127.0.0.1:{_SMPP}/sandbox?from=2000"
        },
        says=f"Texts:             http://127.0.0.1:{_PAGE}/ is a handset",
    ),
)
