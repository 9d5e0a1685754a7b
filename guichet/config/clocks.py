"""Moments that a clock left behind which once ran ahead: for ``guichet doctor``.

What bars or delays somebody treats them as run out (:mod:`guichet.lib.waits`); the operator should still know, because the
same clock has dated receipts and journals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from guichet.engine import store
from guichet.lib.waits import AHEAD

# Columns that say when something happened. Small tables are read whole; of large ones the latest rows, which such a clock wrote.
_SMALL = {
    "identity_throttle": ("since",), "identity_factor": ("added_at", "confirmed_at", "used_at"),
    "contact_pintry": ("since",), "contact_mobile": ("registered_at",), "contact_code": ("issued_at",),
    "identity_mandate": ("granted_at", "revoked_at"),
}  # fmt: skip
_LATEST = {"engine_submission": "asked_at", "engine_event": "at", "verification_evidence": "asked_at"}
_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Ahead:
    """A column with moments to come."""

    column: str
    rows: int
    latest: datetime


def ahead(now: datetime) -> Iterator[Ahead]:
    """Every column that says something happened after ``now``."""
    wanted = [(table, column, table) for table, columns in _SMALL.items() for column in columns]
    wanted += [
        (table, column, f"(SELECT {column} FROM {table} ORDER BY id DESC LIMIT {_ROWS}) AS latest")
        for table, column in _LATEST.items()
    ]
    for table, column, source in wanted:
        # Names of ours, listed above.
        query = f"SELECT count(*), max({column}) FROM {source} WHERE {column} > %(until)s"
        ((rows, latest),) = store.rows(query, until=now + AHEAD)
        if rows:
            yield Ahead(f"{table}.{column}", rows, latest)
