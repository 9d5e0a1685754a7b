"""The institution that is measured: seeded once, copied afresh for every part, in an embedded
PostgreSQL of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from guichet.config import embedded

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / "build" / "bench"
ESTABLISHMENTS = 1_000
_SEEDED, _LIVE = "seeded", "bench"
_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
_MARK = STATE / "seeded.json"


@contextmanager
def opened(workers: int) -> Iterator[str]:
    """An institution of at least ``workers`` workers; gives a sentence about the server, which
    stops at the end.

    Afterwards Django is awake and looks at the copy that `renew` makes.
    """
    for name in [n for n in os.environ if n.startswith(("GUICHET_", "DATABASE_URL"))]:
        del os.environ[name]  # nothing of the caller's own installation
    os.environ["GUICHET_STATE"] = str(STATE)
    os.environ["DJANGO_SETTINGS_MODULE"] = "guichet.config.settings"
    os.environ["PYTHONPATH"] = os.pathsep.join(
        filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])
    )
    uri = embedded.start(STATE / "postgres")
    try:
        _seed(uri, workers)
        os.environ["DATABASE_URL"] = make_conninfo(uri, dbname=_LIVE)
        renew()
        _wake()
        yield _durability(uri)
    finally:
        if "django" in sys.modules:
            from django.db import connections

            connections.close_all()
        embedded.stop(STATE / "postgres")


def renew() -> None:
    """Throw the measured institution away and copy the seeded one again."""
    if "django" in sys.modules:
        from django.db import connections

        connections.close_all()
    with _admin(os.environ["DATABASE_URL"]) as admin:
        _drop(admin, _LIVE)
        # A copy of files costs a fraction of a copy through the log, and leaves nothing to write
        # later.
        statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
        admin.execute(sql.SQL(statement).format(sql.Identifier(_LIVE), sql.Identifier(_SEEDED)))


def postmaster() -> int:
    """The process of the server; its backends are below it."""
    return int((STATE / "postgres" / "postmaster.pid").read_text().split()[0])


def _admin(conninfo: str) -> psycopg.Connection[Any]:
    return psycopg.connect(make_conninfo(conninfo, dbname="postgres"), autocommit=True)


def _drop(admin: psycopg.Connection[Any], name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _seed(uri: str, workers: int) -> None:
    """The seeded institution, unless one that is large enough was made by the same code before."""
    version = _version()
    with _admin(uri) as admin:
        made = json.loads(_MARK.read_text("utf-8")) if _MARK.exists() else {}
        exists = admin.execute("SELECT FROM pg_database WHERE datname = %s", [_SEEDED]).fetchone()
        if exists and made.get("version") == version and made.get("workers", 0) >= workers:
            print(
                f"The institution of {made['workers']:,} workers that was seeded before is used again."
            )
            return
        _drop(admin, _LIVE)
        _drop(admin, _SEEDED)
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_SEEDED)))
    place = make_conninfo(uri, dbname=_SEEDED)
    command = [
        sys.executable,
        "-m",
        "guichet.config.cli",
        "seed",
        "--establishments",
        str(ESTABLISHMENTS),
        "--workers",
        str(workers),
    ]
    subprocess.run(command, env=os.environ | {"DATABASE_URL": place}, check=True)
    with psycopg.connect(place, autocommit=True) as connection:
        # As a database is that has been there for a while.
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
    _MARK.write_text(json.dumps({"version": version, "workers": workers}), encoding="utf-8")


def _version() -> str:
    """Changes with the tables and with the population, so that an old seed is not taken for a new
    one.
    """
    digest = sha256()
    for path in sorted([*ROOT.glob("guichet/**/migrations/*.py"), *ROOT.glob("demo/*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _wake() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from guichet.engine import keys

    call_command("migrate", verbosity=0)
    if not list(settings.SIGNING_KEYS.glob("*.key.pem")):
        keys.create(settings.SIGNING_KEYS)


def _durability(uri: str) -> str:
    """Assert that a commit is on the disk before it is told."""
    with _admin(uri) as admin:
        shown = {
            name: _setting(admin, name) for name in (*_DURABLE, "wal_sync_method", "server_version")
        }
    weak = [name for name in _DURABLE if shown[name] != "on"]
    if weak:
        raise SystemExit(
            f"The server is not durable: {', '.join(weak)} must be on; nothing was measured."
        )
    settings = ", ".join(f"{name} {shown[name]}" for name in (*_DURABLE, "wal_sync_method"))
    return f"PostgreSQL {shown['server_version']} (embedded): {settings}"


def _setting(admin: psycopg.Connection[Any], name: str) -> str:
    row = admin.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""
