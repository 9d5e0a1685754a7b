"""``python -m demo.consolidator --port 8303 --book FILE``; the secret and the address to notify
come from the environment.
"""

from __future__ import annotations

import argparse
import os
import signal
import threading
from pathlib import Path
from types import FrameType

from demo.consolidator.book import Book
from demo.consolidator.server import Sandbox


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m demo.consolidator")
    parser.add_argument("--port", type=int, default=8303, help="0: any free port")
    parser.add_argument(
        "--book", type=Path, required=True, help="where bills and payments are kept"
    )
    chosen = parser.parse_args()
    address = os.environ.get("GUICHET_ADDRESS", "http://127.0.0.1:8000")
    server = Sandbox(
        ("127.0.0.1", chosen.port),
        Book(chosen.book),
        os.environ["GUICHET_CONSOLIDATOR_SECRET"],
        f"{address.rstrip('/')}/bank/consolidator/notices/",
    )
    stopper = threading.Thread(target=server.stop)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        # In a thread: stopping waits for serve_forever, which this very thread is running.
        if not stopper.is_alive() and not server.stopping.is_set():
            stopper.start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    print(f"consolidator: http://127.0.0.1:{server.server_address[1]}/", flush=True)
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main()
