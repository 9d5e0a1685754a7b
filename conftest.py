"""What every test shares: a clean database between tests although the register is append-only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import settings as hypothesis_settings

# The first call of an expression is slow on a busy machine; tests judge answers, benchmarks judge time.
# One commit has one answer: `make test` draws the same examples each time, `make fuzz` looks for new ones.
hypothesis_settings.register_profile("guichet", deadline=None, derandomize=True)
hypothesis_settings.register_profile("fuzz", deadline=None, print_blob=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "guichet"))

# What an earlier `make run` collected is not what is tested: pages take their styles from the tree.
django_settings.STATIC_ROOT = Path(django_settings.STATIC_ROOT).parent / "no-static"


@pytest.fixture(scope="session", autouse=True)
def emptied_between_tests() -> Iterator[None]:
    """Let the test runner, and only it, truncate append-only tables."""
    flush = type(connection.ops).execute_sql_flush

    def flush_as_replica(self: Any, sql_list: list[str]) -> None:
        flush(self, ["SET session_replication_role = replica", *sql_list, "RESET session_replication_role"])

    patch = pytest.MonkeyPatch()
    patch.setattr(type(connection.ops), "execute_sql_flush", flush_as_replica)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def signing_keys(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Path:
    """A signing key of the tests' own, made once a run."""
    from guichet.engine import keys

    folder = tmp_path_factory.getbasetemp() / "keys"
    if not list(folder.glob("*.key.pem")):
        keys.create(folder)
    settings.SIGNING_KEYS = folder
    return folder
