"""Reading identities: the actor behind an account or a token, and the parties one may act for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import polars as pl
from django.db import connection

from guichet.domain.identity.mandates import LIVE, OWNER, SELF, AccountMandates, including
from guichet.domain.identity.models import Account, ApiToken
from guichet.engine import scope, store
from guichet.engine.actor import Actor, Assurance, PartyKind, Segment

__all__ = [
    "Account",
    "Party",
    "account_by_id",
    "account_of",
    "actor_of",
    "holds",
    "is_owner",
    "mandates_of",
    "may",
    "parties_of",
    "rights_held",
    "segments_of",
    "segments_of_many",
    "stands_for",
    "token_actor",
    "token_digest",
]

_EMPLOYS = """
    SELECT EXISTS (SELECT FROM identity_mandate
    WHERE party_kind = 'establishment' AND revoked_at IS NULL
      AND (account_id = %(account)s OR person_number = %(person)s))
"""
_PARTIES = f"""
    SELECT party, array_agg(DISTINCT r) FROM identity_mandate, unnest(rights) r
    WHERE party_kind = %(kind)s AND {LIVE}
    GROUP BY party ORDER BY party LIMIT %(limit)s
"""
# The first mandates tell: who acts for thousands holds the same rights for all, or nearly.
_RIGHTS_HELD = f"""
    SELECT DISTINCT unnest(rights) FROM (SELECT rights FROM identity_mandate
        WHERE party_kind = 'establishment' AND {LIVE} LIMIT 500) AS first
"""
_PARTIES_AFTER = f"""
    SELECT party_kind, party, array_agg(DISTINCT r) FROM identity_mandate, unnest(rights) r
    WHERE party_kind <> 'nobody' AND (party_kind, party) > (%(kind)s, %(number)s) AND {LIVE}
    GROUP BY party_kind, party ORDER BY party_kind, party LIMIT %(limit)s
"""
_STANDS = f"""
    SELECT EXISTS (SELECT FROM identity_mandate
    WHERE party_kind = %(kind)s AND party = %(number)s AND {LIVE})
"""
_HOLDS = f"""
    SELECT EXISTS (SELECT FROM identity_mandate
    WHERE party_kind = %(kind)s AND rights && %(rights)s AND {LIVE})
"""


@dataclass(frozen=True, slots=True)
class Party:
    """Whom somebody may act for, and with which rights."""

    kind: PartyKind
    number: int
    rights: frozenset[str]


def mandates_of(account: Account) -> AccountMandates:
    """What the account may do for whom."""
    return AccountMandates(account.pk, account.person_number)


def actor_of(account: Account, assurance: Assurance = Assurance.PASSWORD) -> Actor:
    """The engine's view of a signed-in account; from here on the database session reads in its
    name.
    """
    scope.enter(account.pk)
    return Actor(
        id=account.pk,
        name=account.name_ar or account.name_latin or account.username,
        # What the institution may do is not lent to its staff in their own matters.
        segments=segments_of(account) - {Segment.STAFF},
        assurance=assurance,
        mandates=mandates_of(account),
        person_number=account.person_number,
    )


def segments_of(account: Account) -> frozenset[Segment]:
    """The kinds of client the account is: what it was opened as, a contributor, an employer."""
    found = {Segment(name) for name in account.segments}
    if account.person_number is not None:
        found.add(Segment.CONTRIBUTOR)
    if store.value(_EMPLOYS, account=account.pk, person=account.person_number):
        found.add(Segment.EMPLOYER)
    return frozenset(found)


_EMPLOY = """
    SELECT a.id FROM unnest(%(accounts)s::bigint[]) AS a(id)
    JOIN identity_mandate m ON m.account_id = a.id AND m.party_kind = 'establishment'
        AND m.revoked_at IS NULL
    UNION
    SELECT a.id FROM unnest(%(accounts)s::bigint[], %(persons)s::bigint[]) AS a(id, person)
    JOIN identity_mandate m ON m.person_number = a.person AND m.party_kind = 'establishment'
        AND m.revoked_at IS NULL
"""


def segments_of_many(accounts: Sequence[Account]) -> dict[int, frozenset[Segment]]:
    """:func:`segments_of` for many accounts by one query."""
    found = store.fetch_in_place(
        _EMPLOY,
        {"account": pl.Int64},
        accounts=[account.pk for account in accounts],
        persons=[account.person_number for account in accounts],
    )
    employers = set(found["account"])
    return {
        account.pk: frozenset(
            {Segment(name) for name in account.segments}
            | ({Segment.CONTRIBUTOR} if account.person_number is not None else set())
            | ({Segment.EMPLOYER} if account.pk in employers else set())
        )
        for account in accounts
    }


def parties_of(account: Account, on: date, limit: int = 200) -> list[Party]:
    """The person itself first, then establishments by number, then other persons; at most ``limit``
    of each.
    """
    own: list[Party] = []
    if account.person_number is not None:
        own.append(Party(PartyKind.PERSON, account.person_number, frozenset({SELF})))
    found = [
        _held(account, kind, on, limit) for kind in (PartyKind.ESTABLISHMENT, PartyKind.PERSON)
    ]
    return own + found[0] + found[1]


def parties_after(
    actor: int, person: int | None, on: date, *, after: tuple[str, int], limit: int
) -> list[Party]:
    """Whom an account may act for by mandates in force, by kind and number, those after one; at
    most ``limit``.
    """
    params = {
        "account": actor,
        "person": person,
        "on": on,
        "kind": after[0],
        "number": after[1],
        "limit": limit,
    }
    rows = store.rows(_PARTIES_AFTER, **params)
    return [Party(PartyKind(kind), number, frozenset(rights)) for kind, number, rights in rows]


def _held(account: Account, kind: PartyKind, on: date, limit: int) -> list[Party]:
    with connection.cursor() as cursor:
        cursor.execute(_PARTIES, _who(account, on) | {"kind": kind.value, "limit": limit})
        rows = cursor.fetchall()
    return [Party(kind, number, frozenset(rights)) for number, rights in rows]


def _who(account: Account, on: date) -> dict[str, Any]:
    return {"account": account.pk, "person": account.person_number, "on": on}


def stands_for(account: Account, kind: PartyKind, number: int, on: date) -> bool:
    """Whether the account may do anything at all for a party: itself, or by any mandate in
    force.
    """
    if kind is PartyKind.PERSON and number == account.person_number:
        return True
    with connection.cursor() as cursor:
        cursor.execute(_STANDS, _who(account, on) | {"kind": kind.value, "number": number})
        row = cursor.fetchone()
    return bool(row and row[0])


def may(account: Account, right: str, kind: PartyKind, number: int, on: date) -> bool:
    """Whether the account may do ``right`` for one party."""
    return number in mandates_of(account).covers(right, kind, [number], on)


def holds(account: Account, right: str, kind: PartyKind, on: date) -> bool:
    """Whether the account may do ``right`` for any party of a kind, whichever it is."""
    params = _who(account, on) | {"kind": kind.value, "rights": including(right, kind)}
    with connection.cursor() as cursor:
        cursor.execute(_HOLDS, params)
        row = cursor.fetchone()
    return bool(row and row[0])


def rights_held(account: Account, on: date) -> frozenset[str]:
    """What the account may do for some establishment or other: what menus go by, and
    nothing else.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RIGHTS_HELD, _who(account, on))
        return frozenset(right for (right,) in cursor.fetchall())


def is_owner(account: Account, establishment: int, on: date) -> bool:
    """Whether the account owns the establishment."""
    return may(account, OWNER, PartyKind.ESTABLISHMENT, establishment, on)


def account_of(username: str) -> Account | None:
    """The account of a user name."""
    return Account.objects.filter(username=username).first()


def account_by_id(number: int) -> Account | None:
    """The active account of an actor id: a job that runs later asks again who asked."""
    return Account.objects.filter(pk=number, is_active=True).first()


def token_digest(secret: str) -> bytes:
    """What is kept of a token. It has 256 random bits, so a plain hash is enough."""
    return sha256(secret.encode()).digest()


def token_actor(secret: str, now: datetime) -> Actor | None:
    """Who a machine token stands for; None if it is unknown, expired or revoked, or its account
    closed.
    """
    token = (
        ApiToken.objects.select_related("account")
        .filter(digest=token_digest(secret), revoked_at__isnull=True, account__is_active=True)
        .first()
    )
    if token is None or (token.expires_at is not None and token.expires_at <= now):
        return None
    return actor_of(token.account, Assurance.PASSWORD)
