"""The telephone on a page, beside the web."""

from __future__ import annotations

import os

from demo.telephone.founding import TELEPHONES
from guichet.lib.process import Process

_PORT = int(os.environ.get("GUICHET_PHONE_PORT", "8702"))
_WEB = os.environ.get(
    "GUICHET_VOICE_WEB", f"http://127.0.0.1:{os.environ.get('GUICHET_WEB_PORT', '8000')}"
)
_PINS = ", ".join(f"{t.username} {t.mobile} PIN {t.pin}" for t in TELEPHONES)

PROCESSES = (
    Process(
        "telephone to try",
        "demo.telephone",
        ("--port", str(_PORT), "--web", _WEB),
        ports=(_PORT,),
        says=f"Telephone to try:  http://127.0.0.1:{_PORT}/\n                   {_PINS}",
    ),
)
