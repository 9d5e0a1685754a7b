"""Writing identities: accounts, mandates, tokens."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime

import polars as pl
from django.utils import timezone

from guichet.domain.identity import audit_check, events, factors
from guichet.domain.identity.mandates import OWNER
from guichet.domain.identity.models import Account, ApiToken, Mandate
from guichet.domain.identity.queries import token_digest
from guichet.engine import audit, scope, store
from guichet.engine.actor import PartyKind, Segment

_TOKEN_PREFIX = "gui_"  # lets scanners find a leaked token

_APPOINT = """
    INSERT INTO identity_mandate
        (person_number, basis, party_kind, party, rights, valid_from, granted_by_transaction,
        granted_at, leaf)
    SELECT n.owner, 'owner', 'establishment', n.establishment, ARRAY['owner'], n.since, n.made,
        now(), %(leaf)s
    FROM unnest(%(owners)s::bigint[], %(establishments)s::bigint[], %(days)s::date[],
                %(transactions)s::bigint[]) AS n (owner, establishment, since, made)
    ON CONFLICT (party, person_number) WHERE party_kind = 'establishment' AND rights = '{owner}'
        AND revoked_at IS NULL DO NOTHING
"""


def open_account(
    *,
    username: str,
    password: str | None,
    name_ar: str = "",
    name_latin: str = "",
    person_number: int | None = None,
    language: str = "ar",
    segments: Collection[Segment] = (),
) -> Account:
    """Open an account. Without a password nobody can sign in with it.

    Raises:
        IntegrityError: the user name or the person already has one.
    """
    account = Account(
        username=Account.normalize_username(username),
        name_ar=name_ar,
        name_latin=name_latin,
        person_number=person_number,
        language=language,
        segments=sorted(segments),
    )
    account.set_password(password)
    account.save(force_insert=True)
    return account


def change_password(account: Account, password: str) -> None:
    """Set a new password; every other session of the account ends, because sessions carry its
    fingerprint.

    Its machine tokens end too, and second factors that do not count yet: whoever knew the old
    password may have got one with it.
    """
    account.set_password(password)
    with store.atomic():
        account.save(update_fields=["password"])
        live = ApiToken.objects.filter(account=account, revoked_at__isnull=True)
        now = timezone.now()
        live.update(revoked_at=now)
        factors.drop_waiting(account, now=now)
        events.note("password-changed", account.pk, now)


def prefer_language(account: Account, language: str) -> None:
    """Remember the language the account reads."""
    if account.language != language:
        account.language = language
        account.save(update_fields=["language"])


def appoint_owner(owners: pl.DataFrame) -> None:
    """Give establishments to their owners, all at once; an owner who already is one stays so.

    Args:
        owners: ``establishment``, ``owner_number``, ``transaction`` (Int64) and, if known,
            ``valid_from`` (Date).
    """
    if owners.is_empty():
        return
    since = owners["valid_from"] if "valid_from" in owners.columns else [None] * owners.height
    with store.atomic():
        leaf = audit.reserve()
        store.execute(
            _APPOINT,
            owners=owners["owner_number"],
            establishments=owners["establishment"],
            days=since if isinstance(since, list) else since.to_list(),
            transactions=owners["transaction"],
            leaf=leaf,
        )
        audit_check.given(leaf)


def grant(
    *,
    establishment: int,
    rights: Collection[str],
    granted_by: Account | None = None,
    account: Account | None = None,
    person_number: int | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Mandate:
    """Let an account, or whoever is that person, act for an establishment: by the institution, not
    by a service.
    """
    with store.atomic():
        leaf = audit.reserve()
        given = Mandate.objects.create(
            account=account,
            person_number=person_number,
            party_kind=PartyKind.ESTABLISHMENT.value,
            party=establishment,
            rights=sorted(set(rights)),
            valid_from=valid_from,
            valid_until=valid_until,
            granted_by=granted_by,
            leaf=leaf,
        )
        audit_check.given(leaf)
    return given


def revoke(mandate: Mandate, *, now: datetime) -> None:
    """Take a mandate back at once; it stays in the record."""
    with store.atomic():
        if Mandate.objects.filter(pk=mandate.pk, revoked_at__isnull=True).update(revoked_at=now):
            audit_check.ended([mandate.pk])


def issue_token(account: Account, *, name: str, expires_at: datetime | None = None) -> str:
    """A new machine token, shown this once; only its digest is kept."""
    secret = _TOKEN_PREFIX + secrets.token_urlsafe(32)
    with scope.as_institution():  # whoever proved it has no session
        ApiToken.objects.create(
            account=account, name=name, digest=token_digest(secret), expires_at=expires_at
        )
    return secret


def revoke_token(token: ApiToken, *, now: datetime) -> None:
    """Stop a machine token at once."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now)


__all__ = [
    "OWNER",
    "appoint_owner",
    "change_password",
    "grant",
    "issue_token",
    "open_account",
    "prefer_language",
    "revoke",
    "revoke_token",
]
