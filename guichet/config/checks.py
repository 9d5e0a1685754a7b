"""``guichet doctor``: looks at everything an operator would otherwise find out too late."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from guichet.config import runner_checks
from guichet.config.diagnosis import DiagnosisLine, Level

_PYTHON = (3, 11)
_POSTGRESQL = (15, 18)
_ATTENTION_BYTES, _FAULT_BYTES = 2 * 2**30, 200 * 2**20
_TOKEN_KEY_DAYS = 365


def report(echo: Callable[[str], Any]) -> int:
    """Say a line for each thing looked at; 1 if any is a fault."""
    worst = 0
    for line in look():
        echo(f"{line.level:<10} {line.what:<16} {line.found}")
        worst = max(worst, int(line.level is Level.FAULT))
    return worst


def look() -> Iterator[DiagnosisLine]:
    """Look at everything; what cannot be looked at is a fault and does not stop the rest."""
    yield _python()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
    try:
        import django

        django.setup()
    except Exception as error:  # noqa: BLE001 - whatever it is, the operator must read it
        yield DiagnosisLine(Level.FAULT, "settings", f"{type(error).__name__}: {error}")
        return
    yield _libraries()
    parts = (
        _database,
        _durability,
        _migrations,
        _keys,
        _certificates,
        _public_bodies,
        *runner_checks.PARTS,
        _disk,
        _secrets,
        _protection,
        _token_keys,
        _clocks,
    )
    for part in parts:
        try:
            yield from part()
        except Exception as error:  # noqa: BLE001 - as above
            yield DiagnosisLine(
                Level.FAULT,
                part.__name__.strip("_").replace("_", " "),
                f"{type(error).__name__}: {error}",
            )


def _python() -> DiagnosisLine:
    version = platform.python_version()
    known = tuple(map(int, platform.python_version_tuple()[:2])) >= _PYTHON
    return DiagnosisLine(Level.OK if known else Level.FAULT, "python", version)


def _libraries() -> DiagnosisLine:
    from importlib.metadata import version

    names = ("django", "polars", "psycopg", "procrastinate", "cryptography")
    return DiagnosisLine(
        Level.OK, "libraries", ", ".join(f"{name} {version(name)}" for name in names)
    )


def _database() -> Iterator[DiagnosisLine]:
    from guichet.engine import store

    number = int(store.value("SELECT current_setting('server_version_num')"))
    known = _POSTGRESQL[0] <= number // 10_000 <= _POSTGRESQL[1]
    found = f"PostgreSQL {number // 10_000}.{number % 10_000}"
    note = "" if known else f"; tried with {_POSTGRESQL[0]} to {_POSTGRESQL[1]}"
    yield DiagnosisLine(Level.OK if known else Level.ATTENTION, "database", found + note)
    if store.value("SELECT pg_is_in_recovery()"):
        yield DiagnosisLine(Level.FAULT, "database", "this server is a standby and takes no writes")


def _durability() -> Iterator[DiagnosisLine]:
    from guichet.engine import store

    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        setting = str(store.value("SELECT current_setting(%(name)s)", name=name))
        level = Level.FAULT if setting == "off" else Level.OK
        note = ": what was promised to a client can be lost" if level is Level.FAULT else ""
        yield DiagnosisLine(level, "durability", f"{name} {setting}{note}")
    if store.value("SELECT current_setting('data_checksums')") != "on":
        yield DiagnosisLine(
            Level.ATTENTION, "durability", "data_checksums off: silent damage of a disk goes unseen"
        )


def _migrations() -> Iterator[DiagnosisLine]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        names = ", ".join(f"{m.app_label}.{m.name}" for m, _ in waiting[:5])
        yield DiagnosisLine(
            Level.FAULT, "migrations", f"{len(waiting)} not applied ({names}): manage.py migrate"
        )
    else:
        yield DiagnosisLine(Level.OK, "migrations", "all applied")


def _keys() -> Iterator[DiagnosisLine]:
    from django.conf import settings

    from guichet.engine import keys

    folder: Path = settings.SIGNING_KEYS
    private = sorted(folder.glob("*.key.pem"))
    if not private:
        yield DiagnosisLine(Level.FAULT, "signing keys", f"none in {folder}: guichet key create")
        return
    yield DiagnosisLine(
        Level.OK, "signing keys", f"{len(private)} private, {len(keys.public_keys())} public"
    )
    for path in private:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            yield DiagnosisLine(
                Level.FAULT,
                "signing keys",
                f"{path.name} can be read by others (mode {mode:o}): chmod 600",
            )


def _certificates() -> Iterator[DiagnosisLine]:
    from django.utils import timezone

    from guichet.domain.certificates import queries

    now = timezone.now()
    try:
        queries.signer(now)
        yield DiagnosisLine(Level.OK, "certificates", "documents are signed")
    except queries.NoSigner:
        yield DiagnosisLine(
            Level.ATTENTION,
            "certificates",
            "no document signer: guichet ca root, guichet ca signer",
        )
    for one in queries.expiring(now):
        days = (one.until - now).days
        level = Level.FAULT if one.until <= now + queries.FAULT_BEFORE else Level.ATTENTION
        yield DiagnosisLine(
            level,
            "certificates",
            f"{one.what} {one.subject!r} until {one.until:%Y-%m-%d} ({days} days)",
        )


def _public_bodies() -> Iterator[DiagnosisLine]:
    from django.conf import settings

    for name in (
        "CIVIL_REGISTRY_URL",
        "COMMERCIAL_REGISTRY_URL",
        "JUSTICE_REGISTRY_URL",
        "EDUCATION_REGISTRY_URL",
        "HEALTH_REGISTRY_URL",
        "JOB_SEEKERS_REGISTER_URL",
        "BANKS_URL",
    ):
        url = urlsplit(getattr(settings, name))
        port = url.port or (443 if url.scheme == "https" else 80)
        what = name.removesuffix("_URL").lower().replace("_", " ")
        try:
            with socket.create_connection((url.hostname or "", port), timeout=3):
                yield DiagnosisLine(Level.OK, what, f"{url.hostname}:{port} answers")
        except OSError as error:
            yield DiagnosisLine(
                Level.ATTENTION,
                what,
                f"{url.hostname}:{port}: {error}; askings that need it are held",
            )


def _disk() -> Iterator[DiagnosisLine]:
    from django.conf import settings

    place = next(p for p in (settings.STATE, *settings.STATE.parents) if p.exists())
    free = shutil.disk_usage(place).free
    level = (
        Level.FAULT
        if free < _FAULT_BYTES
        else Level.ATTENTION
        if free < _ATTENTION_BYTES
        else Level.OK
    )
    yield DiagnosisLine(level, "disk", f"{free / 2**30:.1f} GiB free at {place}")


def _secrets() -> Iterator[DiagnosisLine]:
    from django.conf import settings

    if settings.TRIAL:
        yield DiagnosisLine(
            Level.ATTENTION,
            "mode",
            "a trial: http, demonstration passwords (GUICHET_TRIAL=0 for earnest)",
        )
    elif settings.DEBUG:
        yield DiagnosisLine(
            Level.FAULT, "mode", "GUICHET_DEBUG shows our insides to everybody: unset it"
        )
    else:
        yield DiagnosisLine(Level.OK, "mode", "in earnest")
    if not settings.SECRET_KEY:
        yield DiagnosisLine(Level.FAULT, "secret key", "empty: set GUICHET_SECRET_KEY_FILE")


def _protection() -> Iterator[DiagnosisLine]:
    from django.conf import settings

    from guichet.engine import store

    bound = store.value(
        "SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user"
    )
    role = settings.DATABASE_ROLE or "the login's own role"
    said = (
        ""
        if bound
        else ": row-level security does not bind it; a web process needs guichet_web (guichet roles)"
    )
    yield DiagnosisLine(
        Level.OK if bound or settings.TRIAL else Level.ATTENTION, "database role", f"{role}{said}"
    )
    place = settings.AUDIT_EXPORT
    found = place or "nowhere: a cut tail of the audit log could not be told (GUICHET_AUDIT_EXPORT)"
    yield DiagnosisLine(
        Level.OK if place or settings.TRIAL else Level.ATTENTION, "audit outside", found
    )


def _clocks() -> Iterator[DiagnosisLine]:
    from django.utils import timezone

    from guichet.config import clocks

    now, found = timezone.now(), False
    for one in clocks.ahead(now):
        found = True
        said = f"{one.column}: {one.rows} rows of a time to come, up to {one.latest:%Y-%m-%d %H:%M} UTC; a clock ran ahead"
        yield DiagnosisLine(Level.ATTENTION, "clock", said)
    if not found:
        yield DiagnosisLine(Level.OK, "clock", "nothing is said to have happened later than now")


def _token_keys() -> Iterator[DiagnosisLine]:
    from django.utils import timezone

    from guichet.domain.systems import keys

    now = timezone.now()
    signing = [key for key in keys.token_keys() if key.since <= now]
    if not signing:
        yield DiagnosisLine(
            Level.ATTENTION, "token key", "none: systems get no tokens (guichet systems key)"
        )
        return
    days = (now - signing[-1].since).days
    old = days > _TOKEN_KEY_DAYS
    said = (
        f"; older than {_TOKEN_KEY_DAYS} days: make a new one (guichet systems key)" if old else ""
    )
    yield DiagnosisLine(
        Level.ATTENTION if old else Level.OK, "token key", f"signs since {days} days{said}"
    )
