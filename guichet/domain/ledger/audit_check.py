"""Journals and the audit log: one leaf for all that are posted at once, and whether they are still
what it says.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import polars as pl

from guichet.engine import audit, store
from guichet.engine.relations import LEAVES

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
_LEAVES = 2_000  # looked at together
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
    said = dict(
        store.rows(f"SELECT id, body FROM {LEAVES} l WHERE kind = %(kind)s ORDER BY id", kind=KIND)
    )
    strange = store.rows(
        "SELECT DISTINCT leaf FROM ledger_journal WHERE leaf IS NOT NULL AND NOT leaf = ANY(%(known)s::bigint[])"
        " ORDER BY 1",
        known=list(said),
    )
    faults = [f"journals of leaf {leaf}: no leaf speaks of them" for (leaf,) in strange]
    numbers = sorted(said)
    for at in range(0, len(numbers), _LEAVES):
        faults += _faults(numbers[at : at + _LEAVES], said)
    return faults


def _faults(leaves: list[int], said: dict[int, str]) -> list[str]:
    span = {"first": leaves[0], "last": leaves[-1]}
    journals = store.fetch(_JOURNALS, {"leaf": pl.Int64, **_JOURNAL}, **span)
    entries = store.fetch(_ENTRIES, {"leaf": pl.Int64, **_ENTRY}, **span)
    heads = {leaf: part for (leaf,), part in journals.partition_by("leaf", as_dict=True).items()}
    lines = {leaf: part for (leaf,), part in entries.partition_by("leaf", as_dict=True).items()}
    faults = []
    for leaf in leaves:
        body = json.loads(said[leaf])
        mine, theirs = heads.get(leaf, journals.clear()), lines.get(leaf, entries.clear())
        if (mine.height, theirs.height) != (body["journals"], body["entries"]):
            faults.append(
                f"journals of leaf {leaf}: {body['journals']} were posted, {mine.height} are there"
            )
        elif _digest(mine, theirs) != body["digest"]:
            faults.append(f"journals of leaf {leaf}: they were changed")
    return faults
