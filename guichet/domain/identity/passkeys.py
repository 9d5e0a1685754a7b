"""Passkeys (WebAuthn): registered and used by the page's script, checked here.

Bound to one origin, our own, compared whole: no port, scheme or neighbouring name may differ. The
device must have verified its user (finger, face, PIN), so that a passkey alone is two factors. A
challenge is used once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from guichet.domain.identity import events, factors
from guichet.domain.identity.models import Account, Factor
from guichet.engine import scope, store

_NAME = "Guichet"
_MOST = 20  # passkeys of one account
_FAULTS = (ValueError, KeyError, TypeError, AttributeError, IndexError)


@dataclass(frozen=True, slots=True)
class Site:
    """Where people find us: the origin to the letter, and the name that passkeys are bound to."""

    origin: str

    @property
    def rp_id(self) -> str:
        """The host of the origin."""
        return urlsplit(self.origin).hostname or ""


def site_at(asked_at: str) -> Site | None:
    """The site of ours; None where passkeys cannot be offered.

    Args:
        asked_at: the origin this request was made to, its host checked already; a trial has no
            other.
    """
    origin = (settings.PUBLIC_ORIGIN or (asked_at if settings.TRIAL else "")).rstrip("/").lower()
    parts = urlsplit(origin)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "localhost")
    return Site(origin) if secure and parts.hostname and not parts.path else None


def begin_registration(account: Account, site: Site) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser is to be asked, and the state to keep until it answers."""
    known = [_descriptor(f) for f in factors.live(account) if f.kind == "passkey"]
    user = PublicKeyCredentialUserEntity(
        id=b"account %d" % account.pk, name=account.username, display_name=account.shown_name
    )
    options, state = _server(site).register_begin(
        user,
        known,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), state


def register(
    account: Account,
    site: Site,
    state: Mapping[str, Any],
    answer: Mapping[str, Any],
    *,
    name: str,
    now: datetime,
    sure: bool,
) -> Factor | None:
    """Keep the passkey the browser made; None when anything about it does not fit."""
    try:
        made = _server(site).register_complete(state, answer).credential_data
    except _FAULTS:
        return None
    if made is None:
        return None
    with store.atomic():
        own = [f for f in factors.live(account) if f.kind == "passkey"]
        if len(own) >= _MOST or Factor.objects.filter(credential=made.credential_id).exists():
            return None
        factor = Factor.objects.create(
            account=account,
            kind="passkey",
            name=name.strip()[:60],
            material=bytes(made),
            credential=made.credential_id,
            added_at=now,
            confirmed_at=now,
            counts_from=now if sure else now + timedelta(hours=settings.FACTOR_WAIT_HOURS),
        )
        events.note("factor-added", account.pk, now, factor=factor.pk, what="passkey")
    return factor


def begin_use(site: Site, account: Account | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser is to be asked: for any passkey of ours, or for one of the account's."""
    known = (
        [_descriptor(f) for f in factors.live(account) if f.kind == "passkey"] if account else None
    )
    options, state = _server(site).authenticate_begin(
        known, user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), state


def used(
    site: Site, state: Mapping[str, Any], answer: Mapping[str, Any], *, now: datetime
) -> Account | None:
    """Whose passkey signed our challenge; None when anything about it does not fit."""
    try:
        credential = websafe_decode(str(answer["id"])[:1400])
        factor = _counting(credential, now)
        if factor is None:
            return None
        known = AttestedCredentialData(bytes(factor.material))
        _server(site).authenticate_complete(state, [known], answer)
        said = AuthenticationResponse.from_dict(answer).response
        holder, signed = said.user_handle, said.authenticator_data.counter
    except _FAULTS:
        return None
    if holder is not None and bytes(holder) != b"account %d" % factor.account_id:
        return None
    return _note_use(factor, signed, now)


def _counting(credential: bytes, now: datetime) -> Factor | None:
    found = (
        Factor.objects.select_related("account")
        .filter(
            kind="passkey",
            credential=credential,
            removed_at__isnull=True,
            confirmed_at__isnull=False,
            account__is_active=True,
        )
        .first()
    )
    return found if found is not None and factors.counts(found, now) else None


def _note_use(factor: Factor, signed: int, now: datetime) -> Account | None:
    """A counter that does not go up, where there is one, is a copied key: refused and said in the
    audit log.
    """
    account = factor.account
    with store.atomic():
        copied = signed > 0 or factor.counter > 0
        fresh = Factor.objects.filter(pk=factor.pk, removed_at__isnull=True)
        if copied:
            fresh = fresh.filter(counter__lt=signed)
        with scope.as_institution():  # whoever signs in is not let in yet
            used_first = fresh.update(counter=signed, used_at=now)
        if not used_first:
            events.note("second-factor-failed", account.pk, now, how="passkey", why="counter")
            return None
        events.note("second-factor", account.pk, now, how="passkey", factor=factor.pk)
    return account


def _server(site: Site) -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(name=_NAME, id=site.rp_id),
        verify_origin=lambda origin: origin == site.origin,
    )


def _descriptor(factor: Factor) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(
        type=PublicKeyCredentialType.PUBLIC_KEY, id=bytes(factor.credential or b"")
    )


__all__ = ["Site", "begin_registration", "begin_use", "register", "site_at", "used"]
