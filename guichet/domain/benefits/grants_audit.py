"""Grants and the audit log: one leaf for all that are granted at once; whether they are still what
it says, and whether each was ordered at most once, as it was granted.
"""

from __future__ import annotations

import polars as pl

from guichet.domain.benefits.kept_rows import Kept
from guichet.domain.payouts.queries import ordered_for
from guichet.engine import store

PURPOSE = "benefit-grant"  # of the orders
GRANTS = Kept(
    "benefits_grant",
    "granted",
    "grants",
    "granted",
    {
        "id": pl.Int64,
        "grant": pl.String,
        "person": pl.Int64,
        "kind": pl.String,
        "amount": pl.Int64,
        "award": pl.String,
        "granted_on": pl.Date,
        "transaction": pl.Int64,
    },
)
_ORDERED = (
    'SELECT g.id, g.person, g.amount, w."order" FROM benefits_grant g'
    " JOIN benefits_grantorder w ON w.grant_id = g.id"
)


def grants_are_whole() -> list[str]:
    """Every group of grants that is not what its leaf says, and every order of one that is not what
    was granted, in English.
    """
    return GRANTS.faults() + _ordered_otherwise()


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
