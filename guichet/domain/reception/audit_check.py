"""Whether consents, identity checks and second looks are what the audit log says they were."""

from __future__ import annotations

import polars as pl

from guichet.engine import store
from guichet.engine.relations import leaves

_STRANGE = f"""
    SELECT coalesce(l.id, c.leaf), CASE WHEN c.id IS NULL THEN 'it is missing'
        WHEN l.id IS NULL THEN 'it has no leaf' ELSE 'it was changed' END
    FROM {leaves("consent")} l
    FULL JOIN (SELECT c.*, s.client_id, s.clerk_id FROM reception_consent c
        JOIN reception_sitting s ON s.id = c.sitting_id) c ON c.leaf = l.id
    WHERE c.id IS NULL OR l.id IS NULL OR (l.said->>'sitting')::bigint <> c.sitting_id
        OR (l.said->>'client')::bigint <> c.client_id OR (l.said->>'clerk')::bigint <> c.clerk_id
        OR l.said->>'how' <> c.kind OR l.said->>'reference' <> c.reference
        OR (l.said->>'at')::timestamptz <> c.recorded_at
    ORDER BY 1
"""
_STRANGE_CHECKS = f"""
    SELECT coalesce(l.id, c.leaf), CASE WHEN c.id IS NULL THEN 'it is missing'
        WHEN l.id IS NULL THEN 'it has no leaf' ELSE 'it was changed' END
    FROM {leaves("identity-check")} l
    FULL JOIN (SELECT c.*, s.client_id, s.clerk_id FROM reception_identitycheck c
        JOIN reception_sitting s ON s.id = c.sitting_id) c ON c.leaf = l.id
    WHERE c.id IS NULL OR l.id IS NULL OR (l.said->>'sitting')::bigint <> c.sitting_id
        OR (l.said->>'client')::bigint <> c.client_id OR (l.said->>'clerk')::bigint <> c.clerk_id
        OR coalesce(l.said->>'document', l.said->>'kind') <> c.kind OR l.said->>'number' <> c.number
        OR (l.said->>'expires')::date <> c.expires_on
        OR (l.said->>'at')::timestamptz <> c.checked_at
    ORDER BY 1
"""
_STRANGE_LOOKS = f"""
    SELECT coalesce(l.id, k.leaf), CASE WHEN k.id IS NULL THEN 'it is missing'
        WHEN l.id IS NULL THEN 'it has no leaf' ELSE 'it was changed' END
    FROM {leaves("second-look")} l
    FULL JOIN reception_secondlook k ON k.leaf = l.id
    WHERE k.id IS NULL OR l.id IS NULL OR (l.said->>'check')::bigint <> k.check_of_id
        OR (l.said->>'colleague')::bigint <> k.colleague_id
        OR (l.said->>'at')::timestamptz <> k.looked_at
    ORDER BY 1
"""


def identifying_is_whole() -> list[str]:
    """Every identity check and second look that differs from its leaf, in English; empty when all
    are as they were made.
    """
    schema = {"leaf": pl.Int64, "fault": pl.String}
    said = (("identity check", _STRANGE_CHECKS), ("second look", _STRANGE_LOOKS))
    return [
        f"{what} of leaf {leaf}: {fault}"
        for what, query in said
        for leaf, fault in store.fetch(query, schema).iter_rows()
    ]


def consents_are_whole() -> list[str]:
    """Every consent that differs from its leaf, in English; empty when all are as they were
    given.
    """
    found = store.fetch(_STRANGE, {"leaf": pl.Int64, "fault": pl.String})
    return [f"consent of leaf {leaf}: {fault}" for leaf, fault in found.iter_rows()]
