"""Number matching in an app, as every channel asks for it: two digits are shown or said, and picked
on the telephone.

What was asked is kept by the channel, in its session or call, and gone with it: an approval that
comes after somebody left does nothing. It counts for the purpose it was asked for, for two minutes,
and once, wherever it is shown again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from guichet.domain.identity import events, providers, throttle
from guichet.domain.identity.models import Account, IdentityLink
from guichet.engine import store
from guichet.engine.refusal import Refused
from guichet.lib.identifiers import person_valid

LIVES = timedelta(minutes=2)
SIGN_IN = "sign-in"
_USED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request on its way to somebody's telephone."""

    person: int
    request: str  # empty: nobody's telephone rings, and nobody can tell
    number: str  # the two digits
    purpose: str
    until: float

    def kept(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)


def read(kept: dict[str, Any] | None) -> Asked | None:
    """What :meth:`Asked.kept` gave, read back; None if nothing was asked."""
    return Asked(**kept) if kept else None


def offered() -> bool:
    """Whether a provider of pushes is set."""
    return providers.push_offered()


def registered(account: Account) -> bool:
    """Whether the app has once said who this account is: on the web, or at a kiosk."""
    linked = IdentityLink.objects.filter(account=account, issuer=providers.PUSH)
    return offered() and linked.exists()


def ask(
    typed: str,
    *,
    purpose: str,
    service: str,
    now: datetime,
    address: str | None = None,
    to_registered: bool = False,
) -> Asked:
    """Ring the telephone of whoever has that number; known or not, what is answered looks the same.

    Args:
        typed: the national number.
        purpose: what an approval counts for, to the letter.
        service: the same in the client's words, for the app.
        now: when.
        address: from where, if that is an address; a channel without one counts its own places.
        to_registered: only those whom the app has identified here before: others hear a number that
            nobody can pick.

    Raises:
        Refused: no number, too many requests, or the provider does not answer.
    """
    ring = not to_registered or _is_registered(typed)
    person, pushed = providers.begin_push(
        typed, service=service, address=address, now=now, ring=ring
    )
    until = (now + LIVES).timestamp()
    return Asked(person, pushed.request, pushed.number, purpose, until)


def is_decided(asked: Asked, *, now: datetime) -> bool:
    """Whether there is something to hear: approved, refused or too late. Nothing is used up."""
    if _is_late(asked, now):
        return True
    if not asked.request:
        return False
    try:
        return providers.pushed(asked.request, asked.person) is not None
    except Refused as refused:
        return refused.refusal is providers.NOT_CONFIRMED


def answered(asked: Asked, *, purpose: str, now: datetime) -> providers.Identity | None:
    """Who approved, this once; None while the person has not decided.

    Raises:
        Refused: refused on the telephone, too late, used before, for something else, or the
            provider does not answer.
    """
    if _is_late(asked, now) or asked.purpose != purpose:
        raise Refused(providers.NOT_CONFIRMED)
    identity = providers.pushed(asked.request, asked.person) if asked.request else None
    if identity is None:
        return None
    key = f"push-used:{sha256(asked.request.encode()).hexdigest()}"
    if not throttle.within(key, limit=1, window=_USED, now=now):
        raise Refused(providers.NOT_CONFIRMED)
    return identity


def account_of(asked: Asked, *, purpose: str, now: datetime, channel: str) -> Account | None:
    """The account of whoever approved, opened if there is none; None while the person has not
    decided. On record either way.

    Raises:
        Refused: as :func:`answered`, or the account is closed.
    """
    try:
        identity = answered(asked, purpose=purpose, now=now)
        account = providers.account_for(identity, now=now, channel=channel) if identity else None
    except Refused as refused:
        if refused.refusal is providers.NOT_CONFIRMED:
            _note_failure(asked, channel, now)
        raise
    if account is not None:
        with store.atomic():
            events.note("app-confirmed", account.pk, now, channel=channel)
    return account


def _note_failure(asked: Asked, channel: str, now: datetime) -> None:
    whose = Account.objects.filter(person_number=asked.person).values_list("pk", flat=True).first()
    with store.atomic():
        events.note("sign-in-failed", whose, now, how="push", channel=channel)


def _is_late(asked: Asked, now: datetime) -> bool:
    return now.timestamp() >= asked.until


def _is_registered(typed: str) -> bool:
    if not person_valid(typed):
        return True  # refused as such
    account = Account.objects.filter(person_number=int(typed), is_active=True).first()
    return account is not None and registered(account)
