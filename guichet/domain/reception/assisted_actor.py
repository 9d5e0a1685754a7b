"""The actor of a sitting: the client is the one who asks, the clerk the one who does it; and
neither can do more than both may.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from guichet.domain.identity import queries as identity
from guichet.domain.identity.mandates import AccountMandates
from guichet.domain.identity.queries import Account
from guichet.domain.reception.models import Sitting
from guichet.engine.actor import Actor, Assurance, Clerk, PartyKind, Segment


@dataclass(frozen=True, slots=True)
class SittingMandates:
    """The client's mandates, without what the clerk stands for; of one establishment only, if that
    is whom the sitting is for.
    """

    client: AccountMandates
    clerk: Account
    establishment: int | None

    def covers(self, right: str, kind: PartyKind, numbers: Collection[int], on: date) -> set[int]:
        """The party numbers among ``numbers`` that ``right`` covers on that day in this sitting."""
        wanted = set(numbers)
        if self.establishment is not None:
            wanted &= {self.establishment} if kind is PartyKind.ESTABLISHMENT else set()
        if not wanted:
            return set()
        found = self.client.covers(right, kind, wanted, on)
        return {n for n in found if not identity.stands_for(self.clerk, kind, n, on)}


def client_of(sitting: Sitting) -> Account:
    """Who has consented; whoever consents has an account.

    Raises:
        ValueError: nobody has consented yet.
    """
    if sitting.client is None:
        raise ValueError("nobody has consented")
    return sitting.client


def actor_for(sitting: Sitting, assurance: Assurance) -> Actor:
    """Both in one. A client who is of the staff is served as a client: what the institution may do
    is not lent to a counter.
    """
    client = client_of(sitting)
    actor = identity.actor_of(client, assurance)
    mandates = SittingMandates(identity.mandates_of(client), sitting.clerk, sitting.establishment)
    return replace(
        actor,
        segments=actor.segments - {Segment.STAFF},
        mandates=mandates,
        clerk=Clerk(sitting.clerk_id, sitting.clerk_name),
    )
