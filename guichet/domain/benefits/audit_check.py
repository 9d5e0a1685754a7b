"""Awards and the audit log: one leaf for all that are decided at once; whether they are still what
it says, and whether the pensions they brought are paid as they were awarded.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import polars as pl

from guichet.engine import audit, store
from guichet.engine.audit_groups import Group
from guichet.engine.relations import leaves

KIND = "awarded"
_AWARD: dict[str, Any] = {
    "award": pl.String,
    "person": pl.Int64,
    "benefit": pl.String,
    "way": pl.String,
    "decided_on": pl.Date,
    "paid_from": pl.Date,
    "monthly": pl.Int64,
    "transaction": pl.Int64,
    "steps": pl.String,
}
_SAID = f"""
    SELECT id, (said->>'awards')::bigint, said->>'digest' FROM {leaves(KIND)} l ORDER BY id
"""
_PAID_OTHERWISE = """
    SELECT a.award FROM benefits_award a LEFT JOIN benefits_pension p ON p.award = a.award
    WHERE p.id IS NULL OR (p.person, p.kind, p.monthly, p.paid_from)
        IS DISTINCT FROM (a.person, a.benefit, a.monthly, a.paid_from)
    ORDER BY a.id
"""


def awarded(awards: pl.DataFrame, leaf: int) -> None:
    """Write the leaf of awards that name it, in the caller's ``atomic``."""
    audit.note(KIND, {"awards": awards.height, "digest": _digest(awards)}, number=leaf)


def _digest(awards: pl.DataFrame) -> str:
    plain = awards.select(pl.col(name).cast(kind) for name, kind in _AWARD.items())
    return sha256(plain.sort("award").write_csv().encode()).hexdigest()


def awards_are_whole() -> list[str]:
    """Every group of awards that is not what its leaf says, and every pension that is not paid as
    it was awarded, in English.
    """
    said = store.rows(_SAID)
    return [
        *_GROUP.strangers("benefits_award", said),
        *_GROUP.faults(said),
        *(
            f"award {award}: its pension is not paid as it was awarded"
            for (award,) in store.rows(_PAID_OTHERWISE)
        ),
    ]


def _read(first: int, last: int) -> dict[int, tuple[int, str]]:
    found = store.fetch(
        f"SELECT leaf, {', '.join(_AWARD)} FROM benefits_award"
        " WHERE leaf >= %(first)s AND leaf <= %(last)s",
        {"leaf": pl.Int64, **_AWARD},
        first=first,
        last=last,
    )
    parts = found.partition_by("leaf", as_dict=True)
    return {leaf: (part.height, _digest(part)) for (leaf,), part in parts.items()}


_GROUP = Group("awards", "decided", _read)
