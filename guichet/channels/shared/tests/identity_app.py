"""The sandbox identity provider on loopback, for channels that ask its app."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from demo.identity_provider.server import IdentityProvider
from demo.identity_provider.state import PUSH_SECRET, Provider


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """It answers over HTTP, and a test picks on its telephone."""
    server = IdentityProvider(("127.0.0.1", 0))
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    ).start()
    settings.IDENTITY_PUSH_URL = f"{server.provider.issuer}/push/v1"
    settings.IDENTITY_PUSH_SECRET = PUSH_SECRET
    yield server.provider
    server.shutdown()
    server.server_close()
