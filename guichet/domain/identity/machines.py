"""Accounts of machines: nobody signs in with one, and mandates give them what they may do, as for anybody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from guichet.domain.identity import commands
from guichet.domain.identity.models import Account, Mandate
from guichet.engine.actor import PartyKind

__all__ = ["appoint", "dismiss", "open_machine"]


def open_machine(client_id: str, name: str) -> Account:
    """An account without a password, for a system."""
    return commands.open_account(
        username=f"system:{client_id}", password=None, name_ar=name, name_latin=name, language="en"
    )


def appoint(
    machine: int, establishment: int, rights: Collection[str], *, granted_by: Account, now: datetime
) -> None:
    """Give a machine exactly these rights for an establishment; what it had for it before ends."""
    dismiss(machine, establishment=establishment, now=now)
    commands.grant(
        establishment=establishment,
        rights=rights,
        granted_by=granted_by,
        account=Account.objects.get(pk=machine),
    )


def dismiss(machine: int, *, now: datetime, establishment: int | None = None) -> None:
    """End a machine's mandates, all of them or those for one establishment."""
    living = Mandate.objects.filter(account_id=machine, revoked_at__isnull=True)
    if establishment is not None:
        living = living.filter(party_kind=PartyKind.ESTABLISHMENT.value, party=establishment)
    living.update(revoked_at=now)
