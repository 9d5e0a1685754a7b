"""Seals kept in a second place: a folder on another machine or medium, one line a seal, only ever
added to.

Whoever holds the database in hand may cut the log's tail together with its seals, and nothing
inside would show it. What was exported before still names the seals that are gone, and is signed,
so that it cannot be bent to fit either.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from guichet.engine import keys
from guichet.engine.audit_seals import seal_digest
from guichet.engine.record import canonical, iso

_FILE = "seals.jsonl"
_NOTHING = b"\x00" * 32


class Contradicted(Exception):
    """The log does not contain what was exported from it before."""


def export(folder: Path) -> int:
    """Add the seals that ``folder`` does not have yet, and the public keys; how many were added.

    Raises:
        Contradicted: a seal exported before is not in the log as it was: somebody has changed one
            of the two.
    """
    from guichet.engine.models import AuditSeal

    folder.mkdir(parents=True, exist_ok=True)
    kept = [line["digest"] for line in _lines(folder)]
    found = [_line(seal) for seal in AuditSeal.objects.order_by("id")]
    if [line["digest"] for line in found[: len(kept)]] != kept:
        raise Contradicted(f"the log does not begin with the {len(kept)} seals of {folder / _FILE}")
    for name, key in keys.public_keys().items():
        path = folder / f"{name}.pub.pem"
        if not path.exists():
            path.write_bytes(keys.public_pem(key))
    new = found[len(kept) :]
    if new:
        with (folder / _FILE).open("a", encoding="ascii") as file:
            file.writelines(canonical(line) + "\n" for line in new)
            file.flush()
            os.fsync(file.fileno())
    return len(new)


def kept_in(folder: Path) -> tuple[list[bytes], list[str]]:
    """The digests exported to ``folder``, and every fault of the export itself: it is signed and
    chained as the log is.
    """
    faults, digests, previous, until = [], [], _NOTHING, 0
    public = keys.public_keys()
    try:
        lines = _lines(folder)
    except (OSError, ValueError, RecursionError) as error:
        return [], [f"{folder / _FILE} cannot be read: {error}"]
    for number, line in enumerate(lines, 1):
        digest, fault = _checked(line, previous, until, public)
        if fault:
            faults.append(f"{_FILE} line {number}: {fault}")
            break  # what follows hangs on it
        previous, until = digest, line["xid_until"]
        digests.append(digest)
    return digests, faults


def _checked(
    line: dict[str, Any], previous: bytes, until: int, public: Mapping[str, Any]
) -> tuple[bytes, str]:
    try:
        digest, root = bytes.fromhex(line["digest"]), bytes.fromhex(line["root"])
        body = {"previous": previous.hex(), "xid_from": until}
        chained = {name: line[name] for name in body} == body
        again = seal_digest(
            previous,
            root,
            line["leaves"],
            line["xid_from"],
            line["xid_until"],
            datetime.fromisoformat(line["sealed_at"]),
        )
        key = public.get(str(line["key_id"]))
        signed = key is not None and keys.verifies(key, bytes.fromhex(line["signature"]), digest)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return _NOTHING, "it is no seal"
    if not chained:
        return digest, "the chain is broken before it"
    return digest, "" if again == digest and signed else "its signature does not hold"


def _lines(folder: Path) -> list[dict[str, Any]]:
    path = folder / _FILE
    if not path.exists():
        return []
    lines = [json.loads(line) for line in path.read_text("ascii").splitlines() if line]
    if not all(isinstance(line, dict) for line in lines):
        raise ValueError("a line is no seal")
    return lines


def _line(seal: Any) -> dict[str, Any]:
    return {
        "seal": seal.pk,
        "leaves": seal.leaves,
        "xid_from": seal.xid_from,
        "xid_until": seal.xid_until,
        "root": bytes(seal.root).hex(),
        "previous": bytes(seal.previous).hex(),
        "digest": bytes(seal.digest).hex(),
        "signature": bytes(seal.signature).hex(),
        "key_id": seal.key_id,
        "sealed_at": iso(seal.sealed_at),
    }
