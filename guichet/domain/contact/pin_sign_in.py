"""The door for number and PIN: by telephone, at a kiosk, in a text.

Six digits are few, so wrong ones are counted for the account wherever they come from. A lock that
anybody can throw would be a weapon against the account's owner; here nothing locks. After a few
wrong tries the PIN *alone* is no longer enough: a code sent to the registered mobile is needed too.
It is sent only if the PIN was right, and the caller hears the same either way, so a guesser learns
nothing and cannot make the owner's mobile ring, while the owner, who has both, always gets in.
Tries from the owner's own mobile are counted apart, so that strangers do not even cost the owner
the extra step.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

from django.db.models import Q

from guichet.domain.contact.audit_lines import note
from guichet.domain.contact.models import Mobile, Pin
from guichet.domain.contact.pin_hash import hashed, holds
from guichet.domain.identity import throttle
from guichet.domain.identity.queries import Account
from guichet.engine import scope, store
from guichet.lib import waits
from guichet.lib.identifiers import mobile_of_text

FREE_TRIES = 5
FORGOTTEN_AFTER = timedelta(days=1)
PLACE_TRIES, PLACE_WINDOW = 20, timedelta(hours=1)
# Of all calls without a number together: they cannot be told apart, and who shows a number is not
# held up by them.
NUMBERLESS_TRIES = 300

# The count goes up before the PIN is looked at, so that tries made at once do not share one count.
_OVER = waits.count_is_over("t.since")
_COUNT = f"""
    INSERT INTO contact_pintry AS t (account_id, own, wrong, since)
    VALUES (%(account)s, %(own)s, 1, %(now)s)
    ON CONFLICT (account_id, own) DO UPDATE SET
        wrong = CASE WHEN {_OVER} THEN 1 ELSE least(t.wrong + 1, 1000000) END,
        since = CASE WHEN {_OVER} THEN %(now)s ELSE t.since END
    RETURNING wrong
"""


@dataclass(frozen=True, slots=True)
class PinResult:
    """How a try ended. ``account`` is who it is, only if the PIN was right; with ``code_needed``
    that is not yet enough.

    A channel must say the same whether or not ``account`` is known while a code is needed.
    """

    account: Account | None
    code_needed: bool = False


def place_may_try(place: str, *, now: datetime) -> bool:
    """Count a try from a calling number or terminal, whatever the account: one place must not try
    many people.

    Calls that show no number (``place`` is empty) share a ceiling of their own.
    """
    limit = PLACE_TRIES if place else NUMBERLESS_TRIES
    return throttle.within(f"pin-place:{place}", limit=limit, window=PLACE_WINDOW, now=now)


@scope.as_institution()
def enter(person_number: int | None, pin: str, *, place: str, now: datetime) -> PinResult:
    """Try a PIN for a national number.

    Args:
        person_number: of whom the caller says to be; None if it could not be read.
        place: the calling number, or the name of a terminal.
    """
    known = Account.objects.filter(person_number=person_number, is_active=True)
    account = known.first() if person_number is not None else None
    if account is None:
        # Counted all the same: who asks for a second proof of some numbers only tells which numbers
        # exist.
        key = f"pin-nobody:{sha256(str(person_number).encode()).hexdigest()}"
        few = throttle.within(key, limit=FREE_TRIES, window=FORGOTTEN_AFTER, now=now)
        _holds(None, pin, now)
        return PinResult(None, code_needed=not few)
    return enter_account(account, pin, place=place, now=now)


@scope.as_institution()
def enter_account(account: Account, pin: str, *, place: str, now: datetime) -> PinResult:
    """Try a PIN for an account: that of a registered mobile which is calling, or of a card."""
    own = _is_own(account, place)
    wrong = _count(account, own, now)
    right = _holds(account, pin, now)
    if wrong > FREE_TRIES:
        if wrong == FREE_TRIES + 1:
            with store.atomic():
                channel = "kiosk" if place.startswith("kiosk ") else "voice"
                note(account, "pin guessed at", now, own=own, channel=channel)
        return PinResult(account if right else None, code_needed=True)
    if right:
        forget_tries(account, place)
    return PinResult(account if right else None)


@scope.as_institution()
def forget_tries(account: Account, place: str) -> None:
    """After the PIN, or the PIN and a code, was right."""
    store.execute(
        "DELETE FROM contact_pintry WHERE account_id = %(account)s AND own = %(own)s",
        account=account.pk,
        own=_is_own(account, place),
    )


def _count(account: Account, own: bool, now: datetime) -> int:
    return int(store.value(_COUNT, account=account.pk, own=own, now=now, window=FORGOTTEN_AFTER))


def _is_own(account: Account, place: str) -> bool:
    number = mobile_of_text(place)
    return (
        number is not None
        and Mobile.objects.filter(account=account, number=number, ended_at__isnull=True).exists()
    )


def _holds(account: Account | None, pin: str, now: datetime) -> bool:
    good = Q(good_until__isnull=True) | Q(good_until__gt=now)
    live = (
        Pin.objects.filter(good, account=account, ended_at__isnull=True)
        if account
        else Pin.objects.none()
    )
    kept = live.values_list("hash", flat=True).first()
    if kept is None or account is None:
        # The same work as for a wrong PIN: how long it takes must not tell who exists.
        holds(_nobodys_hash(), pin, 0)
        return False
    return holds(kept, pin, account.pk)


@cache
def _nobodys_hash() -> str:
    return hashed(secrets.token_hex(8), 0)
