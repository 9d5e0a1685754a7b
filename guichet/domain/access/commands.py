"""Writing a reading down, with its leaf of the audit log, in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from guichet.engine import store
from guichet.engine.actor import Segment
from guichet.engine.context import Context
from guichet.engine.record import iso, leaf
from guichet.engine.seeing import Shown

_RECORD = """
WITH leaf AS (
    INSERT INTO engine_auditleaf (kind, body, digest) VALUES ('reading', %(body)s, %(digest)s) RETURNING id
)
INSERT INTO access_reading (at, actor, actor_name, staff, channel, place, party_kind, party, subjects, leaf)
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
        "actor": reader.id, "actor_name": reader.name, "staff": reader.staff, "channel": channel,
        "place": place, "party_kind": party_kind, "party": party, "subjects": sorted(shown),
    }  # fmt: skip
    text, digest = leaf("reading", said | {"at": iso(at)})
    store.execute(_RECORD, body=text, digest=digest, at=at, **said)


def record_asking(context: Context, shown: Shown) -> None:
    """Keep what an asking showed to its actor, whichever channel it came by; at a counter, to the clerk."""
    actor = context.actor
    reader = (
        Reader(actor.clerk.id, actor.clerk.name, staff=True)
        if actor.clerk
        else Reader(actor.id, actor.name, Segment.STAFF in actor.segments)
    )
    record(
        reader, at=context.now, channel=context.channel, place=shown.service.key, party_kind=shown.party_kind, party=shown.party, subjects=shown.persons,
    )  # fmt: skip
