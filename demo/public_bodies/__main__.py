"""``python -m demo.public_bodies [--host 127.0.0.1] [--port 8701] [--allow-remote-control]``."""

from __future__ import annotations

import argparse
import signal
import threading
from types import FrameType

from demo.public_bodies.server import PublicBodies, warm_up


def main() -> None:
    """Serve until SIGTERM or SIGINT, then let the calls at work finish."""
    parser = argparse.ArgumentParser(prog="python -m demo.public_bodies")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8701, help="0: any free port")
    parser.add_argument(
        "--allow-remote-control",
        action="store_true",
        help="let other machines change the switches too",
    )
    chosen = parser.parse_args()
    warm_up()
    server = PublicBodies((chosen.host, chosen.port), remote_control=chosen.allow_remote_control)
    stopper = threading.Thread(target=server.stop)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        # In a thread: stopping waits for serve_forever, which this very thread is running.
        if not stopper.is_alive() and not server.stopping.is_set():
            stopper.start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    host, port = server.server_address[:2]
    print(f"public bodies: http://{host!s}:{port}/", flush=True)
    server.serve_forever(poll_interval=0.1)
    stopper.join()


if __name__ == "__main__":
    main()
