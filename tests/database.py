"""The tests' database: copied from a template that migrations made once, and emptied between tests
where something lies.

A template is known by what makes it: migrations, and the packages that bring some along. Settings
of the test database stay its own, so that a developer's institution on the same server is as
durable as ever.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from guichet.config import roles
from guichet.lib.env import BASE

_PREFIX = "guichet_template_"
_LOCK = 0x7465_7374  # two workers want the same template: one makes it, the other waits
_BRING_TABLES = ("django", "procrastinate")
# What Django fills after migrating and nothing of ours changes: left alone, it need not be filled
# again.
_KEPT = {"django_content_type", "auth_permission"}
_PUT_OUT = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgenabled = 'D'"
_LARGE = 2**20  # bytes from which a table is given new files; below, its rows are deleted


def make() -> None:
    """A database of this worker's own with all tables, roles and rules."""
    name = connection.creation._get_test_db_name()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        template = _template(cursor)
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log")
        # Nothing of a test outlives a broken server, so no commit waits for the disk.
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    _use(name)
    roles.make(lambda _: None)  # rules of rows are no migrations: they may have changed since
    connection.close()


def drop() -> None:
    """Leave nothing of it."""
    name = connection.settings_dict["NAME"]
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _use(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _template(cursor: Any) -> str:
    """The template of these migrations, made if there is none; those of others are dropped."""
    name = _PREFIX + _mark()
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_PREFIX])
    there = {found for (found,) in cursor.fetchall()}
    for old in there - {name}:
        cursor.execute(f"DROP DATABASE IF EXISTS {old}")
    if name not in there:
        half = f"{_PREFIX}half"  # a run that is broken off leaves no template that looks whole
        cursor.execute(f"CREATE DATABASE {half} TEMPLATE template0")
        _use(half)
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
        call_command("createcachetable", verbosity=0)
        roles.make(lambda _: None)
        connection.close()
        cursor.execute(f"ALTER DATABASE {half} RENAME TO {name}")
    return name


def _mark() -> str:
    made_by = sha256()
    for package in _BRING_TABLES:
        made_by.update(f"{package} {version(package)}\n".encode())
    for file in sorted((BASE / "guichet").rglob("migrations/*.py")):
        made_by.update(f"{file.relative_to(BASE)}\n".encode() + file.read_bytes())
    return made_by.hexdigest()[:12]


@cache
def _tables() -> list[str]:
    ours = set(connection.introspection.django_table_names(only_existing=True)) - _KEPT
    return sorted(
        ours
        | {f"procrastinate_{name}" for name in ("jobs", "events", "periodic_defers", "workers")}
    )


def emptied() -> None:
    """Take every row from the tables of our models, the append-only ones too; only the test runner
    may. What a test put out of force, it is given back.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PUT_OUT)
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{name}', pg_relation_size('{name}') WHERE EXISTS (SELECT FROM {name})"
                for name in _tables()
            )
        )
        filled = cursor.fetchall()
        if not filled:
            return
        large = [name for name, size in filled if size >= _LARGE]
        statements = [f"DELETE FROM {name}" for name, size in filled if size < _LARGE]
        if large:
            statements.append(f"TRUNCATE {', '.join(large)} CASCADE")
        # As a replica: neither triggers nor foreign keys are asked.
        role = "session_replication_role"
        cursor.execute("; ".join([f"SET {role} = replica", *statements, f"RESET {role}"]))
