"""Writing a reading down, with its leaf of the audit log, in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from guichet.engine import audit, store
from guichet.engine.actor import Segment
from guichet.engine.context import Context
from guichet.engine.disclosures import DisclosedCall
from guichet.engine.record import iso

_RECORD = f"""
WITH leaf AS ({audit.NOTED})
INSERT INTO access_reading (at, actor, actor_name, staff, channel, place, party_kind, party,
    subjects, leaf)
SELECT %(at)s, %(actor)s::bigint, %(actor_name)s, %(staff)s, %(channel)s, %(place)s, %(party_kind)s,
    %(party)s::bigint, %(subjects)s::bigint[], leaf.id FROM leaf
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looked."""

    id: int | None
    name: str = ""
    staff: bool = False


def record(
    reader: Reader,
    *,
    at: datetime,
    channel: str,
    place: str,
    party_kind: str = "",
    party: int | None = None,
    subjects: Iterable[int] = (),
) -> None:
    """Keep that ``reader`` was shown something.

    Args:
        place: the page's url name, or the key of the service that was asked.
        party_kind: of ``party``, on whose behalf it was shown.
        subjects: the national numbers of persons whose data were on it.
    """
    shown = set(subjects)
    if party_kind == "person" and party is not None:
        shown.add(party)
    said = {
        "actor": reader.id,
        "actor_name": reader.name,
        "staff": reader.staff,
        "channel": channel,
        "place": place,
        "party_kind": party_kind,
        "party": party,
        "subjects": sorted(shown),
    }
    leaf = audit.noted("reading", said | {"at": iso(at)})
    store.execute(_RECORD, at=at, **leaf, **said)


def record_asking(context: Context, shown: DisclosedCall) -> None:
    """Keep what an asking showed to its actor, whichever channel it came by."""
    actor, clerk = context.actor, context.actor.clerk
    reader = Reader(actor.id, actor.name, Segment.STAFF in actor.segments)
    if clerk is not None:  # at a counter the clerk looks, for the client who asks
        reader = Reader(clerk.id, clerk.name, staff=True)
    record(
        reader,
        at=context.now,
        channel=context.channel,
        place=shown.service.key,
        party_kind=shown.party_kind,
        party=shown.party,
        subjects=shown.persons,
    )
