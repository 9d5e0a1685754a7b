"""Whether batches are what the audit log says of them: who gathered and released them, and every transfer of theirs."""

from __future__ import annotations

import polars as pl

from guichet.domain.payouts.batches import digest_of
from guichet.engine import store

_SAID = """
    WITH said AS (SELECT body::jsonb AS s FROM engine_auditleaf WHERE kind = 'payouts'),
    gathered AS (SELECT (s->>'batch')::bigint AS batch, s FROM said WHERE s->>'what' = 'gathered'),
    released AS (SELECT (s->>'batch')::bigint AS batch, s FROM said WHERE s->>'what' = 'released'),
    discarded AS (SELECT (s->>'batch')::bigint AS batch, s FROM said WHERE s->>'what' = 'discarded')
    SELECT coalesce(b.id, g.batch), b.digest, CASE
        WHEN b.id IS NULL THEN 'it is missing'
        WHEN g.batch IS NULL THEN 'nobody gathered it'
        WHEN (g.s->>'by')::bigint <> b.gathered_by OR (g.s->>'count')::bigint <> b.count
            OR (g.s->>'total')::bigint <> b.total OR g.s->>'digest' <> b.digest THEN 'it is not what was gathered'
        WHEN (r.batch IS NULL) <> (b.released_at IS NULL) THEN 'its release is not what was said'
        WHEN (r.s->>'by')::bigint <> b.released_by OR r.s->>'digest' <> b.digest THEN 'it is not what was released'
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
