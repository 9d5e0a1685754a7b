"""The audit log, looked over: `verify` recomputes everything from the stored rows.

Leaves are written by :func:`note`, sealed by :func:`seal`; what each kind of leaf speaks of is
compared with it, column by column (`engine.audit_check` for transactions, a check of the domain
module for everything else). A cut tail is only told from a log that never had one by what was kept
outside (`engine.seal_copies`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

from guichet.engine import audit_check, keys, store
from guichet.engine.audit_seals import (
    LEAF,
    NOTED,
    head,
    leaves_of,
    note,
    noted,
    reserve,
    seal,
    seal_digest,
)
from guichet.lib import merkle

__all__ = ["CHECKS", "NOTED", "head", "note", "noted", "reserve", "seal", "verify"]

# What domain modules keep beside their leaves, by the leaves' kind: each says every row that is not
# what its leaf says.
_DOCUMENTS = ("national", "residence", "passport")
CHECKS: dict[str, Callable[[], list[str]]] = {}


def verify(anchor: bytes | None = None, *, outside: Iterable[bytes] = ()) -> list[str]:
    """Every fault of the log, in English; empty when it is whole.

    Args:
        anchor: a seal digest kept outside (another site, a printed page): without one, a cut tail
            of *seals* together with their leaves cannot be told from a log that never had them.
        outside: more of them, such as all that were exported.
    """
    kept = [*outside, *([anchor] if anchor is not None else [])]
    faults = _verify_seals(kept)
    faults += _verify_leaves()
    for check in CHECKS.values():
        faults += check()
    return faults


def _verify_seals(kept: list[bytes]) -> list[str]:
    from guichet.engine.models import AuditSeal

    faults, previous, until, seen = [], b"\x00" * 32, 0, set()
    public = keys.public_keys()
    for s in AuditSeal.objects.order_by("id"):
        name = f"seal {s.pk}"
        if bytes(s.previous) != previous or s.xid_from != until:
            faults.append(f"{name}: the chain is broken before it")
        leaves = leaves_of(s.xid_from, s.xid_until)
        root = merkle.root([merkle.leaf_hash(bytes.fromhex(d)) for d in leaves["digest"]])
        if leaves.height != s.leaves or root != bytes(s.root):
            faults.append(f"{name}: covers {s.leaves} leaves, and they are not what they were")
        digest = seal_digest(
            previous, bytes(s.root), s.leaves, s.xid_from, s.xid_until, s.sealed_at
        )
        key = public.get(s.key_id)
        if (
            digest != bytes(s.digest)
            or key is None
            or not keys.verifies(key, bytes(s.signature), digest)
        ):
            faults.append(f"{name}: its signature does not hold")
        previous, until = bytes(s.digest), s.xid_until
        seen.add(previous)
    missing = [digest for digest in kept if digest not in seen]
    if missing:
        faults.append(
            f"{len(missing)} seals kept outside are missing, the first {missing[0].hex()[:16]}: the tail was cut"
        )
    return faults


def _verify_leaves() -> list[str]:
    faults = []
    leaves = store.fetch(
        "SELECT id, kind, body, encode(digest, 'hex'), xid::text::bigint FROM engine_auditleaf ORDER BY id",
        LEAF,
    )
    recount = audit_check.Recount()
    for number, kind, body, digest, _ in leaves.iter_rows():
        if sha256(b"\x00" + body.encode()).hexdigest() != digest:
            faults.append(f"leaf {number}: its text was changed")
            continue
        said = json.loads(body)
        if said.get("kind") != kind and not _written_over(kind, said):
            faults.append(f"leaf {number}: its kind was changed")
        if said.get("kind") == "transactions":
            faults += [
                f"leaf {number}, submission {said['submission']}: {f}"
                for f in recount.faults_of(said)
            ]
    return faults + recount.faults_of_all()


def _written_over(kind: str, said: dict[str, Any]) -> bool:
    """Leaves of identity checks once said the document's kind where their own belongs: they stay as
    they were sealed.
    """
    return kind == "identity-check" and "document" not in said and said.get("kind") in _DOCUMENTS
