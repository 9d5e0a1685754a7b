"""Sends what is due: signed, in order for each establishment, again and again later until it is
taken.

A message is claimed for a minute before it is sent; whoever dies with it leaves it to be sent
again. So each arrives at least once, and its number tells that it was there before.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl
from django.conf import settings

from guichet.domain.systems import messages
from guichet.domain.systems.backends import webhook
from guichet.domain.systems.models import System
from guichet.engine import keys, store
from guichet.engine.context import HOME
from guichet.engine.registry import services
from guichet.lib import waits

WAITS = tuple(
    timedelta(seconds=s) for s in (5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400)
)  # after each try; when they are used up it is given up, after nearly two days
KEPT = timedelta(days=30)  # settled messages on the page
_CLAIM = timedelta(seconds=60)
_PAUSE = timedelta(seconds=30)  # of a receiver that did not answer: it must not take all places
_SILENT = frozenset({"time-out", "unreachable", "tls", "not-public"})
_AT_ONCE, _OF_ONE_HOOK = 100, 20

_WITHDRAW = """
    UPDATE systems_delivery d SET state = 'withdrawn', settled_at = %(now)s
    FROM systems_hook h JOIN systems_system s ON s.id = h.system_id
    WHERE h.id = d.hook_id AND d.state = 'waiting'
        AND (h.ended_at IS NOT NULL OR s.revoked_at IS NOT NULL)
"""
# Over too where a clock that ran ahead put it off for longer than any wait is.
# a receiver may ask for more than our own pause
_LONGEST = f"interval '{WAITS[-1].total_seconds():.0f} seconds'"
_DUE_BY_NOW = waits.sql_is_over("{of}.due_at", _LONGEST)
_GOES_ON = waits.sql_is_over("k.paused_until", _LONGEST)
# SQL that is true while a message can be sent now: its receiver is not paused, and none before it
# waits.
READY = f"""
    EXISTS (
        SELECT FROM systems_delivery w JOIN systems_hook k ON k.id = w.hook_id
        WHERE w.state = 'waiting' AND {_DUE_BY_NOW.format(of="w")}
          AND {_GOES_ON} AND NOT EXISTS (
            SELECT FROM systems_delivery e
            WHERE e.hook_id = w.hook_id AND e.subject = w.subject AND e.state = 'waiting'
                AND e.id < w.id
        )
    )
"""
_DUE = f"""
    UPDATE systems_delivery d SET due_at = %(claimed_until)s, tries = d.tries + 1
    FROM systems_hook h
    WHERE h.id = d.hook_id AND d.state = 'waiting' AND {_DUE_BY_NOW.format(of="d")} AND d.id IN (
        SELECT id FROM (
            SELECT w.id, w.due_at,
                row_number() OVER (PARTITION BY w.hook_id ORDER BY w.due_at, w.id) AS place
            FROM systems_delivery w JOIN systems_hook k ON k.id = w.hook_id
            WHERE w.state = 'waiting' AND {_DUE_BY_NOW.format(of="w")}
              AND {_GOES_ON} AND NOT EXISTS (
                SELECT FROM systems_delivery e
                WHERE e.hook_id = w.hook_id AND e.subject = w.subject AND e.state = 'waiting'
                    AND e.id < w.id
            )
        ) ready WHERE place <= %(each)s ORDER BY place, due_at LIMIT %(most)s
    ) RETURNING d.id, d.number, d.subject, d.body, d.tries, h.url, h.system_id
"""
_CLAIMED = {
    "id": pl.Int64,
    "number": pl.String,
    "subject": pl.Int64,
    "body": pl.String,
    "tries": pl.Int64,
    "url": pl.String,
    "system": pl.Int64,
}
_SETTLE = """
    UPDATE systems_delivery SET state = %(state)s, answer = %(answer)s, due_at = %(due_at)s,
        settled_at = CASE WHEN %(state)s = 'waiting' THEN NULL ELSE %(now)s END
    WHERE id = %(id)s AND state = 'waiting'
"""
_LEAVE = "UPDATE systems_hook SET paused_until = %(until)s WHERE url = ANY(%(urls)s) AND ended_at IS NULL"


@dataclass(frozen=True, slots=True)
class _Claimed:
    id: int
    number: str
    subject: int
    body: str
    tries: int
    url: str
    system: int


def deliver(now: datetime) -> int:
    """Send what is due, each once; how many were tried."""
    with store.atomic():
        store.execute(_WITHDRAW, now=now)
        frame = store.fetch_in_place(
            _DUE, _CLAIMED, now=now, claimed_until=now + _CLAIM, each=_OF_ONE_HOOK, most=_AT_ONCE
        )
    claimed = [_Claimed(*row) for row in frame.sort("id").iter_rows()]
    if not claimed:
        return 0
    allowed = _still_covered(claimed, now)
    sent = [message for message in claimed if message.id in allowed]
    answers = webhook.send_all([_signed(m, now) for m in sent], anywhere=settings.WEBHOOKS_ANYWHERE)
    with store.atomic():
        for message, answer in zip(sent, answers, strict=True):
            _settle(message, answer, now)
        silent = {m.url for m, answer in zip(sent, answers, strict=True) if answer in _SILENT}
        if silent:
            store.execute(_LEAVE, urls=sorted(silent), until=now + _PAUSE)
        for url, after_s in {
            m.url: a.after_s for m, a in zip(sent, answers, strict=True) if a.after_s
        }.items():
            store.execute(_LEAVE, urls=[url], until=now + timedelta(seconds=after_s))
        for message in claimed:
            if message.id not in allowed:
                store.execute(
                    _SETTLE,
                    id=message.id,
                    state="withdrawn",
                    answer="not-covered",
                    due_at=now,
                    now=now,
                )
    return len(claimed)


def _still_covered(claimed: list[_Claimed], now: datetime) -> set[int]:
    """The messages whose establishment the system's mandates still cover: a right that ended ends
    its messages.
    """
    known, day = services(), now.astimezone(HOME).date()
    allowed = {message.id for message in claimed if not message.subject}
    for system in System.objects.filter(pk__in={message.system for message in claimed}):
        own = [m for m in claimed if m.system == system.pk and m.subject]
        rights = {known[key].right for key in system.services if key in known}.union(
            messages.ACCOUNT_RIGHTS
        )
        seen = messages.covered(system, rights, {m.subject for m in own}, day)
        allowed |= {m.id for m in own if m.subject in seen}
    return allowed


def _signed(message: _Claimed, now: datetime) -> webhook.Message:
    """With a Standard Webhooks signature (v1a: Ed25519) by the key that signs receipts, over
    number, moment and body.
    """
    moment = str(int(now.timestamp()))
    kid, signature = keys.sign(f"{message.number}.{moment}.{message.body}".encode())
    headers = {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "User-Agent": "Guichet-Webhooks/1",
        "Webhook-Id": message.number,
        "Webhook-Timestamp": moment,
        "Webhook-Signature": f"v1a,{b64encode(signature).decode()}",
        "Webhook-Key": kid,
    }
    return webhook.Message(message.url, headers, message.body.encode())


def _settle(message: _Claimed, answer: webhook.Answer, now: datetime) -> None:
    state, due_at = "waiting", now
    if answer.startswith("2") and len(answer) == 3:
        state = "delivered"
    elif message.tries > len(WAITS):
        state = "failed"
    else:
        due_at = now + max(WAITS[message.tries - 1], timedelta(seconds=answer.after_s))
    store.execute(_SETTLE, id=message.id, state=state, answer=str(answer), due_at=due_at, now=now)


def forget_settled(now: datetime) -> int:
    """Drop messages settled a month ago; how many there were."""
    return store.execute(
        "DELETE FROM systems_delivery WHERE settled_at < %(before)s", before=now - KEPT
    )
