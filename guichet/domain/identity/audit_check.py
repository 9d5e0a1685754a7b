"""Mandates and the audit log: one leaf for all that are given at once, and whether they are still
what it says.

Who may act for whom is the table somebody with the database in hand would change first.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from guichet.engine import audit, store
from guichet.engine.relations import leaves

_DIGEST = """
    encode(sha256(convert_to(string_agg(jsonb_build_array(
        m.id, m.account_id, m.person_number, m.bureau, m.holder_ar, m.holder_latin, m.basis,
        m.party_kind, m.party, m.rights, m.valid_from, m.valid_until, m.with_branches, m.follows_id,
        m.granted_by_transaction)::text, E'\\n' ORDER BY m.id), 'UTF8')), 'hex')
"""
_OF_LEAF = f"SELECT count(*), {_DIGEST} FROM identity_mandate m WHERE m.leaf = %(leaf)s"
_OF_LEAVES = f"""
    SELECT coalesce(l.id, m.leaf, 0), CASE WHEN m.count IS NULL THEN 'they are missing'
        WHEN l.id IS NULL THEN 'they have no leaf' ELSE 'they were changed' END
    FROM {leaves("mandates-given")} l
    FULL JOIN (SELECT m.leaf, count(*) AS count, {_DIGEST} AS digest FROM identity_mandate m
        GROUP BY m.leaf) m
        ON m.leaf = l.id
    WHERE l.id IS NULL OR m.count IS NULL OR (l.said->>'count')::bigint <> m.count
        OR l.said->>'digest' <> m.digest
    ORDER BY 1
"""
_REVIVED = f"""
    SELECT e.leaf, 'mandate ' || e.mandate || ' was ended, and is not'
    FROM (SELECT l.id AS leaf, jsonb_array_elements_text(l.said->'mandates')::bigint AS mandate
        FROM {leaves("mandates-ended")} l) e
    LEFT JOIN identity_mandate m ON m.id = e.mandate WHERE m.revoked_at IS NULL ORDER BY 1
"""
_FAULT: dict[str, Any] = {"leaf": pl.Int64, "fault": pl.String}


def given(leaf: int) -> None:
    """Write the leaf of the mandates that name it, in the caller's ``atomic``."""
    found = store.fetch_in_place(_OF_LEAF, {"count": pl.Int64, "digest": pl.String}, leaf=leaf)
    count, digest = found.row(0)
    if count:
        audit.note("mandates-given", {"count": count, "digest": digest}, number=leaf)


def ended(mandates: list[int]) -> None:
    """Write that these mandates were ended, in the caller's ``atomic``."""
    if mandates:
        audit.note("mandates-ended", {"mandates": sorted(mandates)})


def mandates_are_whole() -> list[str]:
    """Every group of mandates that differs from its leaf, and every ended one that lives again;
    empty when all hold.
    """
    changed = store.fetch(_OF_LEAVES, _FAULT)
    faults = [f"mandates of leaf {leaf}: {fault}" for leaf, fault in changed.iter_rows()]
    revived = store.fetch(_REVIVED, _FAULT)
    return faults + [f"leaf {leaf}: {fault}" for leaf, fault in revived.iter_rows()]


_RIGHTS = f"""
    WITH said AS (SELECT id, said AS s FROM {leaves("staff-right")} l WHERE said ? 'proposal'),
    opened AS (SELECT (s->>'proposal')::bigint AS proposal, s FROM said
        WHERE s->>'what' = 'proposed' OR s->>'origin' <> 'proposed'),
    closed AS (SELECT (s->>'proposal')::bigint AS proposal, s FROM said
        WHERE s->>'what' <> 'proposed')
    SELECT 'staff right ' || coalesce(p.id, o.proposal, c.proposal) || ': ' || CASE
        WHEN p.id IS NULL THEN 'it is missing'
        WHEN o.proposal IS NULL THEN 'no leaf speaks of it'
        WHEN jsonb_build_array(
            p.account_id, p."right", p.place, p.origin, p.proposed_by_id) <> jsonb_build_array(
            o.s->'account', o.s->'right', o.s->'place', o.s->'origin', o.s->'proposed_by')
                THEN 'it is not what was proposed'
        WHEN (c.proposal IS NULL) <> (p.closed_at IS NULL)
        OR p.confirmed <> (c.s->>'what' = 'confirmed')
            OR to_jsonb(p.closed_by_id) IS DISTINCT FROM nullif(c.s->'closed_by', 'null')
            THEN 'its end is not what was said'
        END AS fault
    FROM identity_rightproposal p FULL JOIN opened o ON o.proposal = p.id
    FULL JOIN closed c ON c.proposal = coalesce(p.id, o.proposal)
    UNION ALL
    SELECT 'mandate ' || m.id || ': a right of the staff that nobody confirmed'
    FROM identity_mandate m
    LEFT JOIN identity_rightproposal p ON p.id = m.proposal_id AND p.confirmed
        AND p.account_id = m.account_id
        AND p.place = m.party AND ARRAY[p."right"] = m.rights
    WHERE m.party_kind = 'nobody' AND m.revoked_at IS NULL AND p.id IS NULL
"""


def rights_are_whole() -> list[str]:
    """Every right of the staff that is not what two people said of it in the log, or that nobody
    confirmed; in English.
    """
    found = store.fetch(
        f"SELECT fault FROM ({_RIGHTS}) f WHERE fault IS NOT NULL ORDER BY 1", {"fault": pl.String}
    )
    return found["fault"].to_list()
