"""That the person before the clerk is the client: the document the clerk saw, and where that is not
enough, a colleague's look.

Whoever gives a mobile, a card or a PIN gives a way in, so it takes more than a consent. The
document is on record; and unless the client proved themselves by a code to the mobile they had
before they came, a second person of the branch looks too: one clerk alone, with a forged signature,
must not hand somebody's account to a stranger.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from guichet.domain.contact.queries import mobile_since
from guichet.domain.identity import staff
from guichet.domain.identity.queries import Account
from guichet.domain.reception import assisted_actor, assisted_sessions
from guichet.domain.reception.clients import Named
from guichet.domain.reception.models import Branch, Consent, IdentityCheck, SecondLook, Sitting
from guichet.domain.reception.refusals import (
    COLLEAGUE_FIRST,
    DOCUMENT_EXPIRED,
    DOCUMENT_FIRST,
    NO_DOCUMENT_NUMBER,
    NOT_A_COLLEAGUE,
)
from guichet.engine import audit, store
from guichet.engine.context import HOME
from guichet.engine.record import iso
from guichet.engine.refusal import Refused
from guichet.lib.text import plain_digits

NATIONAL, RESIDENCE, PASSPORT = "national", "residence", "passport"
KINDS = (NATIONAL, RESIDENCE, PASSPORT)
_PASSPORT = re.compile(r"[A-Z0-9]{5,20}")
_LATEST = date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sitting of a colleague in which a second look is wanted."""

    check: int
    clerk: str
    client: str
    kind: str


def record(sitting: Sitting, kind: str, number: str, expires: str, *, now: datetime) -> None:
    """Put on record which document the clerk has before them.

    Raises:
        Refused: it is not the client's, is no document, or has expired.
    """
    given = plain_digits(number).strip().upper()
    if kind not in KINDS or not _fits(sitting, kind, given):
        raise Refused(NO_DOCUMENT_NUMBER, "number")
    until = _day(plain_digits(expires).strip())
    if until is None or not now.astimezone(HOME).date() <= until <= _LATEST:
        raise Refused(DOCUMENT_EXPIRED, "expires")
    said = {
        "sitting": sitting.pk,
        "client": sitting.client_id,
        "clerk": sitting.clerk_id,
        "document": kind,
        "number": given,
        "expires": until.isoformat(),
        "at": iso(now),
    }
    with store.atomic():
        leaf = audit.reserve()
        audit.note("identity-check", said, number=leaf)
        IdentityCheck.objects.create(
            sitting=sitting, kind=kind, number=given, expires_on=until, checked_at=now, leaf=leaf
        )


def _fits(sitting: Sitting, kind: str, number: str) -> bool:
    """Cards bear the client's own number; a passport has one of its own."""
    if kind == PASSPORT:
        return _PASSPORT.fullmatch(number) is not None
    person = assisted_actor.client_of(sitting).person_number
    return person is not None and number == str(person)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def checked(sitting: Sitting) -> IdentityCheck | None:
    """The newest document on record in this sitting."""
    return IdentityCheck.objects.filter(sitting=sitting).order_by("-pk").first()


def needs_colleague(sitting: Sitting) -> bool:
    """Whether one clerk is not enough: no code came from the mobile that the client had before the
    sitting.
    """
    by_code = Consent.objects.filter(sitting=sitting, kind=assisted_sessions.CODE).exists()
    since = mobile_since(assisted_actor.client_of(sitting)) if by_code else None
    return since is None or since >= sitting.began_at


def has_colleague(check: IdentityCheck) -> bool:
    """Whether a colleague has looked too."""
    return SecondLook.objects.filter(check_of=check).exists()


def require(sitting: Sitting, *, colleague: bool) -> None:
    """That the client was identified, by two people where ``colleague`` says so and no code did.

    Raises:
        Refused: not yet.
    """
    check = checked(sitting)
    if check is None:
        raise Refused(DOCUMENT_FIRST)
    if colleague and needs_colleague(sitting) and not has_colleague(check):
        raise Refused(COLLEAGUE_FIRST)


def waiting(branch: Branch, colleague: Account, now: datetime) -> list[Waiting]:
    """Where at this branch a second look is wanted of somebody else."""
    return [
        Waiting(
            c.pk, c.sitting.clerk.shown_name, assisted_actor.client_of(c.sitting).shown_name, c.kind
        )
        for c in _open(branch, now).exclude(sitting__clerk=colleague).order_by("pk")
        if needs_colleague(c.sitting) and c == checked(c.sitting)
    ]


def look(number: int, branch: Branch, colleague: Account, seen: str, *, now: datetime) -> None:
    """A colleague has seen the person and the document, and read its number themselves.

    Raises:
        Refused: they may not confirm this one, or the number is another.
    """
    check = _open(branch, now).filter(pk=number).first()
    if check is None or check.sitting.clerk_id == colleague.pk:
        raise Refused(NOT_A_COLLEAGUE)
    if branch.pk not in staff.places(colleague, staff.COUNTER, now.astimezone(HOME).date()):
        raise Refused(NOT_A_COLLEAGUE)
    client = assisted_actor.client_of(check.sitting)
    assisted_sessions.require_anothers(colleague, Named(client, client.person_number), None, now)
    if plain_digits(seen).strip().upper() != check.number:
        raise Refused(NO_DOCUMENT_NUMBER, "number")
    name = colleague.name_ar or colleague.name_latin or colleague.username
    said = {
        "check": check.pk,
        "sitting": check.sitting_id,
        "client": client.pk,
        "colleague": colleague.pk,
        "at": iso(now),
    }
    with store.atomic():
        lasting = Sitting.objects.select_for_update().filter(pk=check.sitting_id)
        if not lasting.filter(ended_at__isnull=True).exists():
            raise Refused(NOT_A_COLLEAGUE)
        leaf = audit.reserve()
        audit.note("second-look", said, number=leaf)
        SecondLook.objects.create(
            check_of=check, colleague=colleague, colleague_name=name, looked_at=now, leaf=leaf
        )


def waiting_one(number: int, branch: Branch, colleague: Account, now: datetime) -> Waiting | None:
    """One of those, if it is still wanted."""
    return next((w for w in waiting(branch, colleague, now) if w.check == number), None)


def client_number(number: int) -> int | None:
    """Whose document it is, for the record of who was shown what."""
    found = IdentityCheck.objects.select_related("sitting__client").filter(pk=number).first()
    return assisted_actor.client_of(found.sitting).person_number if found else None


def _open(branch: Branch, now: datetime) -> QuerySet[IdentityCheck]:
    """Documents on record in sittings that last, at which nobody has looked twice."""
    return (
        IdentityCheck.objects.select_related("sitting__client", "sitting__clerk")
        .filter(
            sitting__branch=branch,
            sitting__ended_at__isnull=True,
            sitting__seen_at__gt=now - assisted_sessions.IDLE,
            sitting__began_at__gt=now - assisted_sessions.LONGEST,
        )
        .exclude(pk__in=SecondLook.objects.values("check_of"))
    )
