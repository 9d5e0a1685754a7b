"""Writing to the ledger: whole frames of journals, balanced or not at all."""

from __future__ import annotations

import polars as pl

from guichet.domain.ledger import audit_check
from guichet.engine import audit, store

JOURNAL = ("kind", "at", "month", "source", "reference", "description")
ACCOUNT = ("kind", "party_kind", "party")
_ACCOUNT_SCHEMA = {"kind": pl.String, "party_kind": pl.String, "party": pl.Int64}


def post(journals: pl.DataFrame, entries: pl.DataFrame) -> pl.Series:
    """Post journals with their entries in one go; the ids given to the journals, in their order.

    Args:
        journals: ``key`` (Int64, the caller's own, unique in the frame), ``kind``, ``at`` (aware
            Datetime),
            ``month`` (Date or null), ``source``, ``reference`` (Int64 or null), ``description``.
        entries: ``key`` of their journal; the account as ``kind``, ``party_kind`` and ``party``
            (both null for the institution's own); ``amount`` in halalas (debit +, credit -),
            ``month``, ``branch``. Amounts of nought are left out.

    Raises:
        django.db.IntegrityError: the entries of a journal do not sum to zero (SQLSTATE 23514).
    """
    ids = store.next_ids("ledger_journal_id_seq", journals.height).alias("id")
    leaf = audit.reserve()
    numbered = journals.with_columns(ids)
    store.insert("ledger_journal", numbered.select("id", *JOURNAL, leaf=pl.lit(leaf)))
    entries = entries.filter(pl.col("amount") != 0)
    rows = entries.join(_accounts(entries), on=list(ACCOUNT), nulls_equal=True, how="left").join(
        numbered.select("key", journal_id="id"), on="key", how="left"
    )
    # One statement: the balance of each journal is judged when it ends.
    store.insert(
        "ledger_entry", rows.select("journal_id", "account_id", "amount", "month", "branch")
    )
    audit_check.posted(numbered, rows, leaf)
    return ids


def _accounts(entries: pl.DataFrame) -> pl.DataFrame:
    """The accounts that entries name, opened where there is none: kind, party_kind, party,
    account_id.
    """
    wanted = entries.select(ACCOUNT).unique().cast(_ACCOUNT_SCHEMA)  # type: ignore[arg-type]
    known = _known(wanted)
    new = wanted.join(known, on=list(ACCOUNT), nulls_equal=True, how="anti")
    if new.is_empty():
        return known
    # Another session may open the same account meanwhile; then its row is the one.
    store.execute(
        "INSERT INTO ledger_account (kind, party_kind, party)"
        " SELECT * FROM unnest(%(kind)s::text[], %(party_kind)s::text[], %(party)s::bigint[])"
        " ON CONFLICT DO NOTHING",
        kind=new["kind"],
        party_kind=new["party_kind"],
        party=new["party"],
    )
    return pl.concat([known, _known(new)])


def _known(wanted: pl.DataFrame) -> pl.DataFrame:
    own = wanted.filter(pl.col("party").is_null())
    others = wanted.filter(pl.col("party").is_not_null())
    return store.fetch(
        "SELECT a.kind, a.party_kind, a.party, a.id FROM ledger_account a"
        " WHERE a.party IS NULL AND a.kind = ANY(%(own)s::text[])"
        " UNION ALL SELECT a.kind, a.party_kind, a.party, a.id"
        " FROM unnest(%(kind)s::text[], %(party)s::bigint[]) w(kind, party)"
        " JOIN ledger_account a ON a.kind = w.kind AND a.party = w.party",
        {**_ACCOUNT_SCHEMA, "account_id": pl.Int64},
        own=own["kind"],
        kind=others["kind"],
        party=others["party"],
    )
