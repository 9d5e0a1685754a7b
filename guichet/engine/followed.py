"""Askings that had to wait, followed by those whom they concern: what still waits and for whom, and
how what waited has ended of late.

An asking that was held may have been referred when it went on, and been decided then: it is one
course, told under the reference of its first transaction, which is the one that whoever asked
holds. The caller has checked who may see them; the rules of rows guard it once more.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import polars as pl

from guichet.engine import store
from guichet.engine.actor import PartyKind
from guichet.engine.ids import sql_submission_of, sql_within
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.registry import services
from guichet.engine.service import Outcome
from guichet.lib.text import Words

# Said before the day that was promised for a decision, wherever it is told.
DECIDED_BY = Words(ar="يُبت فيه قبل نهاية", en="Decided by", fr="Décision au plus tard le")
LATE = Words(
    ar="فات الموعد ولم يُبت فيه بعد",
    en="The promised day has passed; it is decided first",
    fr="Le délai promis est passé ; elle sera tranchée en premier",
)

_HELD, _REFERRED = OUTCOME_CODES[Outcome.HELD], OUTCOME_CODES[Outcome.REFERRED]
_ACCEPTED = OUTCOME_CODES[Outcome.ACCEPTED]
# The first transactions of courses; as the index ``transaction_waited`` has it.
_FIRST = f"outcome IN ({_HELD}, {_REFERRED}) AND resolves IS NULL AND repeats IS NULL"
# Of parties; and what an account asked in nobody's name but its own, which names no party.
_FIRSTS = f"""
    SELECT party AS whose, id FROM engine_transaction
    WHERE {_FIRST} AND party = ANY(%(parties)s::bigint[]) AND service = ANY(%(codes)s::bigint[])
    UNION ALL
    SELECT %(person)s::bigint, t.id FROM engine_submission s CROSS JOIN LATERAL (
        SELECT id FROM engine_transaction
        WHERE {_FIRST} AND party IS NULL AND {sql_within("id", "s.id")}
            AND service = ANY(%(own)s::bigint[])
    ) t WHERE s.actor = %(account)s::bigint
"""
# The content is fetched of those alone that are told.
_FOLLOWED = f"""
    WITH RECURSIVE course AS (
        SELECT whose, id AS first, id AS last FROM ({_FIRSTS}) firsts
        UNION ALL
        SELECT c.whose, c.first, t.id FROM course c JOIN engine_transaction t ON t.resolves = c.last
    ), ends AS (
        SELECT whose, first, max(last) AS last FROM course GROUP BY 1, 2
    ), standing AS (
        SELECT e.*, w.outcome AS waits, w.due_at, w.level, s.asked_at AS at
        FROM ends e JOIN engine_submission s ON s.id = {sql_submission_of("e.last")}
        LEFT JOIN engine_waiting w ON w.transaction = e.last
    ), ranked AS (
        SELECT *, count(*) OVER mine AS found, count(waits) OVER mine AS open,
            row_number() OVER (mine ORDER BY waits IS NULL, at DESC, last DESC) AS place
        FROM standing WHERE waits IS NOT NULL OR at >= %(since)s
        WINDOW mine AS (PARTITION BY whose)
    )
    SELECT k.whose, k.first, k.last, f.service, f.subject, s.asked_at,
        CASE WHEN k.waits = {_HELD} THEN '{{checking}}'
            WHEN k.waits IS NOT NULL AND k.due_at <= %(now)s THEN '{{overdue}}'
            WHEN k.waits IS NOT NULL THEN '{{deciding}}'
            WHEN l.outcome = {_ACCEPTED} THEN '{{accepted}}'
            WHEN r.approved IS FALSE THEN '{{declined}}' ELSE '{{refused}}' END,
        CASE WHEN k.waits = {_REFERRED} THEN k.due_at END,
        CASE WHEN k.waits IS NULL THEN k.at END, l.content, coalesce(k.level, ''), k.open, k.found
    FROM ranked k JOIN engine_transaction f ON f.id = k.first
    JOIN engine_transaction l ON l.id = k.last
    JOIN engine_submission s ON s.id = {sql_submission_of("k.first")}
    LEFT JOIN engine_ruling r ON r.resolution = k.last
    WHERE k.place <= %(most)s ORDER BY k.whose, k.place
"""
_WENT_ON = f"""
    SELECT t.service, t.outcome, coalesce(before.resolves, t.resolves)
    FROM engine_submission s JOIN engine_transaction t ON {sql_within("t.id", "s.id")}
    JOIN engine_transaction before ON before.id = t.resolves
    WHERE s.actor = %(actor)s AND s.asked_at > %(since)s AND s.asked_at <= %(until)s
    ORDER BY t.id DESC LIMIT %(most)s
"""


class Standing(StrEnum):
    """How a course stands: three ways to wait, three to have ended."""

    CHECKING = "checking"  # held: it goes on by itself
    DECIDING = "deciding"  # a person decides, by a day that was promised
    OVERDUE = "overdue"  # that day has passed
    ACCEPTED = "accepted"  # approved, or it went on by itself
    DECLINED = "declined"  # by a person
    REFUSED = "refused"  # by a rule, when it went on


# ``whose`` it is (the party), the ids of its first and its last transaction, the
# code of its ``service``, how it stands, until when a person decides, when it ended, the content of
# the last transaction, who decides; and of how many the same has been told: ``open``, and ``found``
# in all.
FOLLOWED: dict[str, Any] = {
    "whose": pl.Int64,
    "first": pl.Int64,
    "last": pl.Int64,
    "service": pl.Int64,
    "subject": pl.Int64,
    "asked_at": pl.Datetime("us", "UTC"),
    "standing": pl.String,
    "due_at": pl.Datetime("us", "UTC"),
    "ended_at": pl.Datetime("us", "UTC"),
    "content": pl.String,
    "level": pl.String,  # who decides (`engine.levels`)
    "open": pl.Int64,
    "found": pl.Int64,
}
# The code of its service, of the outcome to which it went on, and the first transaction's id.
WENT_ON: dict[str, Any] = {"service": pl.Int64, "outcome": pl.Int64, "first": pl.Int64}


def of_parties(
    kind: PartyKind,
    parties: pl.Series,
    *,
    since: datetime,
    now: datetime,
    most: int,
    own: tuple[int, int] | None = None,
) -> pl.DataFrame:
    """What was asked for parties of a kind and waits, or ended after a moment: columns `FOLLOWED`.

    Args:
        most: rows of one party; what waits comes first, then what is newest.
        own: an account, and the party among whose requests stand those that the account made for
            no party.
    """
    account, person = own or (None, None)
    return store.fetch(
        _FOLLOWED.format(**{standing.name.lower(): standing for standing in Standing}),
        FOLLOWED,
        parties=parties,
        codes=_codes(kind),
        account=account,
        person=person,
        own=_codes(PartyKind.NOBODY),
        since=since,
        now=now,
        most=most,
    )


def went_on(actor: int, *, since: datetime, until: datetime, most: int) -> pl.DataFrame:
    """What an account had asked, that waited and went on or was decided after a moment, up to
    another: columns `WENT_ON`, the newest first.
    """
    return store.fetch(_WENT_ON, WENT_ON, actor=actor, since=since, until=until, most=most)


def _codes(kind: PartyKind) -> list[int]:
    """A service may have been withdrawn since: its code says nothing to anybody."""
    return [service.code for service in services().values() if service.party_kind is kind]
