"""Turns what happened into notices for those whom it concerns, if they have a registered mobile and
want to be told.

An event is heard once: what is written for it and that it was heard are one commit, and each notice
has a source of its own. Events of before the channel was there are not told.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from guichet.channels.sms import answer_lines, opt_out, outbox, quiet_hours
from guichet.channels.sms.notice import Notice
from guichet.channels.sms.notice_writers import ACTED, CHANGED, WRITERS
from guichet.domain.contact.queries import mobiles_of_accounts
from guichet.engine import events, store
from guichet.engine.context import HOME
from guichet.engine.relations import EVENTS

GOOD_FOR = timedelta(days=3)
_MOST = 5_000
# Ids are drawn before commits, so a late commit may bring a lower one: so far back is looked again.
_LATE = 100_000
_A_LITTLE = 1_000
_EVENTS = f"""
    SELECT e.id, e.name, e.body::text FROM {EVENTS} e
    WHERE e.id > %(low)s AND e.name = ANY(%(names)s)
        AND NOT EXISTS (SELECT FROM sms_heard h WHERE h.event = e.id)
    ORDER BY e.id LIMIT %(most)s
"""
_LOW = "SELECT greatest(min(event), max(event) - %(late)s) FROM sms_heard"
_BEGIN = "INSERT INTO sms_heard (event) VALUES (%(newest)s) ON CONFLICT DO NOTHING"
_ALWAYS = {CHANGED, ACTED}


def begin() -> None:
    """From now on events are told."""
    store.execute(_BEGIN, newest=events.newest())


def gather(now: datetime, most: int = _MOST) -> int:
    """Write the notices of events not yet heard; how many events there were."""
    low = store.value(_LOW, late=_LATE)
    if low is None:
        begin()
        return 0
    unheard = store.fetch_in_place(
        _EVENTS,
        {"id": pl.Int64, "name": pl.String, "body": pl.String},
        low=low,
        names=list(WRITERS),
        most=most,
    )
    notices = [
        notice
        for name, write in WRITERS.items()
        if (bodies := _bodies(unheard.filter(pl.col("name") == name)))
        for notice in write(bodies, now.astimezone(HOME).date())
    ]
    drafts = _drafts(notices, now)
    with store.atomic():
        outbox.queue(drafts, now)
        store.execute(
            "INSERT INTO sms_heard (event) SELECT unnest(%(ids)s::bigint[]) ON CONFLICT DO NOTHING",
            ids=unheard["id"],
        )
        store.execute("DELETE FROM sms_heard WHERE event < %(low)s", low=low)
    return unheard.height


def _bodies(found: pl.DataFrame) -> list[tuple[int, dict[str, Any]]]:
    return [(number, json.loads(body)) for number, _, body in found.iter_rows()]


def _drafts(notices: list[Notice], now: datetime) -> list[outbox.Draft]:
    """For those who have a registered mobile and want notices."""
    accounts = pl.Series("account", sorted({n.account for n in notices}), dtype=pl.Int64)
    mobiles = dict(mobiles_of_accounts(accounts).iter_rows()) if accounts.len() else {}
    silent = opt_out.silent(mobiles.values())
    due = quiet_hours.allowed_from(now)
    return [
        outbox.Draft(
            kind=n.kind,
            mobile=mobiles[n.account],
            language=n.language,
            source=n.source,
            words=answer_lines.written(n.words),
            urgency=outbox.NOTICE,
            due_at=now if n.kind in _ALWAYS else due,
            expires_at=due + GOOD_FOR,
        )
        for n in notices
        if n.account in mobiles and (n.kind in _ALWAYS or mobiles[n.account] not in silent)
    ]


_NAMES = ", ".join(f"'{name}'" for name in WRITERS)
# SQL that is true while an event may be unheard. Late commits bring lower numbers: a little back
# each time, and all of the way (`_LATE`) whenever something is told, once an hour at least.
UNHEARD = f"""
    NOT EXISTS (SELECT FROM sms_heard)
        OR coalesce(r.done_at, '-infinity') < %(now)s - interval '1 hour' OR EXISTS (
        SELECT FROM {EVENTS} e
        WHERE e.id > (SELECT greatest(min(event), max(event) - {_A_LITTLE}) FROM sms_heard)
            AND e.name IN ({_NAMES})
        AND NOT EXISTS (SELECT FROM sms_heard h WHERE h.event = e.id))
"""
