"""Merkle trees as in RFC 6962: a root over many leaves, and short proofs that one leaf is among
them.

Leaf hash = SHA-256(0x00 || leaf); node hash = SHA-256(0x01 || left || right); a lone node moves up
unchanged, which is the same tree as the RFC's recursive split at the largest power of two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one leaf (32 bytes)."""
    return sha256(b"\x00" + leaf).digest()


def leaf_hashes(texts: Iterable[str]) -> list[bytes]:
    """The hashes of texts as UTF-8 leaves."""
    return [sha256(b"\x00" + text.encode()).digest() for text in texts]


def root(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, in order."""
    level = list(hashes)
    if not level:
        return EMPTY
    while len(level) > 1:
        level = _above(level)
    return level[0]


def _above(level: list[bytes]) -> list[bytes]:
    pairs = zip(level[0::2], level[1::2], strict=False)
    above = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    if len(level) % 2:
        above.append(level[-1])
    return above


def path(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The inclusion proof of leaf ``index``: the sibling hashes from the bottom up.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(hashes):
        raise IndexError(index)
    level, proof = list(hashes), []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        level, index = _above(level), index // 2
    return proof


def root_from(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that ``proof`` leads to from a leaf hash; None when the proof has the wrong
    length.
    """
    if not 0 <= index < size:
        return None
    rest, node = list(proof), leaf
    while size > 1:
        sibling = index ^ 1
        if sibling < size:
            if not rest:
                return None
            other = rest.pop(0)
            pair = other + node if index % 2 else node + other
            node = sha256(b"\x01" + pair).digest()
        index, size = index // 2, (size + 1) // 2
    return None if rest else node
