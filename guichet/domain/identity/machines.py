"""Accounts of machines: nobody signs in with one, and mandates give them what they may do, as for
anybody.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from guichet.domain.identity import commands
from guichet.domain.identity.mandates import CLIENTS
from guichet.domain.identity.models import Account, Mandate
from guichet.engine.actor import PartyKind

__all__ = [
    "CLIENTS",
    "appoint",
    "appointed",
    "dismiss",
    "has_clients",
    "open_machine",
    "with_clients",
]

_PREFIX = "system:"  # of user names; nobody else's begins so


def open_machine(client_id: str, name: str) -> Account:
    """An account without a password, for a system."""
    return commands.open_account(
        username=f"{_PREFIX}{client_id}",
        password=None,
        name_ar=name,
        name_latin=name,
        language="en",
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
    for mandate in living:  # one by one: each end is witnessed
        commands.revoke(mandate, now=now)


def appointed(establishment: int) -> dict[int, frozenset[str]]:
    """The machines with a living mandate for an establishment, and their rights for it."""
    living = Mandate.objects.filter(
        account__username__startswith=_PREFIX,
        party_kind=PartyKind.ESTABLISHMENT.value,
        party=establishment,
        revoked_at__isnull=True,
    )
    found: dict[int, frozenset[str]] = {}
    for account, rights in living.values_list("account_id", "rights"):
        found[account] = found.get(account, frozenset()) | set(rights)
    return found


def has_clients(establishment: int) -> bool:
    """Whether others appointed this establishment, as a bureau, to act for them."""
    return bool(with_clients([establishment]))


def with_clients(establishments: Collection[int]) -> set[int]:
    """Those of some establishments that others have appointed, as a bureau, to act for them."""
    living = Mandate.objects.filter(bureau__in=establishments, revoked_at__isnull=True)
    appointed = living.values_list("bureau", flat=True).distinct()
    return {bureau for bureau in appointed if bureau is not None}
