"""What several who decide together think of a referred row, each once: it is settled when as many
are of one mind as its level asks for, by the last of them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from guichet.engine import audit, store
from guichet.engine.context import HOME, Ruling
from guichet.engine.levels import people
from guichet.engine.record import iso
from guichet.engine.referrals import Case
from guichet.engine.refusal import Refusal, Refused

SAID_BEFORE = Refusal(
    "case-opinion-given",
    ar="أبديت رأيك في هذا الطلب. ينتظر زميلًا آخر.",
    en="You have given your opinion on this case. It waits for a colleague.",
    fr="Vous avez donné votre avis sur ce dossier. Il attend un collègue.",
)
_HELD = "SELECT transaction FROM engine_waiting WHERE transaction = %(id)s FOR UPDATE"
_SAID: dict[str, Any] = {
    "transaction": pl.Int64,
    "approved": pl.Boolean,
    "reason": pl.String,
    "by": pl.Int64,
    "by_name": pl.String,
    "at": pl.Datetime("us", "UTC"),
}


def of_case(transaction: int) -> pl.DataFrame:
    """What was said of a case, the oldest first: ``transaction``, ``approved``, ``reason``, ``by``,
    ``by_name``, ``at`` (UTC).
    """
    return store.fetch(
        f"SELECT {', '.join(_SAID)} FROM engine_opinion WHERE transaction = %(id)s ORDER BY id",
        _SAID,
        id=transaction,
    )


def given_by(transaction: int) -> set[int]:
    """The accounts that have said what they think of a case."""
    return set(of_case(transaction)["by"])


def enough(case: Case, ruling: Ruling, now: datetime) -> bool:
    """Whether with this one as many are of one mind as a case needs. If not, it is kept.

    Raises:
        Refused: they have said so before.
    """
    needed = people(case.service, case.level, case.asked_at.astimezone(HOME).date())
    if needed == 1:
        return True
    with store.atomic():
        # Two at once come one after the other, and the second counts the first.
        store.rows(_HELD, id=case.transaction)
        said = of_case(case.transaction)
        if ruling.by in set(said["by"]):
            raise Refused(SAID_BEFORE)
        if said.filter(pl.col("approved") == ruling.approved).height + 1 >= needed:
            return True
        _keep(case, ruling, now)
    return False


def keep_last(case: Case, ruling: Ruling, now: datetime) -> None:
    """Keep beside the others what the one said who settles it, in the caller's ``atomic``; where
    one decides alone the ruling says all.
    """
    if people(case.service, case.level, case.asked_at.astimezone(HOME).date()) > 1 and ruling.by:
        _keep(case, ruling, now)


def _keep(case: Case, ruling: Ruling, now: datetime) -> None:
    said = {
        "transaction": case.transaction,
        "approved": ruling.approved,
        "reason": ruling.reason,
        "by": ruling.by,
        "by_name": ruling.by_name,
    }
    leaf = audit.reserve()
    audit.note("opinion", said | {"at": iso(now)}, number=leaf)
    row = pl.DataFrame([said | {"at": now, "leaf": leaf}], schema={**_SAID, "leaf": pl.Int64})
    store.insert("engine_opinion", row)


def opinions_are_whole() -> list[str]:
    """Every opinion that is not what its leaf of the audit log says, and every leaf whose opinion
    is gone; in English.
    """
    return [
        f"opinion on {transaction or leaf}: not what leaf {leaf} says"
        for transaction, leaf in store.rows(_ODD)
    ]


_ODD = """
    SELECT o.transaction, coalesce(l.id, o.leaf) FROM
        (SELECT id, body::jsonb AS said FROM engine_auditleaf WHERE kind = 'opinion') l
    FULL JOIN engine_opinion o ON o.leaf = l.id
    WHERE (o.transaction, o.approved, o.reason, o.by, o.by_name) IS DISTINCT FROM
        ((l.said->>'transaction')::bigint, (l.said->>'approved')::boolean, l.said->>'reason',
         (l.said->>'by')::bigint, l.said->>'by_name')
    ORDER BY 2
"""
