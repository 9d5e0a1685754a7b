"""The firm with two bills of the account's tests, and an institution that can sign."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guichet.catalogue.account.tests.conftest import NOW, Office, office
from guichet.domain.certificates import commands as certificates
from guichet.domain.contributions.tests.test_accounts import receive

__all__ = ["office", "paid", "signer"]


@pytest.fixture
def signer(db: None, tmp_path: Path, settings: Any) -> None:
    """A root and a document signer."""
    settings.CERTIFICATE_KEYS = str(tmp_path / "certificates")
    certificates.create_root("Example Social Insurance", NOW)
    certificates.issue_signer("Document signer", NOW, days=3650)  # outside tools know only today


@pytest.fixture
def paid(office: Office) -> Office:
    """The same firm with everything paid."""
    receive(office.numbers["establishment"], 860_000, NOW)
    return office
