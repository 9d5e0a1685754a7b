"""Staff of the demonstration: opened without a right, then given theirs by the two administrators,
as everybody is.
"""

from __future__ import annotations

from django.utils import timezone

from demo.office.founding import SIGN_INS as ADMINISTRATORS
from demo.sign_ins import SignIn
from guichet.domain.identity import commands, staff, staff_changes
from guichet.domain.identity.queries import Account, account_of
from guichet.domain.identity.staff_changes import Administrator
from guichet.engine.actor import Segment


def administrators() -> tuple[Administrator, Administrator]:
    """The two who give rights; opened when they are asked for first."""
    if account_of(ADMINISTRATORS[0].username) is None:
        staff_changes.begin([_opened(sign_in) for sign_in in ADMINISTRATORS], timezone.now())
    first, second = (account_of(sign_in.username) for sign_in in ADMINISTRATORS)
    if first is None or second is None:
        raise LookupError("the administrators of the demonstration are gone")
    return Administrator(first), Administrator(second, sure=True)


def employ(
    sign_in: SignIn, *rights: str, place: int = staff.HEAD_OFFICE, name_latin: str = ""
) -> Account:
    """Open an account of the staff and give it rights: the administrator proposes, the deputy
    confirms.
    """
    account, now = _opened(sign_in, name_latin), timezone.now()
    proposer, confirmer = administrators()
    for right in rights:
        staff_changes.confirm(
            confirmer, staff_changes.propose(proposer, account, right, place, now=now).pk, now=now
        )
    return account


def _opened(sign_in: SignIn, name_latin: str = "") -> Account:
    return commands.open_account(
        username=sign_in.username,
        password=sign_in.password,
        name_ar=sign_in.who.ar,
        name_latin=name_latin or sign_in.username.capitalize(),
        person_number=None,
        language="ar",
        segments=[Segment.STAFF],
    )
