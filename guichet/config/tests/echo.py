"""The smallest application, served by the front in its tests: says what it was given."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

LARGE = 4_000_000


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    body = environ["wsgi.input"].read()
    said = f"{len(body)} of {environ.get('CONTENT_LENGTH', '')}".encode()
    if environ["PATH_INFO"] == "/large":
        said = b"x" * LARGE
    if environ["PATH_INFO"] == "/slow":
        time.sleep(1.5)
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    return [said]
