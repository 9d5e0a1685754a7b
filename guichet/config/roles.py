"""The database roles and their rules of rows, so that what a process is not for, it cannot do (ADR
40).

``guichet_web`` is bound by row-level security and sees only what its session's account may see;
``guichet_office`` is what staff with a right become: it sees further rows by their rights;
``guichet_counter`` is what the web becomes behind the one door, once a mandate was judged;
``guichet_batch`` works files, bills, texts and seals. None may alter a table, empty one or change
the log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from guichet.config import discovery
from guichet.engine import row_policies, scope, store
from guichet.engine.row_policies import Rows

ROLES = {
    scope.WEB: "NOBYPASSRLS",
    scope.OFFICE: "NOBYPASSRLS",
    scope.COUNTER: "BYPASSRLS",
    scope.BATCH: "BYPASSRLS",
}
# Added to and never changed: the tables whose triggers say so.
_LOG = "SELECT string_agg(DISTINCT tgrelid::regclass::text, ', ') FROM pg_trigger WHERE tgname = 'append_only'"
_GRANTS = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role};
REVOKE UPDATE, DELETE, TRUNCATE ON {log} FROM {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
"""
# Another database of the same server may be making it just now.
_ROLE = """DO $$ BEGIN CREATE ROLE {role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE {kind};
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"""
_TABLES = "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1"
_POLICIES = "SELECT polname::text FROM pg_policy WHERE polrelid = %(table)s::regclass"
_KNOWN_BY = "SELECT obj_description(oid, 'pg_policy') FROM pg_policy WHERE polrelid = %(table)s::regclass AND polname = 'web'"
_POLICY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY web ON {table} TO guichet_web USING ({seen}) WITH CHECK ({added});
CREATE POLICY office ON {table} TO guichet_office
    USING ({office} OR ({seen})) WITH CHECK ({checked});
COMMENT ON POLICY web ON {table} IS '{mark}';
"""
# Tables from which power comes: what is seen, what is added and what is changed are three rules,
# for the office too.
_POLICY_OF_POWER = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY web ON {table} FOR SELECT TO guichet_web USING ({seen});
CREATE POLICY office ON {table} FOR SELECT TO guichet_office USING ({office} OR ({seen}));
CREATE POLICY adding ON {table} FOR INSERT TO guichet_web, guichet_office WITH CHECK ({adds});
CREATE POLICY changing ON {table}
FOR UPDATE TO guichet_web, guichet_office USING ({changes}) WITH CHECK ({changes});
COMMENT ON POLICY web ON {table} IS '{mark}';
"""


def tables() -> list[str]:
    """Every table there is."""
    return [name for (name,) in store.rows(_TABLES)]


def declared() -> dict[str, Rows]:
    """The rule of every table that has one."""
    found: dict[str, Rows] = dict(row_policies.ROWS)
    for module in discovery.load("row_policies"):
        found |= module.ROWS  # type: ignore[attr-defined]
    return found


def make(echo: Callable[[str], Any]) -> None:
    """Make roles and rules that are missing or have changed; again after every migration. One
    ``atomic``, tried again when the server ended it: a vacuum that notes its figures about a table
    and a grant on it can wait for each other.
    """
    made, changed = store.settle(_make)
    for role in made:
        echo(f"{role} made")
    if changed:
        echo(f"Rules of rows made for {changed} tables.")
    echo(
        "Rights granted. Give each process a login that is a member of one of them, or GUICHET_DATABASE_ROLE."
    )


def usable(echo: Callable[[str], Any]) -> bool:
    """Make roles and rules where this login may; whether processes can take the roles."""
    from django.db import DatabaseError, connections

    try:
        make(lambda _: None)
        return bool(
            store.value("SELECT pg_has_role(session_user, %(role)s, 'MEMBER')", role=scope.WEB)
        )
    except DatabaseError as error:
        echo(
            f"Row-level security is not set up: {str(error).strip()}. Run `guichet roles` as the tables' owner."
        )
        return False
    finally:
        connections.close_all()


@store.atomic()
def _make() -> tuple[list[str], int]:
    """The roles that had to be made, and of how many tables the rules."""
    made = []
    for role, kind in ROLES.items():
        if not store.value("SELECT 1 FROM pg_roles WHERE rolname = %(role)s", role=role):
            store.execute(_ROLE.format(role=role, kind=kind))
            made.append(role)
    _make_functions()
    there, rules = tables(), declared()
    changed = [name for name in there if name in rules and _make_rule(name, rules[name])]
    for role in ROLES:
        _grant(role, there, rules)
    return made, len(changed)


def _make_functions() -> None:
    # Read late: a function may name another that is made after it.
    store.execute("SET LOCAL check_function_bodies = off")
    for module in [row_policies, *discovery.load("row_policies")]:
        for statement in getattr(module, "FUNCTIONS", ()):
            store.execute(statement)


def _make_rule(table: str, rule: Rows) -> bool:
    """Whether it had to be made."""
    if rule.free and rule.writing is None:
        return False
    added = rule.added if isinstance(rule.added, str) else "true" if rule.added else rule.seen
    checked = added if rule.added else f"{rule.office} OR ({rule.seen})"
    said = {"seen": rule.seen, "added": added, "office": rule.office, "checked": checked}
    made = _POLICY
    if rule.writing is not None:
        made = _POLICY_OF_POWER
        said |= {"adds": rule.writing.adds, "changes": rule.writing.changes}
    mark = sha256("|".join(said.values()).encode()).hexdigest()[:32]
    if store.value(_KNOWN_BY, table=table) == mark:
        return False
    for (policy,) in store.rows(_POLICIES, table=table):
        store.execute(f"DROP POLICY {policy} ON {table}")
    _run(made.format(table=table, mark=mark, **said))
    return True


def _grant(role: str, there: list[str], rules: Mapping[str, Rows]) -> None:
    # Who is bound by rules gets no table that has none: a forgotten table is found shut, not open.
    granted = [name for name in there if name in rules or role in (scope.COUNTER, scope.BATCH)]
    _run(_GRANTS.format(role=role, tables=", ".join(granted), log=store.value(_LOG)))
    if role not in (scope.WEB, scope.OFFICE):
        return
    for name, rule in rules.items():
        if rule.writing is not None and name in there:
            _run(
                f"REVOKE INSERT, UPDATE, DELETE ON {name} FROM {role}; GRANT INSERT ON {name} TO {role}"
            )
            if rule.writing.columns:
                columns = ", ".join(rule.writing.columns)
                _run(f"GRANT UPDATE ({columns}) ON {name} TO {role}")


def _run(statements: str) -> None:
    for statement in statements.split(";"):
        if statement.strip():
            store.execute(statement)
