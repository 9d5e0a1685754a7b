"""Who works on the same account waits for whoever was first, until that one's ``atomic`` ends.

Few are held one by one; a large batch holds them all, because locks by the ten thousand would fill
the database's table.
"""

from __future__ import annotations

import polars as pl

from guichet.engine import store

_FEW = 256
_ACCOUNTS = 0x7063  # a class of advisory locks; the number after it holds its members
_ALL = (
    "SELECT CASE WHEN %(many)s THEN pg_advisory_xact_lock(%(space)s, 0)"
    " ELSE pg_advisory_xact_lock_shared(%(space)s, 0) END"
)


def accounts(parties: pl.Series) -> None:
    """Hold the accounts of clients: nobody else lays amounts on them meanwhile."""
    numbers = parties.drop_nulls().unique().sort()
    if not len(numbers) or whole(_ACCOUNTS, len(numbers)):
        return
    store.value(
        "SELECT count(pg_advisory_xact_lock(%(space)s, hashint8(p))) FROM unnest(%(parties)s::bigint[]) p",
        space=_ACCOUNTS + 1,
        parties=numbers,
    )


def whole(space: int, count: int) -> bool:
    """Hold a class, all of it if there are many to hold; whether that was it."""
    many = count > _FEW
    store.value(_ALL, many=many, space=space)
    return many
