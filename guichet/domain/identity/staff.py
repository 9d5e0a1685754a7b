"""What the institution's own people may do: a mandate of the account for a place of work, which
represents nobody.

A right is of one task. Without one an account of the staff sees nothing that is not its own; how it
is given by two people is in `staffing`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from guichet.domain.identity import audit_check
from guichet.domain.identity.mandates import LIVE
from guichet.domain.identity.models import Account, Mandate, RightProposal
from guichet.domain.identity.staff_words import NEEDS_RIGHT, name_of
from guichet.engine import audit, store
from guichet.engine.actor import PartyKind, Segment
from guichet.engine.referrals import DECIDE, right_names
from guichet.engine.refusal import Refused
from guichet.engine.registry import services

BOARD = "board"  # rule on what the law leaves to the Board
COUNTER = "counter"  # serve clients at the counter of a branch
COMMITTEE = "committee"  # decide with others on what was objected to a second time
MEDICAL = "medical"  # sit on a medical board
GATHER = "gather"  # gather what waits to be paid out, and say what becomes of what came back
RELEASE = "release"  # let a batch that somebody else gathered go to the bank
RECONCILE = "reconcile"  # find whose a payment is, take in what banks say
BOOKS = "books"  # see the daily reconciliation, statements and the trial balance
ADMINISTER = "administer"  # propose and confirm the rights of others; branches
TASKS = (COUNTER, BOARD, COMMITTEE, MEDICAL, GATHER, RELEASE, RECONCILE, BOOKS, ADMINISTER)
HEAD_OFFICE = 1  # the place of rights that are of no branch

__all__ = [
    "ADMINISTER",
    "BOARD",
    "BOOKS",
    "COMMITTEE",
    "COUNTER",
    "DECIDE",
    "GATHER",
    "HEAD_OFFICE",
    "MEDICAL",
    "RECONCILE",
    "RELEASE",
    "TASKS",
    "Staff",
    "covers",
    "give",
    "is_staff",
    "known",
    "living_holders",
    "may",
    "places",
    "require",
    "rights",
    "rights_of_all",
    "take",
]

_RIGHTS = f"""
    SELECT DISTINCT unnest(rights) FROM identity_mandate
    WHERE party_kind = %(kind)s AND account_id = %(account)s AND {LIVE}
"""
_PLACES = f"""
    SELECT DISTINCT party FROM identity_mandate
    WHERE party_kind = %(kind)s AND rights && %(names)s::text[] AND account_id = %(account)s
        AND {LIVE} ORDER BY party
"""


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody of the institution who acts: the account, the person behind it if that is known, and
    what they may do.
    """

    account: int
    person: int | None = None
    sure: bool = False  # a second factor was shown a short while ago
    rights: frozenset[str] = frozenset()


def require(by: Staff, *tasks: str) -> None:
    """Let only those go on who hold one of these rights.

    Raises:
        Refused: they do not.
    """
    if not covers(by.rights, tasks):
        raise Refused(NEEDS_RIGHT, right=name_of(tasks[0]))


def covers(held: Collection[str], tasks: Collection[str]) -> bool:
    """Whether one of the rights is one of these tasks; to decide on one service is one of
    ``decide``.
    """
    return any(right.partition(":")[0] in tasks for right in held)


def known(right: str) -> bool:
    """Whether there is such a right: a task, or to decide the cases of a service that there is."""
    task, _, service = right.partition(":")
    return right in TASKS or (task == DECIDE and service in services())


def is_staff(account: Account) -> bool:
    """Whether an account is the staff's, and open."""
    return account.is_active and Segment.STAFF.value in account.segments


def may(account: Account, right: str, on: date) -> bool:
    """Whether somebody of the staff may do ``right`` today, wherever."""
    return right in rights(account, on)


def places(account: Account, right: str, on: date) -> list[int]:
    """Where somebody of the staff may do ``right`` today; of an account that is no longer the
    staff's nowhere.
    """
    return [int(place) for place in _asked(_PLACES, account, on, names=list(right_names(right)))]


def rights(account: Account, on: date) -> frozenset[str]:
    """What somebody of the staff may do today, wherever; an account that is no longer the staff's
    nothing.
    """
    return frozenset(right_names(right)[0] for right in _asked(_RIGHTS, account, on))


def _asked(query: str, account: Account, on: date, **more: list[str]) -> list[Any]:
    if not is_staff(account):
        return []
    who: dict[str, Any] = {
        "kind": PartyKind.NOBODY.value,
        "account": account.pk,
        "person": None,
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(query, who | more)
        return [value for (value,) in cursor.fetchall()]


def rights_of_all() -> list[tuple[Account, list[Mandate]]]:
    """Every open account of the staff by user name, with the rights that it holds, each a
    mandate.
    """
    accounts = Account.objects.filter(segments__contains=[Segment.STAFF.value], is_active=True)
    held: dict[int, list[Mandate]] = {}
    living = Mandate.objects.filter(party_kind=PartyKind.NOBODY.value, revoked_at__isnull=True)
    for mandate in living.exclude(account=None).order_by("rights", "party"):
        held.setdefault(int(mandate.account_id or 0), []).append(mandate)
    return [(account, held.get(account.pk, [])) for account in accounts.order_by("username")]


def give(proposal: RightProposal) -> Mandate:
    """The right that was proposed and confirmed, in the caller's ``atomic``. The database refuses
    one that was not.
    """
    leaf = audit.reserve()
    mandate = Mandate.objects.create(
        account_id=proposal.account_id,
        basis="staff",
        party_kind=PartyKind.NOBODY.value,
        party=proposal.place,
        rights=[proposal.right],
        granted_by_id=proposal.closed_by_id,
        proposal=proposal,
        leaf=leaf,
    )
    audit_check.given(leaf)
    return mandate


def take(account: Account, right: str, *, now: datetime) -> list[int]:
    """End a right at once, wherever it was; it stays in the record. The mandates that ended."""
    held = Mandate.objects.filter(
        account=account,
        party_kind=PartyKind.NOBODY.value,
        rights__overlap=list(right_names(right)),
        revoked_at__isnull=True,
    )
    with store.atomic():
        numbers = list(held.select_for_update().values_list("pk", flat=True))
        held.update(revoked_at=now)
        audit_check.ended(numbers)
    return numbers


def living_holders(right: str) -> set[int]:
    """The open accounts of the staff that hold a right."""
    found: Iterable[int] = Mandate.objects.filter(
        party_kind=PartyKind.NOBODY.value,
        rights__overlap=list(right_names(right)),
        revoked_at__isnull=True,
        account__is_active=True,
        account__segments__contains=[Segment.STAFF.value],
    ).values_list("account_id", flat=True)
    return set(found)
