"""Somebody with a mobile and a PIN, and where texts to them end up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guichet.domain.contact import commands
from guichet.domain.contact.tests.codes_sent import NOW, OWNER, PIN
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import Account


@pytest.fixture(autouse=True)
def handsets(tmp_path: Path, settings: Any) -> None:
    settings.HANDSETS = tmp_path / "handsets"


@pytest.fixture
def owner() -> Account:
    account = identity.open_account(username="owner", password=None, person_number=OWNER)
    commands.register_mobile(account, "0500000001", now=NOW)
    commands.set_pin(account, PIN, now=NOW)
    return account
