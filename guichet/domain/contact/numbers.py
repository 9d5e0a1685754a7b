"""Mobile numbers as they are dialled, signalled and stored."""

from __future__ import annotations


def masked(number: str) -> str:
    """Enough of a number for its owner to know which one it is: ``+966 5•••••678``."""
    return f"{number[:4]} {number[4:5]}{'•' * max(0, len(number) - 8)}{number[-3:]}"
