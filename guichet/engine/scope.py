"""In whose name this database session reads, and as which role: the one place that row-level
security is told (ADR 40).

Only processes of the web's role are bound; the others are spared every statement here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from psycopg.pq import TransactionStatus

from guichet.engine import store

WEB, OFFICE, COUNTER, BATCH = "guichet_web", "guichet_office", "guichet_counter", "guichet_batch"

# Staff read as the office where the process's login may; else they see what is their own, like
# everybody.
_ENTER = """
    SELECT set_config('guichet.account', %(account)s, false),
        set_config('guichet.parties', '', false),
        set_config('role', scope_role(nullif(%(account)s, '')::bigint), false)
"""
_ENTER_INSIDE = """
    SELECT set_config('guichet.account', %(account)s, false),
        set_config('guichet.parties', '', false)
"""
_TAKE = f"SELECT current_setting('role'), set_config('role', '{COUNTER}', false)"
_GIVE_BACK = "SELECT set_config('role', %(role)s, false)"


def bound() -> bool:
    """Whether this process works under the web's role."""
    return bool(settings.DATABASE_ROLE == WEB)


def enter(account: int | None) -> None:
    """From now on this session sees what that account may see; None: nothing of anybody's."""
    if bound():
        inside = getattr(connection, "guichet_institution_depth", 0)
        given = "" if account is None else str(account)
        store.execute(_ENTER_INSIDE if inside else _ENTER, account=given)


@contextmanager
def as_institution() -> Iterator[None]:
    """What the institution itself must see to answer: behind the one door, once the asker's mandate
    was judged.

    Elsewhere it takes a reason: `tests/doors/test_rows.py` lists every place. Also a decorator.
    """
    if not bound():
        yield
        return
    depth = getattr(connection, "guichet_institution_depth", 0)
    before = "" if depth else store.rows(_TAKE)[0][0]
    connection.guichet_institution_depth = depth + 1  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.guichet_institution_depth = depth  # type: ignore[attr-defined]
        if not depth:
            _give_back(before)


def _give_back(role: str) -> None:
    wire = connection.connection
    if wire is None or wire.closed:
        return  # a new connection begins as the web's
    if wire.info.transaction_status == TransactionStatus.INERROR:
        return  # undoing it gives the role back as well
    store.execute(_GIVE_BACK, role=role)
