"""Rulings as they are kept: one for each referred row that was settled, and its leaf of the audit
log.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

import polars as pl

from guichet.engine import audit, store
from guichet.engine.context import Ruling
from guichet.engine.record import iso
from guichet.engine.referrals import Case

_BY = """
    SELECT by FROM engine_ruling WHERE resolution = ANY(%(ids)s::bigint[])
    UNION SELECT by FROM engine_ruling WHERE transaction = ANY(%(ids)s::bigint[])
    UNION SELECT by FROM engine_opinion WHERE transaction = ANY(%(ids)s::bigint[])
"""


def decided_by(transactions: Collection[int]) -> set[int]:
    """The accounts that ruled on referred transactions, or had a voice in it; each may be named by
    what was referred, or by what settled it.
    """
    return {account for (account,) in store.rows(_BY, ids=list(transactions))}


def _said(case: Case, ruling: Ruling, resolution: int, at: datetime) -> dict[str, object]:
    return {
        "transaction": case.transaction,
        "resolution": resolution,
        "service": case.service.code,
        "approved": ruling.approved,
        "reason": ruling.reason,
        "by": ruling.by,
        "by_name": ruling.by_name,
        "at": iso(at),
    }


def keep(case: Case, ruling: Ruling, resolution: int, now: datetime) -> None:
    """Keep a ruling with its leaf, in the caller's ``atomic``."""
    leaf = audit.reserve()
    said = _said(case, ruling, resolution, now)
    audit.note("ruling", said, number=leaf)
    store.insert("engine_ruling", pl.DataFrame([said | {"at": now, "leaf": leaf}], schema=_RULING))


_RULING: dict[str, Any] = {
    "transaction": pl.Int64,
    "resolution": pl.Int64,
    "service": pl.Int64,
    "approved": pl.Boolean,
    "reason": pl.String,
    "by": pl.Int64,
    "by_name": pl.String,
    "at": pl.Datetime("us", "UTC"),
    "leaf": pl.Int64,
}


def rulings_are_whole() -> list[str]:
    """Every ruling that is not what its leaf of the audit log says, and every leaf whose ruling is
    gone; in English.
    """
    rows = store.rows(
        "SELECT l.id, l.body, r.transaction, r.resolution, r.service, r.approved, r.reason, r.by, r.by_name, r.at"
        " FROM (SELECT id, body FROM engine_auditleaf WHERE kind = 'ruling') l"
        " FULL JOIN engine_ruling r ON r.leaf = l.id ORDER BY 1"
    )
    names = ("transaction", "resolution", "service", "approved", "reason", "by", "by_name")
    faults = []
    for number, body, *row, at in rows:
        if number is None or row[0] is None:
            faults.append(
                f"ruling of {row[0]}: no leaf speaks of it"
                if body is None
                else f"leaf {number}: its ruling is gone"
            )
            continue
        said = dict(zip(names, row, strict=True)) | {"at": iso(at), "kind": "ruling"}
        if json.loads(body) != said:
            faults.append(f"ruling of {row[0]}: not what leaf {number} says")
    return faults
