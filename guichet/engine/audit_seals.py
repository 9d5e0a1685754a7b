"""Writing the audit log: leaves with what they are about, gathered into signed and chained seals.

A seal covers every leaf whose writing transaction is older than any still running (a watermark by
transaction id, since ids are handed out before commits), so no late commit is skipped.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

import polars as pl

from guichet.engine import keys, store
from guichet.engine.record import canonical, iso, leaf
from guichet.lib import merkle

_LOCK = 0x6775_6963  # one sealer at a time
LEAF = {"id": pl.Int64, "kind": pl.String, "body": pl.String, "digest": pl.String, "xid": pl.Int64}


# SQL that appends the leaf of :func:`noted` as part of a larger statement, and gives its ``id``.
NOTED = """
    INSERT INTO engine_auditleaf (kind, body, digest)
    VALUES (%(leaf_kind)s, %(leaf_body)s, %(leaf_digest)s) RETURNING id
"""


def reserve() -> int:
    """The id of a leaf to come, for the rows that it will speak of."""
    return int(store.value("SELECT nextval(pg_get_serial_sequence('engine_auditleaf', 'id'))"))


def noted(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """A leaf as what :data:`NOTED` is filled with."""
    text, digest = leaf(kind, body)
    return {"leaf_kind": kind, "leaf_body": text, "leaf_digest": digest}


def note(kind: str, body: dict[str, Any], *, number: int | None = None) -> None:
    """Append a leaf in the caller's ``atomic``; ``number`` is its id, if that was drawn before."""
    text, digest = leaf(kind, body)
    store.execute(
        "INSERT INTO engine_auditleaf (id, kind, body, digest) VALUES (coalesce(%(number)s::bigint,"
        " nextval(pg_get_serial_sequence('engine_auditleaf', 'id'))), %(kind)s, %(text)s, %(digest)s)",
        number=number,
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
        leaves = leaves_of(since, until)
        if not leaves.height:
            return 0
        last = store.value("SELECT digest FROM engine_auditseal ORDER BY id DESC LIMIT 1")
        previous = bytes(last) if last else b"\x00" * 32
        root = merkle.root([merkle.leaf_hash(bytes.fromhex(d)) for d in leaves["digest"]])
        digest = seal_digest(previous, root, leaves.height, since, until, now)
        key_id, signature = keys.sign(digest)
        store.execute(
            "INSERT INTO engine_auditseal (leaves, xid_from, xid_until, root, previous, digest, signature,"
            " key_id, sealed_at) VALUES (%(leaves)s, %(since)s, %(until)s, %(root)s, %(previous)s, %(digest)s,"
            " %(signature)s, %(key)s, %(now)s)",
            leaves=leaves.height,
            since=since,
            until=until,
            root=root,
            previous=previous,
            digest=digest,
            signature=signature,
            key=key_id,
            now=now,
        )
    return leaves.height


def leaves_of(since: int, until: int) -> pl.DataFrame:
    """The leaves written by transactions from ``since`` to before ``until``."""
    return store.fetch(
        "SELECT id, kind, body, encode(digest, 'hex'), xid::text::bigint FROM engine_auditleaf"
        " WHERE xid >= %(since)s::text::xid8 AND xid < %(until)s::text::xid8 ORDER BY xid, id",
        LEAF,
        since=str(since),
        until=str(until),
    )


def seal_digest(
    previous: bytes, root: bytes, leaves: int, since: int, until: int, at: datetime
) -> bytes:
    """What a seal signs."""
    body = {
        "previous": previous.hex(),
        "root": root.hex(),
        "leaves": leaves,
        "xid_from": since,
        "xid_until": until,
        "sealed_at": iso(at),
    }
    return sha256(canonical({"guichet": "seal/1", **body}).encode()).digest()


def head() -> bytes | None:
    """The digest of the newest seal, to be kept outside as an anchor."""
    found = store.value("SELECT digest FROM engine_auditseal ORDER BY id DESC LIMIT 1")
    return bytes(found) if found else None
