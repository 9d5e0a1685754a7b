"""The sandbox bank, beside the web: two folders between it and the institution."""

from __future__ import annotations

import os
from pathlib import Path

from demo.bank.account import ACCOUNT
from guichet.lib.process import Process

_STATE = Path(os.environ.get("GUICHET_STATE") or Path(__file__).resolve().parents[2] / "var")
_TO, _FROM = _STATE / "bank" / "to", _STATE / "bank" / "from"

PROCESSES = (
    Process(
        "bank that holds our account",
        "demo.bank",
        ("--outbox", str(_TO), "--inbox", str(_FROM), "--book", str(_STATE / "bank" / "taken")),
        environment={
            "GUICHET_PAYOUT_OUTBOX": str(_TO),
            "GUICHET_PAYOUT_INBOX": str(_FROM),
            "GUICHET_PAYOUT_ACCOUNT": ACCOUNT,
        },
    ),
)
