"""Staff of the tests: their rights are proposed by one and confirmed by another, as everybody's
are.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from guichet.domain.identity import commands, staff, staff_changes
from guichet.domain.identity.models import Account
from guichet.domain.identity.staff import Staff
from guichet.domain.identity.staff_changes import Administrator
from guichet.engine.actor import Segment
from guichet.engine.referrals import referring, right_to_rule

_NAMES = ("first-administrator", "second-administrator")


def administrators(now: datetime | None = None) -> tuple[Administrator, Administrator]:
    """Two who give rights to others; the same two each time."""
    found = list(Account.objects.filter(username__in=_NAMES).order_by("pk"))
    if not found:
        found = [
            commands.open_account(username=name, password=None, segments=[Segment.STAFF])
            for name in _NAMES
        ]
        staff_changes.begin(found, now or timezone.now())
    first, second = (Administrator(account, sure=True) for account in found)
    return first, second


def appoint(
    account: Account, *rights: str, place: int = staff.HEAD_OFFICE, now: datetime | None = None
) -> Account:
    """Give an account of the staff these rights."""
    at = now or timezone.now()
    first, second = administrators(at)
    for right in rights:
        staff_changes.confirm(
            second, staff_changes.propose(first, account, right, place, now=at).pk, now=at
        )
    return account


def withdraw(account: Account, right: str) -> None:
    """Take a right away again."""
    staff_changes.withdraw(administrators()[0], account, right, now=timezone.now())


def every_case() -> list[str]:
    """The rights to decide whatever is referred to a person."""
    return sorted({right_to_rule(service) for service in referring()})


def member(username: str, *rights: str, place: int = staff.HEAD_OFFICE, **account: Any) -> Account:
    """An account of the staff with these rights; ``account``: what it is opened with besides."""
    opened = {"password": None, "language": "en"} | account
    return appoint(
        commands.open_account(username=username, segments=[Segment.STAFF], **opened),
        *rights,
        place=place,
    )


def acts(*rights: str, account: int = 1, person: int | None = None) -> Staff:
    """Who acts, surely known, with these rights: for what needs no account."""
    return Staff(account, person, sure=True, rights=frozenset(rights))


GATHERER, RELEASER = acts(staff.GATHER), acts(staff.RELEASE, account=2)
