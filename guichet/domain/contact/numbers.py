"""Addresses as they are shown."""

from __future__ import annotations


def masked(number: str) -> str:
    """Enough of an address for its owner to know which one it is: ``+966 5•••••678``,
    ``a•••@example.com``.
    """
    name, at, host = number.rpartition("@")
    if at:
        return f"{name[:1]}•••@{host}"
    return f"{number[:4]} {number[4:5]}{'•' * max(0, len(number) - 8)}{number[-3:]}"
