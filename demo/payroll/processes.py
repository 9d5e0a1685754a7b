"""The sample payroll programme, beside the web. It lies on this machine, so messages may go
there.
"""

from __future__ import annotations

import os

from guichet.lib.process import Process

PORT = int(os.environ.get("GUICHET_SAMPLE_PAYROLL_PORT", "8717"))

PROCESSES = (
    Process(
        "sample payroll",
        "demo.payroll",
        ("--port", str(PORT)),
        ports=(PORT,),
        environment={"GUICHET_WEBHOOKS_ANYWHERE": "1"},
        says=f"Sample payroll:    http://127.0.0.1:{PORT}/  (a client's own programme)",
    ),
)
