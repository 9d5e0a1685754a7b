"""The signed proof a client keeps, and its check with nothing but the public key.

A receipt holds the row's content, the path of hashes from it to the chunk's root, the path from
there to the call's root, and the institution's signature over that root: each of a million receipts
is provable alone, offline.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from guichet.engine import keys, store
from guichet.engine.ids import submission_of, transaction_id
from guichet.engine.record import iso
from guichet.engine.submission import signed_message
from guichet.lib import merkle, reference

FORMAT = "guichet-receipt/1"
ALGORITHM = "Ed25519"


_CODE = 8  # characters out of 23: 36 bits, and few tries a minute


def code_of(transaction: int, *, secret: str | None = None) -> str:
    """What stands beside a reference in a receipt's own address: only who holds the receipt is told
    what it is about.

    References follow from numbers given one after the other, so that whoever knows one can reckon
    its neighbours.
    """
    given = salted_hmac(
        "guichet.receipt", str(transaction), secret=secret, algorithm="sha256"
    ).digest()
    number = int.from_bytes(given[:8], "big")
    return "".join(
        reference.ALPHABET[number // reference.BASE**n % reference.BASE] for n in range(_CODE)
    )


def fits(transaction: int, code: str) -> bool:
    """Whether that is a receipt's code, also one of before the secret key was changed."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    told = code.strip().upper()
    return any(
        constant_time_compare(code_of(transaction, secret=secret), told) for secret in secrets
    )


class NoSuchReceipt(LookupError):
    """There is no such transaction, or its call is not finished and signed yet."""


def document(transaction: int) -> dict[str, Any]:
    """The receipt of a transaction, as a JSON-ready document.

    Raises:
        NoSuchReceipt: unknown, or not signed yet.
    """
    header = _header(submission_of(transaction))
    roots, number, first, rows = _chunk(transaction, header)
    ids = _hashes(first, rows)
    place = ids["id"].index_of(transaction)
    content = store.value(
        "SELECT content FROM engine_transaction WHERE id = %(id)s", id=transaction
    )
    if place is None or content is None:
        raise NoSuchReceipt(transaction)
    hashes = [bytes.fromhex(hash) for hash in ids["hash"]]
    return {
        "format": FORMAT,
        "content": content,
        "proof": {
            "chunk": {
                "index": place,
                "size": len(hashes),
                "path": _hex(merkle.path(hashes, place)),
            },
            "call": {
                "index": number,
                "size": len(roots),
                "path": _hex(merkle.path([merkle.leaf_hash(root) for root in roots], number)),
            },
        },
        "signed": {
            "submission": header["id"],
            "asked_at": iso(header["asked_at"]),
            "rows": header["rows"],
            "root": bytes(header["root"]).hex(),
            "key": header["key_id"],
            "algorithm": ALGORITHM,
            "signature": base64.b64encode(header["signature"]).decode(),
        },
    }


def _hex(path: list[bytes]) -> list[str]:
    return [node.hex() for node in path]


def _header(submission: int) -> dict[str, Any]:
    from guichet.engine.models import Submission

    header = Submission.objects.filter(pk=submission).values().first()
    if header is None or header["signature"] is None:
        raise NoSuchReceipt(submission)
    return header


def _chunk(transaction: int, header: dict[str, Any]) -> tuple[list[bytes], int, int, int]:
    """The roots of all chunks, and the number, first ordinal and size of the one holding the
    transaction.
    """
    from guichet.engine.models import Chunk

    start = transaction_id(header["id"])
    chunks = list(Chunk.objects.filter(submission=header["id"]).order_by("number"))
    if not chunks:  # a call of one chunk keeps no marker
        root = merkle.root([bytes.fromhex(hash) for hash in _hashes(start, header["rows"])["hash"]])
        return [root], 0, start, header["rows"]
    for chunk in chunks:
        if chunk.first <= transaction - start < chunk.first + chunk.rows:
            roots = [bytes(c.root) for c in chunks if c.root is not None]
            return roots, chunk.number, start + chunk.first, chunk.rows
    raise NoSuchReceipt(transaction)


def _hashes(first: int, rows: int) -> pl.DataFrame:
    """The leaves of a chunk as hashes: whoever may read one row need not read its neighbours."""
    return store.fetch(
        "SELECT id, encode(hash, 'hex') FROM engine_leaf_hashes(%(first)s, %(rows)s)",
        {"id": pl.Int64, "hash": pl.String},
        first=first,
        rows=rows,
    )


def fault_of(receipt: Mapping[str, Any], public: Mapping[str, Ed25519PublicKey]) -> str | None:
    """Why a receipt document does not hold, in English for a command line; None when it does.

    Needs no database and no network, only the institution's public keys by id.
    """
    try:
        if receipt["format"] != FORMAT:
            return f"unknown format {receipt['format']!r}"
        proof, signed = receipt["proof"], receipt["signed"]
        if signed["algorithm"] != ALGORITHM:
            return f"unknown algorithm {signed['algorithm']!r}"
        chunk = _follow(merkle.leaf_hash(receipt["content"].encode()), proof["chunk"])
        root = chunk and _follow(merkle.leaf_hash(chunk), proof["call"])
        if root is None or root.hex() != signed["root"]:
            return "the content is not the one that was signed"
        key = public.get(signed["key"])
        if key is None:
            return f"the key {signed['key']} is not among the public keys given"
        moment = datetime.fromisoformat(signed["asked_at"])
        message = signed_message(signed["submission"], root, signed["rows"], moment)
        if not keys.verifies(key, base64.b64decode(signed["signature"], validate=True), message):
            return "the signature does not belong to this receipt"
        json.loads(receipt["content"])
    except (
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        ArithmeticError,
        RecursionError,
    ) as error:
        return f"not a receipt: {type(error).__name__} {error}"
    return None


def _follow(node: bytes, proof: Mapping[str, Any]) -> bytes | None:
    path = [bytes.fromhex(step) for step in proof["path"]]
    index, size = proof["index"], proof["size"]
    if type(index) is not int or type(size) is not int:
        raise TypeError("a place in a tree is a whole number")
    return merkle.root_from(node, index, size, path)
