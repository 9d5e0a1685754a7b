"""Rows that came from no transaction: a leaf attests them once, as they were taken over.

An institution brings its register along when it begins, and rows of before a proof was kept have
none. Each domain module says by a query which rows of its tables those are (:data:`UNPROVED`);
``guichet audit take-over`` puts on record how many there are and what they say. A row changed
afterwards, or slipped in among them, is found.
"""

from __future__ import annotations

from datetime import datetime

from guichet.engine import audit, store
from guichet.engine.record import iso

KIND = "taken-over"
# By table: a SELECT of ``key`` (bigint) and ``said`` (text, all that decides anything) of its rows
# without another proof.
UNPROVED: dict[str, str] = {}
# In blocks, so that no digest is made over more than a few thousand rows at once.
_DIGEST = """
    SELECT coalesce(sum(n), 0)::bigint,
        encode(sha256(convert_to(coalesce(string_agg(d, '' ORDER BY b), ''), 'UTF8')), 'hex')
    FROM (SELECT key / 4096 AS b, count(*) AS n,
            encode(sha256(convert_to(string_agg(said, E'\\n' ORDER BY key, said), 'UTF8')),
                'hex') AS d
        FROM ({rows}) AS unproved GROUP BY 1) AS blocks
"""
_LAST = """
    SELECT DISTINCT ON (body::jsonb->>'table') body::jsonb->>'table',
        (body::jsonb->>'rows')::bigint, body::jsonb->>'digest'
    FROM engine_auditleaf WHERE kind = %(kind)s ORDER BY 1, id DESC
"""


def take_over(now: datetime) -> dict[str, int]:
    """Attest the rows that no transaction made, as they are; how many there are, by table."""
    found = {}
    with store.atomic():
        for table, rows in UNPROVED.items():
            ((count, digest),) = store.rows(_DIGEST.format(rows=rows))
            if count:
                audit.note(KIND, {"table": table, "rows": count, "digest": digest, "at": iso(now)})
                found[table] = count
    return found


def taken_over_is_whole() -> list[str]:
    """Every table whose rows without a transaction are not those that were taken over, in
    English.
    """
    said = {table: (count, digest) for table, count, digest in store.rows(_LAST, kind=KIND)}
    faults = []
    for table, rows in UNPROVED.items():
        ((count, digest),) = store.rows(_DIGEST.format(rows=rows))
        were, what = said.get(table, (0, digest))
        if count and table not in said:
            faults.append(
                f"{table}: {count} rows come from no transaction and were never taken over"
                " (after bringing a register along or an upgrade: guichet audit take-over, once)"
            )
        elif count != were:
            faults.append(
                f"{table}: {count} rows come from no transaction, and {were} were taken over"
            )
        elif digest != what:
            faults.append(f"{table}: rows that were taken over were changed")
    return faults
