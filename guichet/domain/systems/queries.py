"""Reading systems, and the one place that says who an API caller is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from joserfc.jwk import ECKey, KeySet

from guichet.domain.identity import machines
from guichet.domain.identity import queries as identity
from guichet.domain.systems import tokens
from guichet.domain.systems.models import System, SystemKey
from guichet.engine import scope
from guichet.engine.actor import Actor, Assurance, PartyKind
from guichet.engine.registry import today

__all__ = [
    "Caller",
    "System",
    "SystemKey",
    "actor_of",
    "caller",
    "find",
    "guests_of",
    "keeper_of",
    "key_set_of",
    "keys_of",
    "living_keys",
    "may_manage",
    "of_client",
    "of_establishment",
    "services_of",
]

MANAGE = "systems"  # the right to connect systems; owners have it as they have every right
_USED_AGAIN_AFTER = timedelta(
    minutes=1
)  # last use is kept to the minute, so that calls seldom write


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and by which means: what the audit log keeps beside the actor."""

    actor: Actor
    via: dict[str, str] = field(default_factory=dict)


@scope.as_institution()
def caller(
    secret: str, issuer: str, thumbprint: str | None, now: datetime, path: str = tokens.API
) -> Caller | None:
    """Whom a bearer token stands for: a person's token (opaque) or a system's (a JWT); None if it
    opens nothing.

    Args:
        issuer: our own address, which must have issued the token and be meant by it.
        thumbprint: of the TLS client certificate the call came over, if our proxy says so.
        path: where it came to; a system's token opens what it was asked for, and nothing beside.
    """
    if secret.count(".") != 2:
        actor = identity.token_actor(secret, now)
        return Caller(actor) if actor else None
    claims = tokens.read(secret, issuer, now, path)
    system = of_client(claims.client_id) if claims else None
    if claims is None or system is None:
        return None
    if claims.thumbprint != thumbprint and claims.thumbprint is not None:
        return None
    if system.certificate_bound and claims.thumbprint is None:
        return None
    actor = actor_of(system, today(claims.services) & services_of(system))
    if actor is None:
        return None
    touch(system, now)
    return Caller(actor, {"system": system.client_id, "key": claims.key, "token": claims.number})


def actor_of(system: System, services: Iterable[str] | None = None) -> Actor | None:
    """The engine's view of a system: its own account with its mandates, and for some
    services only.
    """
    account = identity.account_by_id(system.account)
    if account is None:
        return None
    # A key proves a machine, never a person: what asks for a second factor of somebody stays shut.
    actor = identity.actor_of(account, Assurance.PASSWORD)
    return replace(
        actor,
        name=system.name,
        services=services_of(system) if services is None else frozenset(services),
    )


def services_of(system: System) -> frozenset[str]:
    """What its tokens may be for, as services are called today; kept are the keys under which it
    was given them.
    """
    return today(system.services)


def touch(system: System, now: datetime) -> None:
    """Note that the system was used."""
    if system.last_used_at is None or system.last_used_at <= now - _USED_AGAIN_AFTER:
        System.objects.filter(pk=system.pk).update(last_used_at=now)


@scope.as_institution()
def keeper_of(client_id: str, on: date) -> identity.Account | None:
    """The person behind what a system asks: who connected it, as long as they may look after it."""
    system = of_client(client_id)
    keeper = identity.account_by_id(system.created_by) if system else None
    if system is None or keeper is None:
        return None
    return keeper if may_manage(keeper, system.establishment, on) else None


@scope.as_institution()
def of_client(client_id: str) -> System | None:
    """A system in force."""
    return System.objects.filter(client_id=client_id[:100], revoked_at__isnull=True).first()


def of_establishment(number: int) -> list[System]:
    """Every system an establishment connected, those in force first, the newest first."""
    found = System.objects.filter(establishment=number).order_by("-id")
    return sorted(found, key=lambda system: system.revoked_at is not None)


@scope.as_institution()
def guests_of(establishment: int) -> list[tuple[System, frozenset[str]]]:
    """Systems of others that may act for an establishment, with the rights they have for it."""
    rights = machines.appointed(establishment)
    found = System.objects.filter(account__in=rights, revoked_at__isnull=True).exclude(
        establishment=establishment
    )
    return [(system, rights[system.account]) for system in found.order_by("name")]


def find(client_id: str, establishment: int) -> System | None:
    """One of an establishment's systems, revoked ones too."""
    return System.objects.filter(client_id=client_id[:100], establishment=establishment).first()


def may_manage(account: identity.Account, establishment: int, on: date) -> bool:
    """Whether an account may connect systems for an establishment."""
    return identity.may(account, MANAGE, PartyKind.ESTABLISHMENT, establishment, on)


def keys_of(system: System) -> list[SystemKey]:
    """All keys, the newest first."""
    return list(system.keys.order_by("-id"))


def living_keys(system: System, now: datetime) -> list[SystemKey]:
    """The keys by which it may prove itself now."""
    living = system.keys.filter(revoked_at__isnull=True, valid_from__lte=now)
    return list(living.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=now)))


def key_set_of(keys: Iterable[SystemKey]) -> KeySet | None:
    """Those keys, to verify with; None when there is none."""
    found: list[Any] = [ECKey.import_key(key.jwk, {"kid": key.kid}) for key in keys]
    return KeySet(found) if found else None
