"""Looking up whose number it is: one budget of persons for each account and day, over all channels
together.

Free are the asker's own name and those of persons who are, or were, engaged with a party of the
asker's. Everybody else's is looked up, one at a time; at a counter the clerk is who looks.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import polars as pl

from guichet.domain.identity import throttle
from guichet.engine import scope, store
from guichet.engine.actor import PartyKind
from guichet.engine.context import Context
from guichet.engine.service import Service

# Of one account: quick typing, and a long day at the counter.
MOST = {timedelta(minutes=1): 40, timedelta(days=1): 400}
_DAY = timedelta(days=1)
_ENGAGED = """
    SELECT DISTINCT n.person, s.number FROM unnest(%(persons)s::bigint[]) AS n(person)
    JOIN registry_person p ON p.identifier = n.person
    JOIN registry_engagement e ON e.person_id = p.id
    JOIN registry_establishment s ON s.id = e.establishment_id
"""


def may_look_up(account: int, person: int, now: datetime) -> bool:
    """Count a person whom this account looks up; False once there were too many. The same one again
    that day is free.
    """
    key = f"looked-up:{account}:{person}"
    if throttle.used(key, window=_DAY, now=now):
        return True
    if not all(
        throttle.within(f"look-up:{window.days}:{account}", limit=limit, window=window, now=now)
        for window, limit in MOST.items()
    ):
        return False
    throttle.within(key, limit=1, window=_DAY, now=now)
    return True


def names_told(
    context: Context, service: type[Service], persons: frozenset[int], many: bool
) -> frozenset[int]:
    """Whose names a rehearsal tells (:mod:`guichet.engine.rehearsed_names`): of many rows only
    those of the asker's own persons.
    """
    own = _own(context, service, persons)
    if many:
        return own
    clerk = context.actor.clerk
    reader = clerk.id if clerk is not None else context.actor.id
    return own | {p for p in persons - own if may_look_up(reader, p, context.now)}


@scope.as_institution()
def _own(context: Context, service: type[Service], persons: Collection[int]) -> frozenset[int]:
    found = store.fetch_in_place(
        _ENGAGED, {"person": pl.Int64, "establishment": pl.Int64}, persons=sorted(persons)
    )
    # The right that the service itself asks for, where it is about establishments: whoever may ask
    # it knows the workers.
    right = service.right if service.party_kind is PartyKind.ESTABLISHMENT else "view"
    establishments = found["establishment"].unique().to_list()
    mine = (
        context.actor.mandates.covers(right, PartyKind.ESTABLISHMENT, establishments, context.today)
        if establishments
        else set()
    )
    engaged = found.filter(pl.col("establishment").is_in(list(mine)))["person"]
    return frozenset(engaged) | {p for p in persons if p == context.actor.person_number}
