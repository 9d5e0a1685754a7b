"""Awards and the audit log: one leaf for all that are decided at once; whether they are still what
it says, and whether the pensions they brought are paid as they were awarded.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import polars as pl

from guichet.engine import audit, store
from guichet.engine.relations import LEAVES

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
    said = dict(
        store.rows(f"SELECT id, body FROM {LEAVES} l WHERE kind = %(kind)s ORDER BY id", kind=KIND)
    )
    found = store.fetch(
        f"SELECT leaf, {', '.join(_AWARD)} FROM benefits_award", {"leaf": pl.Int64, **_AWARD}
    )
    groups = {leaf: rows for (leaf,), rows in found.partition_by("leaf", as_dict=True).items()}
    faults = [
        f"awards of leaf {leaf}: no leaf speaks of them" for leaf in groups if leaf not in said
    ]
    for leaf, body in said.items():
        told, mine = json.loads(body), groups.get(leaf, found.clear())
        if mine.height != told["awards"]:
            faults.append(
                f"awards of leaf {leaf}: {told['awards']} were decided, {mine.height} are there"
            )
        elif _digest(mine) != told["digest"]:
            faults.append(f"awards of leaf {leaf}: they were changed")
    return faults + [
        f"award {award}: its pension is not paid as it was awarded"
        for (award,) in store.rows(_PAID_OTHERWISE)
    ]
