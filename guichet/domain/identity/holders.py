"""Who may do what for a party: mandates as their giver sees them, and as services look them up."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from guichet.engine import store

_LIVING = """
    SELECT DISTINCT ON (m.party, n.holder) m.id, m.party, n.holder, array_to_string(m.rights, ','),
        m.valid_from, m.valid_until, m.with_branches, m.granted_by_transaction, m.follows_id,
        m.basis
    FROM unnest(%(parties)s::bigint[], %(holders)s::bigint[]) AS n (party, holder)
    LEFT JOIN identity_account a ON a.person_number = n.holder
    JOIN identity_mandate m ON m.party = n.party
      AND (coalesce(m.person_number, m.bureau) = n.holder OR m.account_id = a.id)
    WHERE m.party_kind = %(kind)s AND m.basis <> 'owner' AND m.revoked_at IS NULL
      AND (m.valid_until IS NULL OR m.valid_until >= %(on)s)
    ORDER BY m.party, n.holder, m.account_id NULLS FIRST
"""
_LIVING_COLUMNS: dict[str, Any] = {
    "mandate": pl.Int64,
    "party": pl.Int64,
    "holder": pl.Int64,
    "held_rights": pl.String,
    "held_since": pl.Date,
    "held_until": pl.Date,
    "held_branches": pl.Boolean,
    "held_by": pl.Int64,
    "held_follows": pl.Int64,
    "held_basis": pl.String,
}
_ENDED = """
    SELECT DISTINCT ON (m.party, n.holder) m.party, n.holder, m.ended_by_transaction
    FROM unnest(%(parties)s::bigint[], %(holders)s::bigint[]) AS n (party, holder)
    LEFT JOIN identity_account a ON a.person_number = n.holder
    JOIN identity_mandate m ON m.party = n.party
      AND (coalesce(m.person_number, m.bureau) = n.holder OR m.account_id = a.id)
    WHERE m.party_kind = %(kind)s AND m.ended_by_transaction > 0
    ORDER BY m.party, n.holder, m.revoked_at DESC
"""
_OF_PARTY = """
    SELECT m.id, m.basis, coalesce(m.person_number, m.bureau, a.person_number),
        m.bureau IS NOT NULL, coalesce(nullif(m.holder_ar, ''), p.name_ar, a.name_ar, ''),
        coalesce(nullif(m.holder_latin, ''), p.name_latin, a.name_latin, a.username, ''),
        array_to_string(m.rights, ','), m.valid_from, m.valid_until, m.with_branches,
        m.follows_id IS NOT NULL, m.granted_by_transaction, m.ended_by_transaction,
        m.revoked_at IS NULL AND (m.valid_until IS NULL OR m.valid_until >= %(on)s),
        coalesce(m.revoked_at::date, m.valid_until),
        coalesce(starts_with(a.username, 'system:'), false)
    FROM identity_mandate m
    LEFT JOIN identity_account a ON a.id = m.account_id
    LEFT JOIN identity_account p ON p.person_number = m.person_number
    WHERE m.party_kind = %(kind)s AND m.party = %(party)s
    ORDER BY 14 DESC, m.id DESC LIMIT %(limit)s
"""
_OF_PARTY_COLUMNS: dict[str, Any] = {
    "mandate": pl.Int64,
    "basis": pl.String,
    "holder": pl.Int64,
    "bureau": pl.Boolean,
    "name_ar": pl.String,
    "name_latin": pl.String,
    "rights": pl.String,
    "since": pl.Date,
    "until": pl.Date,
    "with_branches": pl.Boolean,
    "follows": pl.Boolean,
    "granted_by": pl.Int64,
    "ended_by": pl.Int64,
    "living": pl.Boolean,
    "ended_on": pl.Date,
    "system": pl.Boolean,
}


def living(pairs: pl.DataFrame, *, kind: str, on: date) -> pl.DataFrame:
    """The mandates not ended and not run out of some ``party`` and ``holder`` pairs, owners' apart;
    at most one a pair.

    Those that the institution gave to the holder's account are found too, after those given to the
    person.

    Columns: mandate, party, holder, held_rights (codes with commas between), held_since,
        held_until, held_branches,
    held_by (the transaction), held_follows (the main establishment's mandate that it follows),
    held_basis.
    """
    asked = pairs.select("party", "holder").drop_nulls().unique()
    return store.fetch(
        _LIVING, _LIVING_COLUMNS, parties=asked["party"], holders=asked["holder"], kind=kind, on=on
    )


def ended(pairs: pl.DataFrame, *, kind: str) -> pl.DataFrame:
    """Which transaction ended the last of a pair's mandates: party, holder, ended_by; pairs without
    one are absent.
    """
    asked = pairs.select("party", "holder").drop_nulls().unique()
    columns = {"party": pl.Int64, "holder": pl.Int64, "ended_by": pl.Int64}
    return store.fetch(_ENDED, columns, parties=asked["party"], holders=asked["holder"], kind=kind)


def holders_of(kind: str, party: int, on: date, limit: int = 200) -> pl.DataFrame:
    """Everybody who may act for a party, or might once: the living first, newest first.

    Columns: mandate, basis, holder (a national or a bureau's number), bureau, name_ar, name_latin,
        rights, since, until,
    with_branches, follows, granted_by, ended_by (transactions), living, ended_on, system (a
    machine's, ended on its page).
    """
    return store.fetch_in_place(
        _OF_PARTY, _OF_PARTY_COLUMNS, kind=kind, party=party, on=on, limit=limit
    )
