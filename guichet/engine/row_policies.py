"""Whose the rows of each table are: declared beside the tables, made into policies by ``guichet
roles`` (ADR 40).

A domain module or channel has a ``row_policies.py`` with ``ROWS``, one entry a table, and
``FUNCTIONS`` if a rule needs one. A table without an entry is granted to no role of the web: who
forgets it finds it shut.
"""

from __future__ import annotations

from dataclasses import dataclass

from guichet.engine.ids import sql_submission_of, sql_within


def held(*tasks: str) -> str:
    """SQL: whether the session's account is of the staff and holds one of these rights, asked once
    a statement.
    """
    return f"(SELECT scope_right('{{{','.join(tasks)}}}'))"


# What a rule says nothing else of is for those who decide and those who keep the books, not for a
# counter.
_OFFICE = held("decide", "board", "committee", "medical", "gather", "release", "reconcile", "books")
PARTIES = "((SELECT scope_parties())::bigint[])"
ACCOUNT = "(SELECT scope_account())"


@dataclass(frozen=True, slots=True)
class Writing:
    """What sessions of the web and of the office write of a table of power themselves; the rest is
    behind the counter.

    Args:
        adds: SQL that is true for rows they may add.
        changes: SQL that is true for rows, before and after, of which they may change ``columns``.
        columns: these and no others. Nothing is ever deleted.
    """

    adds: str
    changes: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rule of a table for the web's role, and for staff, who read as the office.

    Args:
        seen: SQL that is true for the rows that the session's account may see (and change, where
            the table allows it).
        added: rows may be added for whomever: a log; or SQL that is true for the rows that may be
            added.
        free: why no rule is needed; then ``seen`` is true for all.
        office: SQL that is true for the further rows that staff may see, by their rights.
        writing: bounds what is written apart from what is seen; None: what is seen may be changed.
    """

    seen: str = "true"
    added: bool | str = False
    free: str = ""
    office: str = _OFFICE
    writing: Writing | None = None


def of_party(column: str = "party", *, added: bool = False, office: str = _OFFICE) -> Rows:
    """Rows of whomever the account stands for, itself included."""
    return Rows(f"{column} = ANY {PARTIES}", added, office=office)


def of_account(column: str = "account_id", *, office: str = _OFFICE) -> Rows:
    """Rows of the account itself."""
    return Rows(f"{column} = {ACCOUNT}", office=office)


def with_row(table: str, condition: str, *, office: str = _OFFICE) -> Rows:
    """Rows that go with a row of another table, seen where that one is seen."""
    return Rows(f"EXISTS (SELECT FROM {table} of WHERE {condition})", office=office)


def with_transaction(column: str) -> Rows:
    """Rows that go with a recorded transaction, seen where that one is seen."""
    return with_row("engine_transaction", f"of.id = {column}")


def free(reason: str) -> Rows:
    """Rows that anybody's session may see."""
    return Rows(free=reason)


def behind_the_counter(office: str = _OFFICE) -> Rows:
    """Rows that no client's session sees: they are read and written by `scope.as_institution`, or
    by another role.
    """
    return Rows("false", office=office)


_DJANGO = "the framework's own: nothing of a person or establishment"
_JOBS = "jobs hold numbers of what is to be done, and workers of another role do it"
_OWN_ASKING = f"party = ANY {PARTIES} OR scope_asked(id)"

ROWS = {
    "engine_transaction": Rows(_OWN_ASKING, added=True),
    "engine_submission": Rows(f"actor = {ACCOUNT} OR scope_concerns(id)", added=True),
    "engine_chunk": with_row("engine_submission", "of.id = submission_id"),
    "engine_waiting": with_transaction("transaction"),
    "engine_ruling": with_transaction("transaction"),
    # What each of several thinks is theirs; whoever asked is told the ruling.
    "engine_opinion": behind_the_counter(),
    "engine_assignment": behind_the_counter(),
    # A leaf is read back by who just wrote it, and later by nobody but the auditor.
    "engine_auditleaf": Rows("xid = pg_current_xact_id()", added=True),
    "engine_auditseal": free("hashes and signatures, published on purpose"),
    "engine_event": Rows("false", added=True),
    "engine_attachment": Rows("scope_holds(name)", added=True),
    "engine_attachmentholder": Rows(f"actor = {ACCOUNT}"),
    "engine_attachmentuse": with_transaction("transaction"),
    "engine_round": behind_the_counter(),
    **{f"auth_{name}": free(_DJANGO) for name in ("group", "group_permissions", "permission")},
    "django_content_type": free(_DJANGO),
    "django_migrations": free(_DJANGO),
    "django_session": free(
        "a session is found by its unguessable key, before it is known whose it is"
    ),
    **{
        f"procrastinate_{name}": free(_JOBS)
        for name in ("events", "jobs", "periodic_defers", "workers")
    },
}

_DEFINED = "SECURITY DEFINER SET search_path = pg_catalog, public"
# Functions of the owner's, so that a rule may look at a table whose rule looks back.
FUNCTIONS = (
    # A file's receipts: the submission is shown to whoever has a row in it.
    f"""CREATE OR REPLACE FUNCTION scope_concerns(submission bigint) RETURNS boolean
        LANGUAGE plpgsql STABLE {_DEFINED} AS $$
    BEGIN RETURN EXISTS (SELECT FROM engine_transaction t WHERE {sql_within("t.id", "submission")}
        AND t.party = ANY (scope_parties())); END $$""",
    f"""CREATE OR REPLACE FUNCTION scope_asked(transaction bigint) RETURNS boolean
        LANGUAGE plpgsql STABLE {_DEFINED} AS $$
    BEGIN RETURN (SELECT s.actor FROM engine_submission s
        WHERE s.id = {sql_submission_of("transaction")}) = scope_account(); END $$""",
    f"""CREATE OR REPLACE FUNCTION scope_holds(file text) RETURNS boolean
        LANGUAGE plpgsql STABLE {_DEFINED} AS $$
    BEGIN RETURN EXISTS (SELECT FROM engine_attachmentholder h
        WHERE h.attachment_id = file AND h.actor = scope_account())
        OR EXISTS (SELECT FROM engine_attachmentuse u
            JOIN engine_transaction t ON t.id = u.transaction
            JOIN engine_submission s ON s.id = {sql_submission_of("t.id")}
            WHERE u.attachment_id = file
            AND (t.party = ANY (scope_parties()) OR s.actor = scope_account())); END $$""",
)
