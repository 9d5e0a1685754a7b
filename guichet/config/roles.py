"""The database roles, so that what a process is not for, it cannot do (ADR 17).

``guichet_web`` is bound by row-level security and sees only what its session's account may see; ``guichet_office`` sees rows of
everybody and changes nothing of the log; ``guichet_batch`` works files, bills and seals. None may alter a table or empty one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from guichet.engine import store

ROLES = {
    "guichet_web": "NOBYPASSRLS",
    "guichet_office": "NOBYPASSRLS",
    "guichet_batch": "BYPASSRLS",
}
# Added to and never changed: the tables whose triggers say so.
_LOG = "SELECT string_agg(DISTINCT tgrelid::regclass::text, ', ') FROM pg_trigger WHERE tgname = 'append_only'"
_GRANTS = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role};
REVOKE UPDATE, DELETE, TRUNCATE ON {log} FROM {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
"""


def make(echo: Callable[[str], Any]) -> None:
    """Make the roles that are missing and grant them what they need; again after every migration."""
    log = store.value(_LOG)
    for role, kind in ROLES.items():
        if not store.value("SELECT 1 FROM pg_roles WHERE rolname = %(role)s", role=role):
            store.execute(f"CREATE ROLE {role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE {kind}")
            echo(f"{role} made")
        for grant in _GRANTS.format(role=role, log=log).split(";"):
            if grant.strip():
                store.execute(grant)
    echo(
        "Rights granted. Give each process a login that is a member of one of them, or GUICHET_DATABASE_ROLE."
    )
