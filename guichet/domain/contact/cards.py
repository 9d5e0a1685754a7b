"""Cards and printed codes: 160 random bits that name a person at a kiosk and prove nothing without
the PIN.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from datetime import datetime
from hashlib import sha256

from guichet.domain.contact.audit_lines import note
from guichet.domain.contact.models import Card
from guichet.domain.identity.queries import Account
from guichet.engine import scope, store

_BYTES, _PREFIX = 20, "GUI"
LONGEST = 80  # characters that a reader may type


def issue(account: Account, now: datetime, **facts: str) -> str:
    """A new card in place of any before it; what is printed on it, shown this once. Letters and
    digits that readers type alike; ``facts`` are for the record.
    """
    secret = _PREFIX + b32encode(secrets.token_bytes(_BYTES)).decode()
    with store.atomic():
        # Two at once must leave one: the second waits for the account's row.
        with scope.as_institution():  # it is the client's row, which no clerk may change
            Account.objects.select_for_update().get(pk=account.pk)
        _end(account, now)
        Card.objects.create(account=account, digest=_digest(secret), issued_at=now)
        note(account, "card issued", now, **facts)
    return secret


def end(account: Account, now: datetime, **facts: str) -> None:
    """The card opens nothing any more."""
    with store.atomic():
        if _end(account, now):
            note(account, "card ended", now, **facts)


def issued_at(account: Account) -> datetime | None:
    """When the card in force was issued."""
    live = Card.objects.filter(account=account, ended_at__isnull=True)
    return live.values_list("issued_at", flat=True).first()


@scope.as_institution()
def owner_of(typed: str) -> Account | None:
    """Whose card a reader has read; readers differ in capitals and what they put around it."""
    found = (
        Card.objects.select_related("account")
        .filter(
            digest=_digest(typed.strip().upper()[:LONGEST]),
            ended_at__isnull=True,
            account__is_active=True,
        )
        .first()
    )
    return found.account if found else None


def _end(account: Account, now: datetime) -> int:
    return Card.objects.filter(account=account, ended_at__isnull=True).update(ended_at=now)


def _digest(secret: str) -> bytes:
    """It has 160 random bits, so a plain hash is enough."""
    return sha256(secret.encode()).digest()
