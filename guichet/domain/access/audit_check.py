"""Whether the readings are what the audit log says they were."""

from __future__ import annotations

import polars as pl

from guichet.engine import store
from guichet.engine.relations import leaves

# The leaf's own words, put together again from the row.
_STRANGE = f"""
    SELECT coalesce(l.id, r.leaf), CASE WHEN r.id IS NULL THEN 'it is missing'
        WHEN l.id IS NULL THEN 'it has no leaf' ELSE 'it was changed' END
    FROM {leaves("reading")} l
    FULL JOIN access_reading r ON r.leaf = l.id
    WHERE r.id IS NULL OR l.id IS NULL OR l.said <> jsonb_build_object(
        'kind', 'reading', 'actor', r.actor, 'actor_name', r.actor_name, 'staff', r.staff,
        'channel', r.channel, 'place', r.place, 'party_kind', r.party_kind, 'party', r.party,
        'subjects', to_jsonb(r.subjects),
        'at', to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00')
    ORDER BY 1
"""


def readings_are_whole() -> list[str]:
    """Every reading that differs from its leaf, in English; empty when all are as they were
    written.
    """
    found = store.fetch(_STRANGE, {"leaf": pl.Int64, "fault": pl.String})
    return [f"reading of leaf {leaf}: {fault}" for leaf, fault in found.iter_rows()]
