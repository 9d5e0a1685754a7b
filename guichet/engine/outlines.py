"""What was recorded, in outline and page by page: for what, when and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from guichet.engine import store
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.records import JOINED, LAST, OF_SUBMISSION, OUTCOMES
from guichet.engine.registry import services
from guichet.engine.service import Outcome, Service
from guichet.lib import reference

_WHICH = """
    t.id < %(before)s AND (%(services)s::int[] IS NULL OR t.service = ANY(%(services)s))
        AND (%(outcome)s::int IS NULL OR t.outcome = %(outcome)s)
"""
_OUTLINES = """
    SELECT t.id, t.service, t.outcome, t.party, t.repeats, s.asked_at, s.channel, r.id
    {found} LEFT JOIN engine_transaction r ON r.resolves = t.id
    WHERE {whose} ORDER BY t.id DESC LIMIT %(limit)s
"""
_OF_PARTY = _OUTLINES.format(
    found=JOINED, whose=f"t.party = %(whose)s AND t.service = ANY(%(about)s) AND {_WHICH}"
)
_OF_ACTOR = _OUTLINES.format(
    found=f"FROM engine_submission s {OF_SUBMISSION.format(which=_WHICH)}",
    whose="s.actor = %(whose)s AND %(about)s::int[] IS NOT NULL",
)


@dataclass(frozen=True, slots=True)
class Outline:
    """One recorded asking: for what, when, and how it ended; ``settled_by`` is what became of one
    that had to wait.
    """

    id: int
    service: type[Service]
    outcome: Outcome
    party: int | None
    repeats: str | None  # references
    asked_at: datetime
    channel: str
    settled_by: str | None

    @property
    def reference(self) -> str:
        """What a client calls it by."""
        return reference.encode(self.id)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which askings: of some services only (None: of any), that ended in one way only (None: in
    any).
    """

    services: frozenset[str] | None = None
    outcome: Outcome | None = None


def outlines_of_establishment(
    number: int, narrowed: Narrowed, before: int | None, limit: int
) -> list[Outline]:
    """What was asked for an establishment, the newest first, before an id."""
    return _outlines(_OF_PARTY, number, narrowed, before, limit)


def outlines_of_actor(
    actor: int, narrowed: Narrowed, before: int | None, limit: int
) -> list[Outline]:
    """What an account has asked, the newest first, before an id."""
    return _outlines(_OF_ACTOR, actor, narrowed, before, limit)


REFUSED = {
    "party": pl.Int64,
    "service": pl.Int64,  # its code
    "transaction": pl.Int64,
    "asked_at": pl.Datetime("us", "UTC"),
}
_REFUSED = f"""
    SELECT DISTINCT ON (t.party) t.party, t.service, t.id, s.asked_at {JOINED}
    WHERE t.party = ANY(%(parties)s::bigint[]) AND t.service = ANY(%(codes)s::bigint[])
        AND t.outcome = %(refused)s AND t.repeats IS NULL
    ORDER BY t.party, t.id DESC
"""


def latest_refused(codes: list[int], parties: pl.Series) -> pl.DataFrame:
    """The latest refusal of some services to each party that had one: columns of `REFUSED`."""
    refused = OUTCOME_CODES[Outcome.REFUSED]
    return store.fetch(_REFUSED, REFUSED, codes=codes, parties=parties, refused=refused)


def _outlines(
    query: str, whose: int, narrowed: Narrowed, before: int | None, limit: int
) -> list[Outline]:
    known = {service.code: service for service in services().values()}
    wanted = narrowed.services
    rows = store.rows(
        query,
        whose=whose,
        about=[c for c, service in known.items() if service.party_kind.value == "establishment"],
        services=None
        if wanted is None
        else [c for c, service in known.items() if service.key in wanted],
        outcome=None if narrowed.outcome is None else OUTCOME_CODES[narrowed.outcome],
        before=before or LAST,
        limit=limit,
    )
    return [
        Outline(
            number,
            known[code],
            OUTCOMES[outcome],
            party,
            reference.encode(repeats) if repeats else None,
            asked_at,
            channel,
            reference.encode(settled) if settled else None,
        )
        for number, code, outcome, party, repeats, asked_at, channel, settled in rows
        if code in known  # a service may have been withdrawn since
    ]
