"""Whether the consents are what the audit log says they were."""

from __future__ import annotations

import polars as pl

from guichet.engine import store

_STRANGE = """
    SELECT coalesce(l.id, c.leaf), CASE WHEN c.id IS NULL THEN 'it is missing'
        WHEN l.id IS NULL THEN 'it has no leaf' ELSE 'it was changed' END
    FROM (SELECT id, body::jsonb AS said FROM engine_auditleaf WHERE kind = 'consent') l
    FULL JOIN (SELECT c.*, s.client_id, s.clerk_id FROM reception_consent c
        JOIN reception_sitting s ON s.id = c.sitting_id) c ON c.leaf = l.id
    WHERE c.id IS NULL OR l.id IS NULL OR (l.said->>'sitting')::bigint <> c.sitting_id
        OR (l.said->>'client')::bigint <> c.client_id OR (l.said->>'clerk')::bigint <> c.clerk_id
        OR l.said->>'how' <> c.kind OR l.said->>'reference' <> c.reference
        OR (l.said->>'at')::timestamptz <> c.recorded_at
    ORDER BY 1
"""


def consents_are_whole() -> list[str]:
    """Every consent that differs from its leaf, in English; empty when all are as they were given."""
    found = store.fetch(_STRANGE, {"leaf": pl.Int64, "fault": pl.String})
    return [f"consent of leaf {leaf}: {fault}" for leaf, fault in found.iter_rows()]
