"""An authority of the tests' own, with its keys in a folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from guichet.domain.certificates import commands

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def authority(db: None, tmp_path: Path, settings: Any) -> Path:
    """A root and a document signer; the folder of their keys."""
    settings.CERTIFICATE_KEYS = str(tmp_path / "certificates")
    commands.create_root("Example Social Insurance", NOW)
    commands.issue_signer("Document signer", NOW)
    return tmp_path / "certificates"
