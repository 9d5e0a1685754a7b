"""Grants and the audit log: one leaf for all that are granted at once; whether they are still what
it says, and whether each was ordered at most once, as it was granted.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import polars as pl

from guichet.domain.payouts.queries import ordered_for
from guichet.engine import audit, store
from guichet.engine.relations import LEAVES

KIND = "granted"
PURPOSE = "benefit-grant"  # of the orders
_GRANT: dict[str, Any] = {
    "id": pl.Int64,
    "grant": pl.String,
    "person": pl.Int64,
    "kind": pl.String,
    "amount": pl.Int64,
    "award": pl.String,
    "granted_on": pl.Date,
    "transaction": pl.Int64,
}
_ORDERED = (
    'SELECT g.id, g.person, g.amount, w."order" FROM benefits_grant g'
    " JOIN benefits_grantorder w ON w.grant_id = g.id"
)


def granted(grants: pl.DataFrame, leaf: int) -> None:
    """Write the leaf of grants that name it, in the caller's ``atomic``."""
    said = {
        "grants": grants.height,
        "total": int(grants["amount"].sum()),
        "digest": _digest(grants),
    }
    audit.note(KIND, said, number=leaf)


def _digest(grants: pl.DataFrame) -> str:
    plain = grants.select(pl.col(name).cast(kind) for name, kind in _GRANT.items())
    return sha256(plain.sort("id").write_csv().encode()).hexdigest()


def grants_are_whole() -> list[str]:
    """Every group of grants that is not what its leaf says, and every order of one that is not what
    was granted, in English.
    """
    said = dict(
        store.rows(f"SELECT id, body FROM {LEAVES} l WHERE kind = %(kind)s ORDER BY id", kind=KIND)
    )
    columns = ", ".join(f'"{name}"' for name in _GRANT)
    found = store.fetch(f"SELECT leaf, {columns} FROM benefits_grant", {"leaf": pl.Int64, **_GRANT})
    groups = {leaf: rows for (leaf,), rows in found.partition_by("leaf", as_dict=True).items()}
    faults = [
        f"grants of leaf {leaf}: no leaf speaks of them" for leaf in groups if leaf not in said
    ]
    for leaf, body in said.items():
        told, mine = json.loads(body), groups.get(leaf, found.clear())
        if mine.height != told["grants"]:
            faults.append(
                f"grants of leaf {leaf}: {told['grants']} were granted, {mine.height} are there"
            )
        elif _digest(mine) != told["digest"]:
            faults.append(f"grants of leaf {leaf}: they were changed")
    return faults + _ordered_otherwise()


def _ordered_otherwise() -> list[str]:
    """Every grant whose order is not what it should be, and every order that no grant is behind."""
    mine = store.fetch(
        _ORDERED, {"id": pl.Int64, "person": pl.Int64, "amount": pl.Int64, "order": pl.Int64}
    ).select(
        "order",
        party_kind=pl.lit("person"),
        party="person",
        amount="amount",
        reference=pl.format("grant-{}", "id"),
    )
    made = ordered_for(PURPOSE)
    key = made.columns
    wrong = pl.concat(
        [made.join(mine, on=key, how="anti"), mine.select(key).join(made, on=key, how="anti")]
    )
    return [
        f"{reference}: it was not ordered as it was granted"
        for reference in wrong["reference"].unique().sort()
    ]
