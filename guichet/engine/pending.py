"""Rows that wait: held until a check can be asked, or referred to a person with a deadline."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

import polars as pl

from guichet.engine import events, store
from guichet.engine.actor import PartyKind
from guichet.engine.batch import Batch
from guichet.engine.ids import sql_submission_of, transaction_id
from guichet.engine.levels import within
from guichet.engine.outcome import OUTCOME_CODES, Answer, answer_from
from guichet.engine.service import Outcome

_FIRST_RETRY = timedelta(seconds=30)
_LEVEL = {"position": pl.UInt32, "_level": pl.String}  # a service may have a "level" of its own
_WAITS = (Outcome.HELD.value, Outcome.REFERRED.value)
LONG = timedelta(hours=1)  # after this, whoever asked is told that it still waits
WAITS_LONG = "rows-wait-long"  # the event, emitted once for each row and together for a call
_LONG_WAITING = f"""
    WITH told AS (
        UPDATE engine_waiting w SET told_at = %(now)s FROM engine_submission s
        WHERE w.outcome = %(held)s AND w.told_at IS NULL
            AND s.id = {sql_submission_of("w.transaction")} AND s.asked_at <= %(since)s
        RETURNING s.id, s.actor, s.asked_at, w.transaction
    )
    SELECT d.id, d.actor, d.asked_at, count(*), min(d.transaction), min(t.service)
    FROM told d JOIN engine_transaction t ON t.id = d.transaction GROUP BY 1, 2, 3 ORDER BY 1
"""
_RESOLVED = """
    WITH RECURSIVE later AS (
        SELECT resolves AS first, id FROM engine_transaction
        WHERE resolves >= %(start)s AND resolves < %(end)s
        UNION ALL SELECT l.first, t.id FROM later l JOIN engine_transaction t ON t.resolves = l.id
    )
    SELECT first, max(id) FROM later GROUP BY 1
"""
_FIRST_ASKED = f"""
    WITH RECURSIVE earlier AS (
        SELECT id AS asked, id, resolves FROM engine_transaction
        WHERE id = ANY(%(ids)s::bigint[])
        UNION ALL SELECT e.asked, t.id, t.resolves
        FROM earlier e JOIN engine_transaction t ON t.id = e.resolves
    )
    SELECT e.asked, min(s.asked_at) FROM earlier e
    JOIN engine_submission s ON s.id = {sql_submission_of("e.id")} GROUP BY 1
"""


def claim_waiting(batch: Batch, submission: int) -> None:
    """Queue the rows that are set aside; a fact that already waits is answered with its first
    asking.
    """
    if not batch.stopped:
        return
    verdicts = batch.verdicts().filter(pl.col("outcome").is_in(_WAITS))
    if verdicts.is_empty():
        return
    frames = [batch.frame] if batch.aside is None else [batch.frame, batch.aside]
    rows = pl.concat(frames, how="diagonal").join(verdicts, on="position", how="semi")
    rows = rows.join(verdicts.select("position", "outcome"), on="position")
    rows = rows.with_columns(key=_keys(batch, rows))
    waiting = store.fetch(
        "SELECT encode(key, 'hex'), transaction FROM engine_waiting WHERE key = ANY(%(keys)s::bytea[])",
        {"key": pl.String, "transaction": pl.Int64},
        keys=[bytes.fromhex(key) for key in rows["key"]],
    )
    known = rows.join(waiting, on="key")
    if known.height:
        batch.stopped.append(known.select("position", "outcome", repeats="transaction"))
    fresh = rows.join(waiting, on="key", how="anti")
    codes = {outcome.value: code for outcome, code in OUTCOME_CODES.items()}
    now, today = batch.context.now, batch.context.today
    levels = pl.concat([pl.DataFrame(schema=_LEVEL), *batch.levels]).unique("position", keep="last")
    fresh = fresh.join(levels, on="position", how="left", maintain_order="left")
    fresh = fresh.with_columns(pl.col("_level").fill_null(""))
    due = {
        level: (now + within(batch.service, level, today)).isoformat()
        for level in fresh["_level"].unique()
    }
    store.insert(
        "engine_waiting",
        fresh.select(
            transaction=transaction_id(submission, pl.col("ordinal")),
            key="\\x" + pl.col("key"),
            due_at=pl.when(pl.col("outcome") == Outcome.HELD.value)
            .then(pl.lit((now + _FIRST_RETRY).isoformat()))
            .otherwise(pl.col("_level").replace_strict(due, return_dtype=pl.String)),
            level="_level",
            tries=pl.lit(0),
            outcome=pl.col("outcome").replace_strict(codes, return_dtype=pl.Int16),
        ),
    )


def _keys(batch: Batch, rows: pl.DataFrame) -> pl.Series:
    """A hash of the service and every given value: the very same asking, by whichever channel.

    A service without a party is asked for oneself, so there another actor's asking is another
    asking.
    """
    fields = sorted(batch.service.inputs.items())
    values = rows.select(f.plain(pl.col(n)).fill_null("\x00").alias(n) for n, f in fields)
    own = batch.service.party_kind is PartyKind.NOBODY
    prefix = f"{batch.service.lasting_name()}\x01{batch.context.actor.id if own else ''}\x01"
    hashes = [
        sha256((prefix + "\x01".join(row)).encode()).hexdigest() for row in values.iter_rows()
    ]
    return pl.Series("key", hashes, dtype=pl.String)


def resolution_of(transaction: int) -> int | None:
    """The transaction that a held or referred one led to last; None while it waits.

    What was held may have been referred when it went on, and a person decided then: the last of
    them is the answer.
    """
    found = resolutions(transaction, transaction + 1)
    return int(found["last"][0]) if found.height else None


def as_it_ended(answer: Answer) -> Answer:
    """A held or referred asking with the answer it led to, under its own reference; any other as it
    is.

    Whoever asked holds the first reference: wherever it is shown, it is the answer that is shown.
    """
    last = resolution_of(answer.transaction) if answer.outcome.value in _WAITS else None
    content = last and store.value(
        "SELECT content FROM engine_transaction WHERE id = %(id)s", id=last
    )
    if not last or not content:
        return answer
    ended = answer_from(answer.service, last, content, repeated=answer.repeated)
    own = ("transaction", "reference", "row", "input")
    return replace(ended, **{name: getattr(answer, name) for name in own})


def resolutions(start: int, end: int) -> pl.DataFrame:
    """The transactions from ``start`` on, before ``end``, that waited and went on: ``first`` and
    ``last`` (ids).
    """
    return store.fetch(_RESOLVED, {"first": pl.Int64, "last": pl.Int64}, start=start, end=end)


def tell_of_waits(now: datetime) -> int:
    """Say of each call of which rows are held for long that they still wait, once; how many calls
    there were.
    """
    with store.atomic():
        found = store.rows(
            _LONG_WAITING, held=OUTCOME_CODES[Outcome.HELD], now=now, since=now - LONG
        )
        for submission, actor, asked_at, rows, first, service in found:
            said = {
                "submission": submission,
                "actor": actor,
                "asked_at": asked_at.isoformat(),
                "rows": rows,
                "transaction": first,
                "service": service,
            }
            events.tell(WAITS_LONG, said, now)
    return len(found)


def first_asked(transactions: pl.Series) -> pl.DataFrame:
    """When that was first asked which now goes on: ``resolves`` (the transaction given) and
    ``first_asked`` (UTC). Where a day counts for a right, it is this one and not that of the wait's
    end.
    """
    return store.fetch(
        _FIRST_ASKED,
        {"resolves": pl.Int64, "first_asked": pl.Datetime("us", "UTC")},
        ids=transactions.drop_nulls().unique(),
    )
