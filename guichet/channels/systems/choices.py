"""Which services a system may be given, and the mandate rights these need."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from guichet.domain.identity import machines
from guichet.domain.identity import queries as identity
from guichet.domain.identity.queries import Account
from guichet.domain.systems.queries import System
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.registry import services
from guichet.engine.service import Service


def offered() -> list[type[Service]]:
    """The services of employers for their establishments, unless one asks for a person's second
    factor.
    """
    return [
        service
        for service in services().values()
        if service.party_kind is PartyKind.ESTABLISHMENT
        and Segment.EMPLOYER in service.audience
        and service.assurance <= Assurance.PASSWORD
    ]


def held(account: Account, establishment: int, on: date) -> list[type[Service]]:
    """Those of them that the account may use itself: nobody hands on what is not theirs."""
    rights = {service.right for service in offered()}
    mine = {
        r for r in rights if identity.may(account, r, PartyKind.ESTABLISHMENT, establishment, on)
    }
    return [service for service in offered() if service.right in mine]


def rights_of(chosen: Collection[type[Service]]) -> set[str]:
    """The mandate rights that services need."""
    return {service.right for service in chosen}


def may_serve_clients(account: Account, establishment: int, on: date) -> bool:
    """Whether the establishment is a bureau with clients, and the account may act for them."""
    return machines.has_clients(establishment) and identity.may(
        account, machines.CLIENTS, PartyKind.ESTABLISHMENT, establishment, on
    )


def serves_clients(system: System) -> bool:
    """Whether a system acts for the clients of its bureau too."""
    return machines.CLIENTS in machines.appointed(system.establishment).get(
        system.account, frozenset()
    )
