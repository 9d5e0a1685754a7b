"""What an actor may do for whom, asked of the database for any number of parties at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from guichet.engine.actor import PartyKind

OWNER = "owner"  # the right that includes every other
SELF = "self"  # of whoever acts for a person: all their matters but money and the bank account
BANK = (
    "bank"  # of parties of both kinds: money goes elsewhere than before; no other right includes it
)
CLIENTS = "clients"  # of a bureau's staff: to act for those who appointed the bureau
# Rights an owner may hand on; services name one of them. To appoint others is nobody's but the
# owner's.
RIGHTS = ("register", "wages", "pay", BANK, "certificates", "injuries", "view", CLIENTS)

_OF_SELF = ("view", "certificates")

_IN_FORCE = """
    {m}revoked_at IS NULL
    AND ({m}valid_from IS NULL OR {m}valid_from <= %(on)s)
    AND ({m}valid_until IS NULL OR {m}valid_until >= %(on)s)
"""
# The bureaus whose staff the actor is: one step only, a bureau does not hand its clients on.
_BUREAUS = f"""ARRAY(
    SELECT c.party FROM identity_mandate c
    WHERE c.party_kind = 'establishment' AND c.rights && '{{{CLIENTS},{OWNER}}}'
      AND (c.account_id = %(account)s OR c.person_number = %(person)s)
      AND {_IN_FORCE.format(m="c.")}
)"""
# The live mandates of one actor; the caller adds what they must be about.
LIVE = f"""
    (account_id = %(account)s OR person_number = %(person)s OR bureau = ANY({_BUREAUS}))
    AND {_IN_FORCE.format(m="")}
"""
_COVERED = f"""
    SELECT DISTINCT party FROM identity_mandate
    WHERE party_kind = %(kind)s AND party = ANY(%(numbers)s) AND rights && %(rights)s AND {LIVE}
"""


def including(right: str, kind: PartyKind) -> list[str]:
    """The rights that include ``right``: itself, the owner's, and of a person the one to see to
    everything but money.
    """
    if kind is PartyKind.PERSON and right in _OF_SELF:
        return [right, OWNER, SELF]
    return [right, OWNER]


@dataclass(frozen=True, slots=True)
class AccountMandates:
    """The mandates of one account, those given to its person included. Always read afresh: a
    revocation counts at once.
    """

    account: int
    person_number: int | None = None

    def covers(self, right: str, kind: PartyKind, numbers: Collection[int], on: date) -> set[int]:
        """The party numbers among ``numbers`` that ``right`` covers on that day; one query however
        many.
        """
        wanted = set(numbers)
        own = (
            {self.person_number} & wanted
            if kind is PartyKind.PERSON and self.person_number
            else set()
        )
        asked = wanted - own
        if not asked:
            return own
        with connection.cursor() as cursor:
            cursor.execute(
                _COVERED,
                {
                    "kind": kind.value,
                    "numbers": list(asked),
                    "rights": including(right, kind),
                    "account": self.account,
                    "person": self.person_number,
                    "on": on,
                },
            )
            return own | {number for (number,) in cursor.fetchall()}
