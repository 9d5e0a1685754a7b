"""The sandbox identity provider, beside the web."""

from __future__ import annotations

import os

from demo.identity_provider.state import CLIENT_ID, CLIENT_SECRET, PUSH_SECRET
from guichet.lib.process import Process

_PORT = int(os.environ.get("GUICHET_IDENTITY_PORT", "8703"))
_ADDRESS = f"http://127.0.0.1:{_PORT}"

PROCESSES = (
    Process(
        "identity provider",
        "demo.identity_provider",
        ("--port", str(_PORT)),
        ports=(_PORT,),
        environment={
            "GUICHET_OIDC_ISSUER": _ADDRESS,
            "GUICHET_OIDC_CLIENT_ID": CLIENT_ID,
            "GUICHET_OIDC_CLIENT_SECRET": CLIENT_SECRET,
            "GUICHET_IDENTITY_PUSH": f"{_ADDRESS}/push/v1",
            "GUICHET_IDENTITY_PUSH_SECRET": PUSH_SECRET,
            "GUICHET_MESSAGES": f"{_ADDRESS}/messages/v1",
            "GUICHET_MESSAGES_SECRET": PUSH_SECRET,
        },
        says=f"Identity provider: {_ADDRESS}/phone  (the telephone of its app); codes sent: {_ADDRESS}/messages",
    ),
)
