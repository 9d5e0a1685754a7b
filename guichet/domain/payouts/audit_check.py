"""Whether orders and batches are what the audit log says of them: every order, who gathered and
released, every transfer.
"""

from __future__ import annotations

from hashlib import sha256

import polars as pl

from guichet.domain.payouts.transfers import digest_of
from guichet.engine import audit, store
from guichet.engine.audit_groups import Group
from guichet.engine.relations import leaves

_SAID = f"""
    WITH said AS (SELECT said AS s FROM {leaves("payouts")} l),
    gathered AS (SELECT (s->>'batch')::bigint AS batch, s FROM said WHERE s->>'what' = 'gathered'),
    released AS (SELECT (s->>'batch')::bigint AS batch, s FROM said WHERE s->>'what' = 'released'),
    discarded AS (SELECT (s->>'batch')::bigint AS batch, s FROM said WHERE s->>'what' = 'discarded')
    SELECT coalesce(b.id, g.batch), b.digest, CASE
        WHEN b.id IS NULL THEN 'it is missing'
        WHEN g.batch IS NULL THEN 'nobody gathered it'
        WHEN (g.s->>'by')::bigint <> b.gathered_by OR (g.s->>'count')::bigint <> b.count
            OR (g.s->>'total')::bigint <> b.total OR g.s->>'digest' <> b.digest
            THEN 'it is not what was gathered'
        WHEN (r.batch IS NULL) <> (b.released_at IS NULL) THEN 'its release is not what was said'
        WHEN (r.s->>'by')::bigint <> b.released_by OR r.s->>'digest' <> b.digest
        THEN 'it is not what was released'
        WHEN (d.batch IS NULL) <> (b.discarded_at IS NULL) THEN 'it was not discarded as was said'
        END
    FROM payouts_batch b FULL JOIN gathered g ON g.batch = b.id
    LEFT JOIN released r ON r.batch = b.id LEFT JOIN discarded d ON d.batch = b.id ORDER BY 1
"""


def batches_are_whole() -> list[str]:
    """Every batch that differs from what the log says of it, in English; empty when all hold."""
    found = store.fetch(_SAID, {"batch": pl.Int64, "digest": pl.String, "fault": pl.String})
    faults = []
    for batch, digest, fault in found.iter_rows():
        wrong = fault or ("its transfers were changed" if digest_of(batch) != digest else "")
        if wrong:
            faults.append(f"payout batch {batch}: {wrong}")
    return faults


_ORDER = {
    "id": pl.Int64,
    "party": pl.Int64,
    "iban": pl.String,
    "amount": pl.Int64,
    "purpose": pl.String,
    "reference": pl.String,
}
_ORDERS = """
    SELECT leaf, id, party, iban, amount, purpose, reference FROM payouts_order
    WHERE leaf >= %(first)s AND leaf <= %(last)s
"""
_ORDERED = f"""
    SELECT id, (said->>'orders')::bigint, said->>'digest' FROM {leaves("payout-orders")} l
    WHERE id >= coalesce((SELECT min(leaf) FROM payouts_order), id + 1) ORDER BY id
"""
UNPROVED = f"""
    SELECT o.id AS key, jsonb_build_array(
        o.id, o.party_kind, o.party, o.name, o.iban, o.amount, o.purpose, o.reference,
        o.transaction)::text AS said
    FROM payouts_order o WHERE o.leaf IS NULL OR NOT EXISTS (
        SELECT FROM {leaves("payout-orders")} l WHERE l.id = o.leaf)
"""


def ordered(orders: pl.DataFrame, leaf: int) -> None:
    """Write the leaf of orders that name it, in the caller's ``atomic``."""
    said = {
        "orders": orders.height,
        "total": int(orders["amount"].sum()),
        "digest": _digest(orders),
    }
    audit.note("payout-orders", said, number=leaf)


def _digest(orders: pl.DataFrame) -> str:
    return sha256(orders.select(_ORDER.keys()).write_csv().encode()).hexdigest()


def orders_are_whole() -> list[str]:
    """Every group of orders that is not what its leaf says, in English; empty when all are as they
    were given.
    """
    return _GROUP.faults(store.rows(_ORDERED))


def _read(first: int, last: int) -> dict[int, tuple[int, str]]:
    found = store.fetch(_ORDERS, {"leaf": pl.Int64, **_ORDER}, first=first, last=last)
    parts = found.sort("id").partition_by("leaf", as_dict=True)
    return {leaf: (part.height, _digest(part)) for (leaf,), part in parts.items()}


_GROUP = Group("payout orders", "given", _read)
