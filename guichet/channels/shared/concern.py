"""Whom a recorded transaction concerns: the one rule by which every channel shows it or hides it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from guichet.engine.actor import Mandates, PartyKind
from guichet.engine.service import Service


def concerns(
    reader: int, mandates: Mandates, *, asker: int, service: type[Service], party: int | None, today: date,
    told: Mapping[str, object],
) -> bool:
    """Whoever asked may read it, and whoever today holds the right it needed, or to view, for each party it tells of.

    Args:
        reader: the account that wants to read.
        asker: the account that asked.
        told: what the answer says (its output).
    """
    if reader == asker:
        return True
    if party is None or service.party_kind is PartyKind.NOBODY:
        return False
    parties = {party, *service.beside(told)}
    return any(
        mandates.covers(right, service.party_kind, parties, today) == parties
        for right in dict.fromkeys(("view", service.right))
    )
