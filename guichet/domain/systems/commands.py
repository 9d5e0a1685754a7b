"""Writing systems and their keys; everything is noted in the audit log."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from guichet.domain.identity import events, machines
from guichet.domain.identity.queries import Account
from guichet.domain.systems import keys, queries
from guichet.domain.systems.models import Hook, System, SystemKey
from guichet.domain.systems.refusals import (
    KEY_DATES,
    KEY_TAKEN,
    SYSTEM_LACKS_SERVICES,
    SYSTEM_NAME,
    SYSTEM_SERVICES,
    SYSTEM_UNKNOWN,
    TOO_MANY_KEYS,
    TOO_MANY_SYSTEMS,
)
from guichet.engine import audit, scope, store
from guichet.engine.record import iso
from guichet.engine.refusal import Refused
from guichet.engine.registry import today

MOST_SYSTEMS, MOST_KEYS, LONGEST_NAME = 20, 5, 80


def connect(
    *,
    account: Account,
    establishment: int,
    name: str,
    services: Collection[str],
    rights: Collection[str],
    certificate_bound: bool = False,
    now: datetime,
) -> System:
    """Connect a system to an establishment. The caller has checked that the account may, and holds
    these rights.

    Args:
        services: keys of the services its tokens may be for.
        rights: the mandate rights these need.

    Raises:
        Refused: no name, no service, or too many systems.
    """
    name = _named(name)
    if not services or not rights:
        raise Refused(SYSTEM_SERVICES, "services")
    with store.atomic():
        _refuse_too_many(establishment)
        client_id = f"sys-{secrets.token_hex(10)}"
        machine = machines.open_machine(client_id, name)
        system = System.objects.create(
            client_id=client_id,
            account=machine.pk,
            establishment=establishment,
            name=name,
            services=sorted(set(services)),
            certificate_bound=certificate_bound,
            created_by=account.pk,
            created_at=now,
        )
        machines.appoint(machine.pk, establishment, rights, granted_by=account, now=now)
        _note(
            system,
            "connected",
            account,
            now,
            services=system.services,
            rights=sorted(set(rights)),
            certificate_bound=certificate_bound,
        )
    return system


def _refuse_too_many(establishment: int) -> None:
    # One after the other for an establishment, so that the limit holds.
    store.value("SELECT pg_advisory_xact_lock(%(a)s, %(b)s)", a=0x73797374, b=establishment % 2**31)
    living = System.objects.filter(establishment=establishment, revoked_at__isnull=True).count()
    if living >= MOST_SYSTEMS:
        raise Refused(TOO_MANY_SYSTEMS, most=MOST_SYSTEMS)


def change(
    system: System,
    *,
    account: Account,
    services: Collection[str],
    rights: Collection[str],
    certificate_bound: bool,
    now: datetime,
) -> None:
    """Change what a system may; tokens already given out lose at once what it no longer may.

    Raises:
        Refused: no service is left.
    """
    if not services or not rights:
        raise Refused(SYSTEM_SERVICES, "services")
    with store.atomic():
        # What it has stays written as it was given: its messages go on naming it so.
        given = {now_called: key for key in system.services for now_called in today([key])}
        chosen = sorted({given.get(key, key) for key in services})
        living = System.objects.filter(pk=system.pk, revoked_at__isnull=True)
        if not living.update(services=chosen, certificate_bound=certificate_bound):
            return
        machines.appoint(system.account, system.establishment, rights, granted_by=account, now=now)
        _note(
            system,
            "changed",
            account,
            now,
            services=chosen,
            rights=sorted(set(rights)),
            certificate_bound=certificate_bound,
        )


def revoke(system: System, *, account: Account, now: datetime) -> None:
    """End a system at once: its tokens, keys, mandates and messages."""
    with store.atomic():
        if not System.objects.filter(pk=system.pk, revoked_at__isnull=True).update(revoked_at=now):
            return
        machines.dismiss(system.account, now=now)
        Hook.objects.filter(system=system, ended_at__isnull=True).update(ended_at=now)
        _note(system, "revoked", account, now)


@scope.as_institution()
def admit(
    client_id: str,
    *,
    account: Account,
    establishment: int,
    services: Collection[str],
    rights: Mapping[str, str],
    now: datetime,
) -> System:
    """Let a system that belongs to somebody else, such as a payroll bureau, act for an
    establishment too.

    Args:
        services: what is let; of these, what the system has at all.
        rights: the mandate right of each service. The caller has checked that the account holds
            them.

    Raises:
        Refused: there is no such system in force, or it has none of the services.
    """
    system = queries.of_client(client_id)
    if system is None or system.establishment == establishment:
        raise Refused(SYSTEM_UNKNOWN, "client_id")
    let = sorted(today(services) & queries.services_of(system) & set(rights))
    if not let:
        raise Refused(SYSTEM_LACKS_SERVICES, "let")
    needed = sorted({rights[service] for service in let})
    with store.atomic():
        if (
            not System.objects.select_for_update()
            .filter(pk=system.pk, revoked_at__isnull=True)
            .exists()
        ):
            raise Refused(SYSTEM_UNKNOWN, "client_id")
        machines.appoint(system.account, establishment, needed, granted_by=account, now=now)
        _note(system, "admitted", account, now, by_establishment=establishment, rights=needed)
    return system


def send_away(system: System, *, account: Account, establishment: int, now: datetime) -> None:
    """End what a system of somebody else may do for an establishment."""
    with store.atomic():
        machines.dismiss(system.account, establishment=establishment, now=now)
        _note(system, "sent-away", account, now, by_establishment=establishment)


def add_key(
    system: System,
    *,
    account: Account,
    text: str,
    name: str,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    now: datetime,
) -> SystemKey:
    """Register a further public key: the next one, so that changing keys interrupts nothing.

    Raises:
        Refused: it is no such key, a private one, one we know, its dates are wrong, or there are
            too many.
    """
    key = keys.read_public(text)
    begins = valid_from or now
    if valid_until is not None and valid_until <= max(begins, now):
        raise Refused(KEY_DATES, "valid_until")
    with store.atomic():
        System.objects.select_for_update().get(pk=system.pk)
        if SystemKey.objects.filter(kid=key.thumbprint()).exists():
            raise Refused(KEY_TAKEN, "key")
        if system.keys.filter(revoked_at__isnull=True).count() >= MOST_KEYS:
            _drop_expired(system, now)
            if system.keys.filter(revoked_at__isnull=True).count() >= MOST_KEYS:
                raise Refused(TOO_MANY_KEYS, most=MOST_KEYS)
        made = SystemKey.objects.create(
            system=system,
            kid=key.thumbprint(),
            jwk=key.as_dict(private=False),
            name=_named(name),
            valid_from=begins,
            valid_until=valid_until,
            added_by=account.pk,
            added_at=now,
        )
        events.note("system-key-added", account.pk, now, system=system.client_id)
        _note(
            system,
            "key-added",
            account,
            now,
            kid=made.kid,
            valid_from=iso(begins),
            valid_until=iso(valid_until) if valid_until else None,
        )
    return made


def _drop_expired(system: System, now: datetime) -> None:
    system.keys.filter(revoked_at__isnull=True, valid_until__lte=now).update(revoked_at=now)


def revoke_key(system: System, number: int, *, account: Account, now: datetime) -> None:
    """Stop a key at once; the tokens got with it end within minutes by themselves."""
    with store.atomic():
        found = system.keys.filter(pk=number, revoked_at__isnull=True)
        kid = found.values_list("kid", flat=True).first()
        if kid and found.update(revoked_at=now):
            events.note("system-key-revoked", account.pk, now, system=system.client_id)
            _note(system, "key-revoked", account, now, kid=kid)


def used(system: System, key: SystemKey, *, now: datetime) -> None:
    """Note that a key proved its system and got a token: a machine's sign-in, kept in the audit log
    like any other.
    """
    with store.atomic():
        SystemKey.objects.filter(pk=key.pk).update(last_used_at=now)
        queries.touch(system, now)
        audit.note(
            "system",
            {
                "action": "token",
                "system": system.client_id,
                "establishment": system.establishment,
                "key": key.kid,
                "at": iso(now),
            },
        )


def _named(text: str) -> str:
    name = " ".join(text.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refused(SYSTEM_NAME, "name")
    return name


def _note(system: System, what: str, account: Account, now: datetime, **more: Any) -> None:
    audit.note(
        "system",
        {
            "action": what,
            "system": system.client_id,
            "establishment": system.establishment,
            "by": account.pk,
            "at": iso(now),
            **more,
        },
    )
