"""The queue of a branch: a number for whoever comes, the next one called, who was served and who
did not come.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from guichet.domain.identity.queries import Account
from guichet.domain.reception.models import Branch, Ticket
from guichet.domain.reception.refusals import NO_BRANCH
from guichet.engine import audit, store
from guichet.engine.context import HOME
from guichet.engine.refusal import Refused

# One statement draws and keeps the number, so that two machines never print the same.
_DRAW = """
    INSERT INTO reception_roll AS r (branch_id, day, last) VALUES (%(branch)s, %(day)s, 1)
    ON CONFLICT (branch_id, day) DO UPDATE SET last = r.last + 1 RETURNING last
"""
# Two clerks who press at once get two tickets.
_NEXT = """
    UPDATE reception_ticket SET called_at = %(now)s, called_by_id = %(clerk)s, desk = %(desk)s
    WHERE id = (
        SELECT id FROM reception_ticket
        WHERE branch_id = %(branch)s AND day = %(day)s AND called_at IS NULL
        ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id
"""


@dataclass(frozen=True, slots=True)
class BranchQueue:
    """How the queue of a branch stands."""

    waiting: list[Ticket]
    longest_minutes: int  # of those who wait now


def add_branch(number: int, name_ar: str, name_latin: str) -> None:
    """Add a branch, or name it anew."""
    with store.atomic():
        names = {"name_ar": name_ar, "name_latin": name_latin}
        Branch.objects.update_or_create(number=number, defaults=names)
        audit.note("counter", {"what": "branch named", "branch": number, **names})


def branch_of(number: int) -> Branch:
    """A branch.

    Raises:
        Refused: there is none of that number.
    """
    found = Branch.objects.filter(number=number).first()
    if found is None:
        raise Refused(NO_BRANCH, "branch", value=number)
    return found


def branches() -> list[Branch]:
    """Every branch, the lowest number first."""
    return list(Branch.objects.order_by("number"))


def first_branch() -> Branch | None:
    """The branch of the lowest number."""
    return Branch.objects.order_by("number").first()


def find(ticket: int) -> Ticket | None:
    """A ticket."""
    return Ticket.objects.filter(pk=ticket).first()


def issue(branch: Branch, *, service: str = "", by: Account | None = None, now: datetime) -> Ticket:
    """Give the next number of the day.

    Args:
        service: the key of what is wanted, if it was said.
        by: of the staff; nobody: a kiosk.
    """
    day = _day(now)
    with store.atomic():
        number = int(store.value(_DRAW, branch=branch.pk, day=day))
        return Ticket.objects.create(
            branch=branch, day=day, number=number, service=service, issued_at=now, issued_by=by
        )


def call_next(branch: Branch, clerk: Account, now: datetime, desk: str = "") -> Ticket | None:
    """Call whoever has waited longest today to a desk; None if nobody waits. Whom the clerk called
    before and did not come, has gone.
    """
    with store.atomic():
        called = Ticket.objects.filter(
            called_by=clerk, started_at__isnull=True, ended_at__isnull=True
        )
        called.update(ended_at=now)
        found = store.value(
            _NEXT, branch=branch.pk, day=_day(now), clerk=clerk.pk, now=now, desk=desk
        )
        return Ticket.objects.get(pk=found) if found is not None else None


def absent(clerk: Account, now: datetime) -> None:
    """Whom the clerk called did not come."""
    Ticket.objects.filter(called_by=clerk, started_at__isnull=True, ended_at__isnull=True).update(
        ended_at=now
    )


def called(clerk: Account, now: datetime) -> Ticket | None:
    """Whom the clerk has called today and not yet begun to serve."""
    open_ones = Q(started_at__isnull=True, ended_at__isnull=True, day=_day(now))
    return Ticket.objects.filter(open_ones, called_by=clerk).order_by("-called_at").first()


def announced(branch: Branch, now: datetime, most: int = 6) -> list[Ticket]:
    """Who was called last at a branch today, newest first; those who are served or gone are no
    longer announced.
    """
    today = Q(
        branch=branch,
        day=_day(now),
        called_at__isnull=False,
        started_at__isnull=True,
        ended_at__isnull=True,
    )
    return list(Ticket.objects.filter(today).order_by("-called_at", "-number")[:most])


def line(branch: Branch, now: datetime) -> BranchQueue:
    """Who waits at a branch today, in order."""
    waiting = list(
        Ticket.objects.filter(branch=branch, day=_day(now), called_at__isnull=True).order_by(
            "number"
        )
    )
    longest = max(((now - t.issued_at).total_seconds() for t in waiting), default=0)
    return BranchQueue(waiting, int(longest // 60))


def ahead_of(ticket: Ticket) -> int:
    """How many wait before a ticket."""
    earlier = Q(branch=ticket.branch_id, day=ticket.day, called_at__isnull=True)
    return Ticket.objects.filter(earlier, number__lt=ticket.number).count()


def _day(now: datetime) -> date:
    return now.astimezone(HOME).date()
