"""The sandbox provider, beside the web."""

from __future__ import annotations

import base64
import os
import secrets

from guichet.lib.process import Process

_PORT = int(os.environ.get("GUICHET_PROVIDER_PORT", "8705"))
_ADDRESS = f"http://127.0.0.1:{_PORT}"
# Made for this run; both sides get it from the environment and nobody else.
_SECRET = base64.b64encode(secrets.token_bytes(32)).decode()

PROCESSES = (
    Process(
        "payment provider",
        "demo.payment_provider",
        ("--port", str(_PORT)),
        ports=(_PORT,),
        environment={"GUICHET_PAYMENT_PROVIDER": _ADDRESS, "GUICHET_PAYMENT_SECRET": _SECRET},
        says=f"Payment provider:  {_ADDRESS}/  (opened by the service “Pay online”)",
    ),
)
