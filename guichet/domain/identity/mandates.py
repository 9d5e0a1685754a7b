"""What an actor may do for whom, asked of the database for any number of parties at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from guichet.engine.actor import PartyKind

OWNER = "owner"  # the right that includes every other
SELF = "self"  # what everybody may do in their own matters
# Rights an owner may hand on; services name one of them.
RIGHTS = ("register", "wages", "pay", "view", "certificates")

# The live mandates of one actor; the caller adds what they must be about.
LIVE = """
    revoked_at IS NULL
    AND (account_id = %(account)s OR person_number = %(person)s)
    AND (valid_from IS NULL OR valid_from <= %(on)s)
    AND (valid_until IS NULL OR valid_until >= %(on)s)
"""
_COVERED = f"""
    SELECT DISTINCT party FROM identity_mandate
    WHERE party_kind = %(kind)s AND party = ANY(%(numbers)s) AND rights && %(rights)s AND {LIVE}
"""


@dataclass(frozen=True, slots=True)
class AccountMandates:
    """The mandates of one account, those given to its person included. Always read afresh: a revocation counts at once."""

    account: int
    person_number: int | None = None

    def covers(self, right: str, kind: PartyKind, numbers: Collection[int], on: date) -> set[int]:
        """The party numbers among ``numbers`` that ``right`` covers on that day; one query however many."""
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
                    "rights": [right, OWNER],
                    "account": self.account,
                    "person": self.person_number,
                    "on": on,
                },
            )
            return own | {number for (number,) in cursor.fetchall()}
