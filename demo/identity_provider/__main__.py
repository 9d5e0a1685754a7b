"""``python -m demo.identity_provider [--port 8703]``; on this machine only."""

from __future__ import annotations

import argparse
import signal
import threading
from types import FrameType

from demo.identity_provider.server import IdentityProvider


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m demo.identity_provider")
    parser.add_argument("--port", type=int, default=8703, help="0: any free port")
    server = IdentityProvider(("127.0.0.1", parser.parse_args().port))

    def stop(_signal: int, _frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"identity provider: {server.provider.issuer}/phone", flush=True)
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main()
