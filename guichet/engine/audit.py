"""The audit log: leaves written with what they are about, gathered into signed and chained seals.

A seal covers every leaf whose writing transaction is older than any still running (a watermark by transaction id, since
ids are handed out before commits), so no late commit is skipped. `verify` recomputes everything from the stored rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

import polars as pl

from guichet.engine import keys, store
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.record import canonical, iso, leaf
from guichet.lib import merkle

_LOCK = 0x6775_6963  # one sealer at a time
_LEAF = {"id": pl.Int64, "kind": pl.String, "body": pl.String, "digest": pl.String, "xid": pl.Int64}


# What domain modules keep beside their leaves, by the leaves' kind: each says every row that is not what its leaf says.
WITNESSES: dict[str, Callable[[], list[str]]] = {}


def note(kind: str, body: dict[str, Any]) -> None:
    """Append a leaf in the caller's ``atomic``."""
    text, digest = leaf(kind, body)
    store.execute(
        "INSERT INTO engine_auditleaf (kind, body, digest) VALUES (%(kind)s, %(text)s, %(digest)s)",
        kind=kind,
        text=text,
        digest=digest,
    )


def seal(now: datetime) -> int:
    """Seal what was committed since the last seal; the number of leaves sealed."""
    with store.atomic():
        if not store.value("SELECT pg_try_advisory_xact_lock(%(lock)s)", lock=_LOCK):
            return 0
        since = store.value("SELECT max(xid_until) FROM engine_auditseal") or 0
        until = store.value("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        leaves = _leaves(since, until)
        if not leaves.height:
            return 0
        last = store.value("SELECT digest FROM engine_auditseal ORDER BY id DESC LIMIT 1")
        previous = bytes(last) if last else b"\x00" * 32
        root = merkle.root([merkle.leaf_hash(bytes.fromhex(d)) for d in leaves["digest"]])
        digest = _seal_digest(previous, root, leaves.height, since, until, now)
        key_id, signature = keys.sign(digest)
        store.execute(
            "INSERT INTO engine_auditseal (leaves, xid_from, xid_until, root, previous, digest, signature,"
            " key_id, sealed_at) VALUES (%(leaves)s, %(since)s, %(until)s, %(root)s, %(previous)s, %(digest)s,"
            " %(signature)s, %(key)s, %(now)s)",
            leaves=leaves.height, since=since, until=until, root=root, previous=previous,
            digest=digest, signature=signature, key=key_id, now=now,
        )  # fmt: skip
    return leaves.height


def _leaves(since: int, until: int) -> pl.DataFrame:
    return store.fetch(
        "SELECT id, kind, body, encode(digest, 'hex'), xid::text::bigint FROM engine_auditleaf"
        " WHERE xid >= %(since)s::text::xid8 AND xid < %(until)s::text::xid8 ORDER BY xid, id",
        _LEAF,
        since=str(since),
        until=str(until),
    )


def _seal_digest(
    previous: bytes, root: bytes, leaves: int, since: int, until: int, at: datetime
) -> bytes:
    body = {
        "previous": previous.hex(), "root": root.hex(), "leaves": leaves,
        "xid_from": since, "xid_until": until, "sealed_at": iso(at),
    }  # fmt: skip
    return sha256(canonical({"guichet": "seal/1", **body}).encode()).digest()


def verify(anchor: bytes | None = None) -> list[str]:
    """Every fault of the log, in English; empty when it is whole.

    Args:
        anchor: a seal digest kept outside (another site, a printed page): without one, a cut tail of *seals* together
            with their leaves cannot be told from a log that never had them.
    """
    faults = _verify_seals(anchor)
    faults += _verify_leaves()
    for witness in WITNESSES.values():
        faults += witness()
    return faults


def head() -> bytes | None:
    """The digest of the newest seal, to be kept outside as an anchor."""
    found = store.value("SELECT digest FROM engine_auditseal ORDER BY id DESC LIMIT 1")
    return bytes(found) if found else None


def _verify_seals(anchor: bytes | None) -> list[str]:
    from guichet.engine.models import AuditSeal

    faults, previous, until, seen = [], b"\x00" * 32, 0, set()
    public = keys.public_keys()
    for s in AuditSeal.objects.order_by("id"):
        name = f"seal {s.pk}"
        if bytes(s.previous) != previous or s.xid_from != until:
            faults.append(f"{name}: the chain is broken before it")
        leaves = _leaves(s.xid_from, s.xid_until)
        root = merkle.root([merkle.leaf_hash(bytes.fromhex(d)) for d in leaves["digest"]])
        if leaves.height != s.leaves or root != bytes(s.root):
            faults.append(f"{name}: covers {s.leaves} leaves, and they are not what they were")
        digest = _seal_digest(previous, bytes(s.root), s.leaves, s.xid_from, s.xid_until, s.sealed_at)
        key = public.get(s.key_id)
        if digest != bytes(s.digest) or key is None or not keys.verifies(key, bytes(s.signature), digest):
            faults.append(f"{name}: its signature does not hold")
        previous, until = bytes(s.digest), s.xid_until
        seen.add(previous)
    if anchor is not None and anchor not in seen:
        faults.append("the seal kept outside is missing: the tail was cut")
    return faults


def _verify_leaves() -> list[str]:
    faults = []
    leaves = store.fetch(
        "SELECT id, kind, body, encode(digest, 'hex'), xid::text::bigint FROM engine_auditleaf ORDER BY id",
        _LEAF,
    )
    covered = 0
    for number, kind, body, digest, _ in leaves.iter_rows():
        if sha256(b"\x00" + body.encode()).hexdigest() != digest:
            faults.append(f"leaf {number}: its text was changed")
            continue
        if kind == "transactions":
            said = json.loads(body)
            fault, rows = _transactions_fault(said)
            covered += rows
            if fault:
                faults.append(f"leaf {number}, submission {said['submission']}: {fault}")
    stored = store.value("SELECT count(*) FROM engine_transaction")
    if stored > covered:
        faults.append(f"{stored - covered} transactions have no audit leaf")
    return faults


def _transactions_fault(said: dict[str, Any]) -> tuple[str | None, int]:
    """What is wrong with the transactions a leaf speaks of, and how many there should be."""
    rows = sum(said["counts"].values())
    first = store.value(
        "SELECT first FROM engine_chunk WHERE submission_id = %(s)s AND number = %(n)s",
        s=said["submission"],
        n=said["chunk"],
    )
    start = (said["submission"] << 20) + (first or 0)
    frame = store.fetch(
        "SELECT id, row, service, outcome, content FROM engine_transaction"
        " WHERE id >= %(start)s AND id < %(end)s ORDER BY id",
        {"id": pl.Int64, "row": pl.Int64, "service": pl.Int64, "outcome": pl.Int64, "content": pl.String},
        start=start,
        end=start + rows,
    )
    if frame.height != rows:
        return f"{rows} transactions were recorded and {frame.height} are there", rows
    if merkle.root(merkle.leaf_hashes(frame["content"])).hex() != said["root"]:
        return "a transaction's content was changed", rows
    return _columns_fault(frame), rows


def _columns_fault(frame: pl.DataFrame) -> str | None:
    """The columns kept beside the content must say what the content says."""
    codes = {outcome.value: code for outcome, code in OUTCOME_CODES.items()}
    path = frame["content"].str
    said = pl.DataFrame(
        {
            "row": path.json_path_match("$.row").cast(pl.Int64),
            "outcome": path.json_path_match("$.outcome").replace_strict(codes, return_dtype=pl.Int64),
        }
    )
    if not (said["row"] == frame["row"]).all() or not (said["outcome"] == frame["outcome"]).all():
        return "a transaction's columns contradict its content"
    return None
