"""Texts that came in: each is kept once, and taken up in the order of its sender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import polars as pl

from guichet.channels.sms.encryption import seal, unseal
from guichet.engine import store
from guichet.lib import waits

_LEASE = timedelta(seconds=60)  # a text whose answerer died is taken up again after this
LONGEST_TEXT = 1_600  # ten parts; more is no message to a service
_KEEP = """
    INSERT INTO sms_incoming (provider, reference, sender, words, received_at, tries)
    SELECT provider, reference, sender, words, %(now)s, 0
    FROM unnest(%(providers)s::text[], %(references)s::text[], %(senders)s::text[],
        %(words)s::bytea[])
        AS given(provider, reference, sender, words)
    ON CONFLICT DO NOTHING
"""
# The oldest unanswered text of a sender bars those after it.
_OVER = waits.sql_is_over("claimed_until", f"interval '{_LEASE.seconds} seconds'")
_CLAIM = f"""
    UPDATE sms_incoming SET claimed_until = %(until)s, tries = tries + 1
    WHERE id IN (
        SELECT id FROM sms_incoming i
        WHERE answered_at IS NULL AND {_OVER}
          AND NOT EXISTS (SELECT FROM sms_incoming e
              WHERE e.sender = i.sender AND e.answered_at IS NULL AND e.id < i.id)
        ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
    RETURNING id, provider, reference, sender, words, tries, received_at
"""
_SCHEMA = {
    "id": pl.Int64,
    "provider": pl.String,
    "reference": pl.String,
    "sender": pl.String,
    "words": pl.Binary,
    "tries": pl.Int64,
    "at": pl.Datetime("us", "UTC"),
}


@dataclass(frozen=True, slots=True)
class Arrived:
    """A text as a provider hands it over. Its words are left out of whatever prints it."""

    provider: str
    reference: str
    sender: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A text that is ours to answer for a minute."""

    id: int
    message: str  # provider and its message id
    sender: str
    words: str = field(repr=False)
    tries: int
    received_at: datetime


def keep(arrived: Sequence[Arrived], now: datetime) -> int:
    """Keep the texts that are new; how many were."""
    if not arrived:
        return 0
    return store.execute(
        _KEEP,
        providers=[a.provider for a in arrived],
        references=[a.reference[:200] for a in arrived],
        senders=[a.sender[:32] for a in arrived],
        words=[seal(a.words[:LONGEST_TEXT].replace("\0", "")) for a in arrived],
        now=now,
    )


def claim(now: datetime, most: int) -> list[Claimed]:
    """The oldest texts that nobody is at, one of each sender."""
    found = store.fetch_in_place(_CLAIM, _SCHEMA, now=now, until=now + _LEASE, most=most)
    return [
        Claimed(number, f"{provider}:{reference}", sender, unseal(words or b""), tries, at)
        for number, provider, reference, sender, words, tries, at in sorted(found.iter_rows())
    ]


def release(ids: Sequence[int]) -> None:
    """They were not looked at: anybody may take them."""
    store.execute(
        "UPDATE sms_incoming SET claimed_until = NULL, tries = tries - 1 WHERE id = ANY(%(ids)s) AND answered_at IS NULL",
        ids=list(ids),
    )


def done(ids: Sequence[int], now: datetime) -> None:
    """They are answered; their words are of no use any more."""
    store.execute(
        "UPDATE sms_incoming SET answered_at = %(now)s, words = NULL, claimed_until = NULL"
        " WHERE id = ANY(%(ids)s) AND answered_at IS NULL",
        ids=list(ids),
        now=now,
    )
