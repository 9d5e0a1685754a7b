"""The gateways, beside the web."""

from __future__ import annotations

import os
import shutil

from guichet.lib.process import Process

_HOST = os.environ.get("GUICHET_VOICE_HOST", "127.0.0.1")
_AGI = int(os.environ.get("GUICHET_AGI_PORT", "4573"))
_SIP = int(os.environ.get("GUICHET_SIP_PORT", "5070"))
_WEB = os.environ.get(
    "GUICHET_VOICE_WEB", f"http://127.0.0.1:{os.environ.get('GUICHET_WEB_PORT', '8000')}"
)
_GATEWAY = "guichet.channels.voice.gateway"
_HOW = (
    ""
    if shutil.which("espeak-ng") and shutil.which("sox")
    else "  (install espeak-ng and sox to hear it)"
)

PROCESSES = (
    Process(
        "telephone, SIP",
        _GATEWAY,
        (
            "sip",
            "--host",
            _HOST,
            "--port",
            str(_SIP),
            "--web",
            _WEB,
            "--peers",
            os.environ.get("GUICHET_SIP_PEERS", _HOST),
        ),
        says=f"Telephone:         sip:guichet@{_HOST}:{_SIP}{_HOW}",
    ),
    Process(
        "telephone, Asterisk",
        _GATEWAY,
        ("asterisk", "--host", _HOST, "--port", str(_AGI), "--web", _WEB),
        ports=(_AGI,),
        says=f"Asterisk:          agi://{_HOST}:{_AGI}/guichet",
    ),
)
