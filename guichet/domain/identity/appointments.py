"""Giving and ending mandates, any number at once, in the name of the transaction that asked
for it.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.domain.identity import audit_check
from guichet.engine import audit, store

# One that ran out makes way for a new one of the same holder.
_ENDED_BY_ITSELF = """
    UPDATE identity_mandate m SET revoked_at = %(now)s
    FROM unnest(%(holders)s::bigint[], %(parties)s::bigint[]) AS n (holder, party)
    WHERE coalesce(m.person_number, m.bureau) = n.holder AND m.party_kind = %(kind)s
        AND m.party = n.party
      AND m.basis <> 'owner' AND m.revoked_at IS NULL AND m.valid_until < %(today)s
"""
_GIVE = """
    INSERT INTO identity_mandate (person_number, bureau, holder_ar, holder_latin, basis, party_kind,
        party, rights, valid_from, valid_until, with_branches, granted_by_transaction, granted_at,
        leaf)
    SELECT n.person, n.bureau, coalesce(n.ar, ''), coalesce(n.latin, ''), n.basis, %(kind)s,
        n.party, string_to_array(n.rights, ','), n.since, n.until, n.branches, n.made, %(now)s,
        %(leaf)s
    FROM unnest(%(persons)s::bigint[], %(bureaus)s::bigint[], %(ar)s::text[], %(latin)s::text[],
        %(bases)s::text[], %(parties)s::bigint[], %(rights)s::text[], %(since)s::date[],
        %(until)s::date[], %(branches)s::boolean[], %(made)s::bigint[]) AS n (person, bureau, ar,
        latin, basis, party, rights, since, until, branches, made)
"""
# A holder whom a branch has appointed by itself keeps that mandate.
_FOLLOW = """
    INSERT INTO identity_mandate (person_number, bureau, holder_ar, holder_latin, basis, party_kind,
        party, rights, valid_from, valid_until, granted_by_transaction, granted_at, follows_id,
        leaf)
    SELECT m.person_number, m.bureau, m.holder_ar, m.holder_latin, m.basis, m.party_kind, n.branch,
        m.rights, m.valid_from, m.valid_until, n.made, %(now)s, m.id, %(leaf)s
    FROM unnest(%(mains)s::bigint[], %(branches)s::bigint[], %(made)s::bigint[]) AS n (main, branch,
        made)
    JOIN identity_mandate m ON m.party_kind = 'establishment' AND m.party = n.main
    WHERE m.with_branches AND m.revoked_at IS NULL
        AND (m.valid_until IS NULL OR m.valid_until >= %(today)s)
      AND (NOT %(own)s OR m.granted_by_transaction = n.made)
    ON CONFLICT DO NOTHING
"""
_END = """
    UPDATE identity_mandate m SET revoked_at = %(now)s, ended_by_transaction = n.made
    FROM unnest(%(mandates)s::bigint[], %(made)s::bigint[]) AS n (mandate, made)
    WHERE (m.id = n.mandate OR m.follows_id = n.mandate) AND m.revoked_at IS NULL
    RETURNING m.id
"""


def appoint(mandates: pl.DataFrame, *, kind: str, now: datetime, today: date) -> None:
    """Give mandates, one a row.

    Args:
        mandates: ``party``, ``delegate`` or ``bureau`` (Int64; who holds it), ``holder_ar``,
            ``holder_latin``, ``basis``,
            ``rights`` (codes with commas between), ``since``, ``until`` (Date), ``with_branches``,
            ``transaction``.
        kind: what the parties are, ``establishment`` or ``person``.

    Raises:
        DatabaseError: the holder has a living mandate for the party, given by somebody else just
            now.
    """
    if mandates.is_empty():
        return
    holders = mandates.select(pl.coalesce("delegate", "bureau")).to_series()
    store.execute(
        _ENDED_BY_ITSELF,
        holders=holders,
        parties=mandates["party"],
        kind=kind,
        now=now,
        today=today,
    )
    leaf = audit.reserve()
    store.execute(
        _GIVE,
        persons=mandates["delegate"],
        bureaus=mandates["bureau"],
        ar=mandates["holder_ar"],
        latin=mandates["holder_latin"],
        bases=mandates["basis"],
        parties=mandates["party"],
        rights=mandates["rights"],
        since=mandates["since"],
        until=mandates["until"],
        branches=mandates["with_branches"],
        made=mandates["transaction"],
        kind=kind,
        now=now,
        leaf=leaf,
    )
    audit_check.given(leaf)


def extend_to_branches(
    branches: pl.DataFrame, *, now: datetime, today: date, of_transaction: bool = False
) -> None:
    """Let mandates that were given with branches hold for these branches as well.

    Args:
        branches: ``main``, ``branch`` and ``transaction`` (Int64).
        of_transaction: only those mandates of the main establishment which this very transaction
            gave.
    """
    if branches.is_empty():
        return
    leaf = audit.reserve()
    followed = store.execute(
        _FOLLOW,
        mains=branches["main"],
        branches=branches["branch"],
        made=branches["transaction"],
        now=now,
        today=today,
        own=of_transaction,
        leaf=leaf,
    )
    if followed:
        audit_check.given(leaf)


def end(mandates: pl.DataFrame, *, now: datetime) -> None:
    """End mandates at once, with those that follow them at branches.

    Args:
        mandates: ``mandate`` and ``transaction`` (Int64).

    Raises:
        WriteConflict: one of them has been ended meanwhile.
    """
    if mandates.is_empty():
        return
    ended = store.fetch_in_place(
        _END,
        {"mandate": pl.Int64},
        mandates=mandates["mandate"].to_list(),
        made=mandates["transaction"].to_list(),
        now=now,
    )["mandate"]
    if not mandates["mandate"].is_in(ended.implode()).all():
        raise store.WriteConflict
    audit_check.ended(ended.to_list())
