"""Who has a referred row in hand: somebody takes it, gives it back, or hands it over to a colleague
who may decide it; meanwhile nobody else rules on it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import polars as pl

from guichet.engine import audit, store
from guichet.engine.record import iso
from guichet.engine.refusal import Refusal, Refused

IN_OTHER_HANDS = Refusal(
    "case-in-other-hands",
    ar="هذا الطلب لدى {name}. استلمه أولًا أو اطلب إحالته إليك.",
    en="{name} has this case in hand. Take it over first, or ask for it.",
    fr="Ce dossier est entre les mains de {name}. Reprenez-le d’abord, ou demandez-le.",
)
Held = tuple[int, str]  # an account, and its name as it was written down
_LATEST = """
    SELECT DISTINCT ON (transaction) transaction, account, account_name FROM engine_assignment
    WHERE transaction = ANY(%(ids)s::bigint[]) ORDER BY transaction, id DESC
"""
_KEPT: dict[str, Any] = {
    "transaction": pl.Int64,
    "account": pl.Int64,
    "account_name": pl.String,
    "by": pl.Int64,
    "by_name": pl.String,
    "at": pl.Datetime("us", "UTC"),
    "leaf": pl.Int64,
}
_ODD = """
    SELECT coalesce(l.id, a.leaf) FROM
        (SELECT id, body::jsonb AS said FROM engine_auditleaf WHERE kind = 'assignment') l
    FULL JOIN engine_assignment a ON a.leaf = l.id
    WHERE (a.transaction, a.account, a.account_name, a.by, a.by_name) IS DISTINCT FROM
        ((l.said->>'transaction')::bigint, (l.said->>'account')::bigint,
         l.said->>'account_name', (l.said->>'by')::bigint, l.said->>'by_name')
    ORDER BY 1
"""


def held(transactions: Collection[int]) -> dict[int, Held]:
    """Who has each case in hand; one that nobody has is not there."""
    rows = store.rows(_LATEST, ids=list(transactions))
    return {number: (account, name) for number, account, name in rows if account is not None}


def require_in_hand(transaction: int, account: int) -> None:
    """Let nobody rule on what a colleague has in hand.

    Raises:
        Refused: somebody else has it.
    """
    holder = held([transaction]).get(transaction)
    if holder is not None and holder[0] != account:
        raise Refused(IN_OTHER_HANDS, name=holder[1])


def assign(transaction: int, to: Held | None, by: Held, now: datetime) -> None:
    """Put a case into somebody's hands, or back on the list (None); twice the same is once. The
    caller has checked that both may decide it.
    """
    with store.atomic():
        # Two at once come one after the other.
        store.value("SELECT pg_advisory_xact_lock(%(id)s)", id=transaction)
        if held([transaction]).get(transaction) == to:
            return
        account, name = to or (None, "")
        said = {
            "transaction": transaction,
            "account": account,
            "account_name": name,
            "by": by[0],
            "by_name": by[1],
        }
        leaf = audit.reserve()
        audit.note("assignment", said | {"at": iso(now)}, number=leaf)
        rows = pl.DataFrame([said | {"at": now, "leaf": leaf}], schema=_KEPT)
        store.insert("engine_assignment", rows)


def assignments_are_whole() -> list[str]:
    """Every assignment that is not what its leaf of the audit log says, or is gone; in English."""
    return [f"assignment of leaf {leaf}: not what the log says" for (leaf,) in store.rows(_ODD)]
