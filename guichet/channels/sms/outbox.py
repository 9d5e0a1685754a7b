"""Texts to be sent: written once, claimed in order of urgency, sent, reported on. Words go as soon
as they are of no use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from guichet.channels.sms import parts
from guichet.channels.sms.encryption import seal, unseal
from guichet.channels.sms.models import Outgoing
from guichet.engine import store

CODE, ANSWER, NOTICE = 0, 1, 2  # urgency
ANSWERS_GOOD_FOR = timedelta(hours=4)
_LEASE = timedelta(seconds=90)  # longer than a provider may take
# What is waited after each failed try; then, as long as it is of use, the last again.
WAITS = (2, 10, 30, 120, 600, 1800)
_QUEUE = """
    INSERT INTO sms_outgoing (kind, mobile, language, source, words, parts, state, urgency, made_at,
        due_at, expires_at, tries, provider)
    SELECT kind, mobile, language, source, words, parts, 'waiting', urgency, %(now)s, due_at,
        expires_at, 0, ''
    FROM unnest(%(kinds)s::text[], %(mobiles)s::text[], %(languages)s::text[], %(sources)s::text[],
        %(words)s::bytea[], %(parts)s::smallint[], %(urgencies)s::smallint[],
        %(dues)s::timestamptz[], %(expiries)s::timestamptz[])
        AS given(kind, mobile, language, source, words, parts, urgency, due_at, expires_at)
    ON CONFLICT (source) DO NOTHING
"""
_CLAIM = """
    UPDATE sms_outgoing SET due_at = %(until)s, tries = tries + 1
    WHERE id IN (SELECT id FROM sms_outgoing
        WHERE state = 'waiting' AND due_at <= %(now)s AND expires_at > %(now)s
        ORDER BY urgency, due_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)
    RETURNING id, mobile, words, kind, tries, expires_at, provider, urgency
"""
_DROP = """
    UPDATE sms_outgoing SET state = 'dropped', words = NULL, settled_at = %(now)s
    WHERE state = 'waiting' AND expires_at <= %(now)s AND due_at <= %(now)s
"""
_SENT = """
    UPDATE sms_outgoing o SET state = 'sent', words = NULL, provider = g.provider
    FROM unnest(%(ids)s::bigint[], %(providers)s::text[]) AS g(id, provider)
    WHERE o.id = g.id AND o.state = 'waiting'
"""
_PIECES = """
    INSERT INTO sms_piece (provider, reference, outgoing_id, at)
    SELECT provider, reference, outgoing, %(now)s
    FROM unnest(%(providers)s::text[], %(references)s::text[],
        %(outgoings)s::bigint[]) AS g(provider, reference, outgoing)
    ON CONFLICT DO NOTHING
"""
_FAILED = """
    UPDATE sms_outgoing SET provider = %(provider)s, due_at = %(due)s,
        state = CASE WHEN %(final)s THEN 'failed' ELSE state END,
        words = CASE WHEN %(final)s THEN NULL ELSE words END,
        settled_at = CASE WHEN %(final)s THEN %(now)s ELSE NULL END
    WHERE id = %(id)s AND state = 'waiting'
"""
_CLAIMED = {
    "id": pl.Int64,
    "mobile": pl.String,
    "words": pl.Binary,
    "kind": pl.String,
    "tries": pl.Int64,
    "expires_at": pl.Datetime(time_zone="UTC"),
    "provider": pl.String,
    "urgency": pl.Int64,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to be sent. Its words are left out of whatever prints it."""

    kind: str
    mobile: str
    language: str
    source: str  # what it is about: a second of the same source is not written
    words: str = field(repr=False)
    urgency: int
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Ready:
    """A text that is ours to send for a minute."""

    id: int
    mobile: str
    words: str = field(repr=False)
    kind: str
    tries: int
    provider: str  # tried before, in vain


def queue(drafts: Sequence[Draft], now: datetime) -> int:
    """Write texts to be sent; how many were new."""
    if not drafts:
        return 0
    return store.execute(
        _QUEUE,
        kinds=[d.kind for d in drafts],
        mobiles=[d.mobile for d in drafts],
        languages=[d.language for d in drafts],
        sources=[d.source for d in drafts],
        words=[seal(d.words) for d in drafts],
        parts=[parts.count(d.words) for d in drafts],
        urgencies=[d.urgency for d in drafts],
        dues=[d.due_at for d in drafts],
        expiries=[d.expires_at for d in drafts],
        now=now,
    )


def drop_stale(now: datetime) -> int:
    """Texts that waited until they were of no use are not sent; how many there were."""
    return store.execute(_DROP, now=now)


def claim(now: datetime, most: int) -> list[Ready]:
    """The most urgent texts that are due and still of use."""
    found = store.fetch_in_place(_CLAIM, _CLAIMED, now=now, until=now + _LEASE, most=most)
    rows = sorted(found.iter_rows(named=True), key=lambda r: (r["urgency"], r["id"]))
    return [
        Ready(r["id"], r["mobile"], unseal(r["words"] or b""), r["kind"], r["tries"], r["provider"])
        for r in rows
    ]


def sent(done: Sequence[tuple[int, str, Sequence[str]]], now: datetime) -> None:
    """They were taken: (id, provider, the provider's id of each part). Reports may have been
    quicker.
    """
    if not done:
        return
    pieces = [
        (provider, reference, number) for number, provider, known in done for reference in known
    ]

    def write() -> None:
        with store.atomic():
            store.execute(_SENT, ids=[d[0] for d in done], providers=[d[1] for d in done])
            store.execute(
                _PIECES,
                providers=[p[0] for p in pieces],
                references=[p[1] for p in pieces],
                outgoings=[p[2] for p in pieces],
                now=now,
            )

    store.settle(write)
    _settle("p.outgoing_id = ANY(%(ids)s)", ids=[d[0] for d in done], now=now)


def failed(ready: Ready, provider: str, now: datetime, *, final: bool) -> None:
    """It was not taken: for good, or until a later try."""
    wait = WAITS[min(ready.tries, len(WAITS)) - 1]
    due = now + timedelta(seconds=wait)
    store.execute(_FAILED, id=ready.id, provider=provider, due=due, final=final, now=now)


_REPORT = """
    INSERT INTO sms_report (provider, reference, state, at)
    SELECT provider, reference, state, %(now)s
    FROM unnest(%(providers)s::text[], %(references)s::text[], %(states)s::text[]) AS g(provider,
        reference, state)
    ON CONFLICT DO NOTHING
"""
# Delivered when every part is; failed when any part is.
_SETTLE_OF = """
    UPDATE sms_outgoing o SET state = s.state, settled_at = %(now)s
    FROM (
        SELECT p.outgoing_id, CASE WHEN bool_or(r.state = 'failed') THEN 'failed'
            ELSE 'delivered' END AS state
        FROM sms_piece p LEFT JOIN sms_report r ON r.provider = p.provider
            AND r.reference = p.reference
        WHERE {which}
        GROUP BY p.outgoing_id
        HAVING bool_or(r.state = 'failed') OR count(r.id) = count(*)
    ) s WHERE o.id = s.outgoing_id AND o.state = 'sent'
"""
_OF_REPORTED = """p.outgoing_id IN (
    SELECT outgoing_id FROM sms_piece q
    JOIN unnest(%(providers)s::text[], %(references)s::text[]) AS g(provider, reference)
        USING (provider, reference))"""


def reported(reports: Sequence[tuple[str, str, str]], now: datetime) -> None:
    """Final reports: (provider, its id of the part, delivered or failed). Repeated ones change
    nothing.
    """
    if not reports:
        return
    providers, references = [r[0] for r in reports], [r[1] for r in reports]
    store.execute(
        _REPORT, providers=providers, references=references, states=[r[2] for r in reports], now=now
    )
    _settle(_OF_REPORTED, providers=providers, references=references, now=now)


def _settle(which: str, **given: Any) -> None:
    """Settle those whose reports are all there. Texts just sent and reports just come meet here: a
    deadlock is tried again.
    """
    store.settle(lambda: store.execute(_SETTLE_OF.format(which=which), **given))


def sweep(now: datetime, keep: timedelta = timedelta(days=90)) -> int:
    """Forget texts that were settled long ago, with what providers said of them; how many there
    were.
    """
    _settle(
        "p.at > %(since)s", since=now - timedelta(days=2), now=now
    )  # whatever a crash left open
    old = Outgoing.objects.filter(made_at__lt=now - keep).exclude(state=Outgoing.WAITING)
    ids = list(old.values_list("id", flat=True)[:50_000])
    with store.atomic():
        store.execute(
            "DELETE FROM sms_report r USING sms_piece p WHERE p.outgoing_id = ANY(%(ids)s)"
            " AND r.provider = p.provider AND r.reference = p.reference",
            ids=ids,
        )
        store.execute("DELETE FROM sms_piece WHERE outgoing_id = ANY(%(ids)s)", ids=ids)
        store.execute("DELETE FROM sms_outgoing WHERE id = ANY(%(ids)s)", ids=ids)
    store.execute("DELETE FROM sms_report WHERE at < %(old)s", old=now - keep)
    store.execute(
        "DELETE FROM sms_incoming WHERE received_at < %(old)s AND answered_at IS NOT NULL",
        old=now - keep,
    )
    return len(ids)
