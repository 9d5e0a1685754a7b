"""Registers a mobile and a telephone PIN for the demonstration users who are a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from guichet.lib.locale import here


@dataclass(frozen=True, slots=True)
class Telephone:
    """What a demonstration user dials with. The PINs are printed by ``make run``: they guard
    nothing real.
    """

    username: str
    mobile: str
    pin: str


TELEPHONES = (
    Telephone("employer", here().mobiles.made(1), "274951"),
    Telephone("worker", here().mobiles.made(2), "860317"),
    Telephone("stranger", here().mobiles.made(3), "593048"),
)


def found(echo: Callable[[str], Any]) -> None:
    """Give the demonstration users their telephones."""
    from django.utils import timezone

    from guichet.domain.contact import commands
    from guichet.domain.identity.queries import account_of

    now = timezone.now()
    for telephone in TELEPHONES:
        account = account_of(telephone.username)
        if account is None:
            continue
        commands.register_mobile(account, telephone.mobile, now=now)
        commands.set_pin(account, telephone.pin, now=now)
        echo(
            f"{telephone.username}: national number {account.person_number}, mobile {telephone.mobile}, PIN {telephone.pin}"
        )
