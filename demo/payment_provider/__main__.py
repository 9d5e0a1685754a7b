"""``python -m demo.payment_provider [--port 8705]``; the secret comes from
``GUICHET_PAYMENT_SECRET``.
"""

from __future__ import annotations

import argparse
import os

from aiohttp import web

from demo.payment_provider.server import Provider


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m demo.payment_provider")
    parser.add_argument("--port", type=int, default=8705)
    chosen = parser.parse_args()
    provider = Provider(os.environ["GUICHET_PAYMENT_SECRET"])
    web.run_app(provider.application(), host="127.0.0.1", port=chosen.port, print=None)


if __name__ == "__main__":
    main()
