"""Rights of the institution's own people: a mandate of the account for a place of work, which represents nobody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection

from guichet.domain.identity import proof
from guichet.domain.identity.mandates import LIVE
from guichet.domain.identity.models import Account, Mandate
from guichet.engine import store
from guichet.engine.actor import PartyKind, Segment

COUNTER = "counter"  # to act for clients at the counter of a branch
BOARD = "board"  # to rule on what the law leaves to the Board
HEAD_OFFICE = 1  # the place of rights that are of no branch
_RIGHTS = f"""
    SELECT DISTINCT unnest(rights) FROM identity_mandate
    WHERE party_kind = %(kind)s AND account_id = %(account)s AND {LIVE}
"""
_PLACES = f"""
    SELECT DISTINCT party FROM identity_mandate
    WHERE party_kind = %(kind)s AND rights @> ARRAY[%(right)s] AND account_id = %(account)s AND {LIVE} ORDER BY party
"""


def give(account: Account, right: str, place: int, *, now: datetime) -> None:
    """Let somebody of the staff do ``right`` at a place, and no longer at another.

    Raises:
        ValueError: the account is not one of the staff's.
    """
    if Segment.STAFF.value not in account.segments:
        raise ValueError(f"{account.username} is not of the staff")
    with store.atomic():
        take(account, right, now=now)
        leaf = proof.reserve()
        Mandate.objects.create(
            account=account, basis="staff", party_kind=PartyKind.NOBODY.value, party=place,
            rights=[right], leaf=leaf,
        )  # fmt: skip
        proof.given(leaf)


def take(account: Account, right: str, *, now: datetime) -> None:
    """End a right at once, wherever it was; it stays in the record."""
    held = Mandate.objects.filter(
        account=account, party_kind=PartyKind.NOBODY.value, rights__contains=[right], revoked_at__isnull=True
    )  # fmt: skip
    with store.atomic():
        numbers = list(held.select_for_update().values_list("pk", flat=True))
        held.update(revoked_at=now)
        proof.ended(numbers)


def places(account: Account, right: str, on: date) -> list[int]:
    """Where somebody of the staff may do ``right`` today; of an account that is no longer the staff's nowhere."""
    if Segment.STAFF.value not in account.segments or not account.is_active:
        return []
    params: dict[str, Any] = {
        "kind": PartyKind.NOBODY.value,
        "right": right,
        "account": account.pk,
        "person": None,
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, params)
        return [place for (place,) in cursor.fetchall()]


def rights(account: Account, on: date) -> frozenset[str]:
    """What somebody of the staff may do today, wherever; an account that is no longer the staff's nothing."""
    if Segment.STAFF.value not in account.segments or not account.is_active:
        return frozenset()
    params: dict[str, Any] = {"kind": PartyKind.NOBODY.value, "account": account.pk, "person": None, "on": on}
    with connection.cursor() as cursor:
        cursor.execute(_RIGHTS, params)
        return frozenset(right for (right,) in cursor.fetchall())
