"""Journals and the audit log: one leaf for all that are posted at once, and whether they are still
what it says.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import polars as pl

from guichet.engine import audit, store
from guichet.engine.audit_groups import Group
from guichet.engine.relations import leaves

KIND = "posted"
_JOURNAL: dict[str, Any] = {
    "id": pl.Int64,
    "kind": pl.String,
    "at": pl.Datetime("us", "UTC"),
    "month": pl.Date,
    "source": pl.String,
    "reference": pl.Int64,
    "description": pl.String,
}
_ENTRY: dict[str, Any] = {
    "journal_id": pl.Int64,
    "kind": pl.String,
    "party_kind": pl.String,
    "party": pl.Int64,
    "amount": pl.Int64,
    "month": pl.Date,
    "branch": pl.String,
}
_SAID = f"""
    SELECT id, (said->>'journals')::bigint, said->>'digest' FROM {leaves(KIND)} l ORDER BY id
"""
UNPROVED = """
    SELECT j.id AS key, jsonb_build_array(
        j.id, j.kind, j.at, j.month, j.source, j.reference, j.description,
        (SELECT jsonb_agg(jsonb_build_array(
            a.kind, a.party_kind, a.party, e.amount, e.month, e.branch) ORDER BY e.id)
            FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
            WHERE e.journal_id = j.id))::text AS said
    FROM ledger_journal j WHERE j.leaf IS NULL
"""
_JOURNALS = """
    SELECT leaf, id, kind, at, month, source, reference, description FROM ledger_journal
    WHERE leaf >= %(first)s AND leaf <= %(last)s
"""
_ENTRIES = """
    SELECT j.leaf, e.journal_id, a.kind, a.party_kind, a.party, e.amount, e.month, e.branch
    FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id
    JOIN ledger_account a ON a.id = e.account_id
    WHERE j.leaf >= %(first)s AND j.leaf <= %(last)s
"""


def posted(journals: pl.DataFrame, entries: pl.DataFrame, leaf: int) -> None:
    """Write the leaf of journals that name it, in the caller's ``atomic``: columns of the journal,
    and of its entries.
    """
    said = {
        "journals": journals.height,
        "entries": entries.height,
        "digest": _digest(journals, entries),
    }
    audit.note(KIND, said, number=leaf)


def _digest(journals: pl.DataFrame, entries: pl.DataFrame) -> str:
    whole = sha256()
    for frame, schema in ((journals, _JOURNAL), (entries, _ENTRY)):
        plain = frame.select(pl.col(name).cast(kind) for name, kind in schema.items())
        plain = plain.with_columns(pl.col(pl.Datetime).dt.epoch("us"))
        whole.update(plain.sort(plain.columns, nulls_last=True).write_csv().encode())
    return whole.hexdigest()


def journals_are_whole() -> list[str]:
    """Every group of journals that is not what its leaf says, in English; empty when all are as
    they were posted.
    """
    said = store.rows(_SAID)
    return _GROUP.strangers("ledger_journal", said) + _GROUP.faults(said)


def _read(first: int, last: int) -> dict[int, tuple[int, str]]:
    span = {"first": first, "last": last}
    journals = store.fetch(_JOURNALS, {"leaf": pl.Int64, **_JOURNAL}, **span)
    entries = store.fetch(_ENTRIES, {"leaf": pl.Int64, **_ENTRY}, **span)
    lines = {leaf: part for (leaf,), part in entries.partition_by("leaf", as_dict=True).items()}
    return {
        leaf: (part.height, _digest(part, lines.get(leaf, entries.clear())))
        for (leaf,), part in journals.partition_by("leaf", as_dict=True).items()
    }


_GROUP = Group("journals", "posted", _read)
