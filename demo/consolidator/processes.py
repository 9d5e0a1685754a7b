"""The sandbox consolidator, beside the web."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from guichet.lib.process import Process

_PORT = int(os.environ.get("GUICHET_CONSOLIDATOR_PORT", "8303"))
_STATE = Path(os.environ.get("GUICHET_STATE") or Path(__file__).resolve().parents[2] / "var")

PROCESSES = (
    Process(
        "consolidator",
        "demo.consolidator",
        ("--port", str(_PORT), "--book", str(_STATE / "consolidator.sqlite")),
        ports=(_PORT,),
        environment={
            "GUICHET_CONSOLIDATOR": f"http://127.0.0.1:{_PORT}",
            # Both sides are children of one `guichet run`; each run has a secret of its own.
            "GUICHET_CONSOLIDATOR_SECRET": "whsec_" + base64.b64encode(os.urandom(24)).decode(),
        },
        says=f"Pay a bill:        http://127.0.0.1:{_PORT}/ (plays a bank and an ATM)",
    ),
)
