"""Our account, and folders shared with a bank, for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ACCOUNT = "SA0380000000608010167519"


@pytest.fixture(autouse=True)
def outbox(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Our account, and the folders shared with the bank."""
    settings.PAYOUT_ACCOUNT = ACCOUNT
    settings.PAYOUT_OUTBOX, settings.PAYOUT_INBOX = str(tmp_path / "out"), str(tmp_path / "in")
    yield tmp_path / "out"
