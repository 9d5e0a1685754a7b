"""``python -m demo.payroll [--port 8717] [--institution http://127.0.0.1:8000]``."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

from joserfc.jwk import ECKey

from demo.payroll.client import Institution
from demo.payroll.server import Programme
from guichet.config.commandline import state


def main() -> None:
    """Serve until told to stop; until the demonstration has connected the programme, wait for its
    key.
    """
    parser = argparse.ArgumentParser(prog="python -m demo.payroll")
    parser.add_argument("--port", type=int, default=8717)
    parser.add_argument(
        "--institution", default=os.environ.get("GUICHET_ISSUER") or "http://127.0.0.1:8000"
    )
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    path = state() / "sample-payroll.json"
    while not path.exists():
        time.sleep(1)
    institution, establishment = known(path, chosen.institution)
    server = Programme(("127.0.0.1", chosen.port), institution, establishment)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    signal.signal(signal.SIGINT, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever(poll_interval=0.2)


def known(path: Path, address: str) -> tuple[Institution, str]:
    """What the programme knows of itself."""
    said = json.loads(path.read_text("utf-8"))
    return Institution(address, said["client_id"], ECKey.import_key(said["key"])), said[
        "establishment"
    ]


if __name__ == "__main__":
    main()
