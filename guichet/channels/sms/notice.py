"""A notice: what one account is told by text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """What one account is told."""

    kind: str
    source: str
    account: int
    language: str
    words: str
