"""``python -m demo.telephone``: a telephone on a page, to try the dialogues without any
telephone.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path


def main() -> None:
    """Serve the page on loopback."""
    parser = argparse.ArgumentParser(prog="python -m demo.telephone")
    parser.add_argument("--port", type=int, default=8702)
    parser.add_argument("--web", default="http://127.0.0.1:8000", help="where the documents are")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
    import django

    django.setup()
    from aiohttp import web
    from django.conf import settings

    from demo.telephone.server import Simulator
    from guichet.channels.voice.script import said_in_every_call
    from guichet.channels.voice.speech import Speech

    speech = Speech(Path(settings.STATE) / "speech", common=frozenset(said_in_every_call()))
    web.run_app(
        Simulator(given.web, speech).application(), host="127.0.0.1", port=given.port, print=None
    )


if __name__ == "__main__":
    main()
