"""Held rows go on by themselves: asked again when their public body answers, and settled by a new
transaction.

The held transaction stays as it was; the one that settles it names it in ``resolves``. Each call is
taken up by itself, the small ones first, and has its own back-off: what goes wrong with one
client's rows holds up nobody else's. A few rows ask first whether the body answers at all, so that
a long outage does not cost the asking of everything that waits.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import polars as pl

from guichet.engine import store
from guichet.engine.actor import Actor
from guichet.engine.context import Context
from guichet.engine.idempotency import input_hash
from guichet.engine.ids import span_of, sql_submission_of
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.perform import prepare, settle, work
from guichet.engine.registry import service_of_code
from guichet.engine.service import Ask, Outcome, Said
from guichet.engine.submission import Header
from guichet.lib import waits

log = logging.getLogger(__name__)
AT_ONCE = 5_000  # rows of one call in one turn
_FEELERS = 64
_CALLS = 10_000
_MOST_FAILURES = 32  # of one call in one turn, while the rows that fail are told apart
# A silent body costs a few rows a minute; so whatever waits goes on soon after it answers, however
# long it was silent.
_SOONEST, _WHILE_SILENT = timedelta(seconds=30), timedelta(minutes=1)
_AFTER_FAILURES = timedelta(hours=1)
_HELD = OUTCOME_CODES[Outcome.HELD]

# Due, or put off for longer than any row is: by a clock that ran ahead.
_DUE_NOW = waits.sql_is_over("due_at", f"interval '{_AFTER_FAILURES.seconds} seconds'")
# SQL that is true while a row can be asked for again.
DUE = f"EXISTS (SELECT FROM engine_waiting WHERE outcome = {_HELD} AND {_DUE_NOW})"
_CALLS_DUE = f"""
    SELECT s.id, due.service, s.channel, s.actor, s.actor_name, s.language
    FROM (
        SELECT {sql_submission_of("asked.id")} AS submission, asked.service, count(*) AS rows,
            min(due_at) AS since
        FROM engine_waiting JOIN engine_transaction asked ON asked.id = transaction
        WHERE engine_waiting.outcome = %(held)s AND {_DUE_NOW} GROUP BY 1, 2
        ORDER BY 3, 4 LIMIT %(most)s
    ) AS due JOIN engine_submission s ON s.id = due.submission ORDER BY due.rows, due.since
"""
# Pushed back as they are taken: should this process die, another takes them up later. What never
# failed comes first, then what was asked for least often.
_TAKE = f"""
    WITH due AS (
        SELECT transaction FROM engine_waiting
        JOIN engine_transaction asked ON asked.id = transaction
        WHERE engine_waiting.outcome = %(held)s AND {_DUE_NOW} AND transaction >= %(first)s
            AND transaction < %(end)s
            AND asked.service = %(service)s
        ORDER BY failures, tries, transaction LIMIT %(most)s
        FOR UPDATE OF engine_waiting SKIP LOCKED
    )
    UPDATE engine_waiting w SET tries = w.tries + 1,
        due_at = CASE WHEN w.tries = 0 THEN %(soon)s::timestamptz ELSE %(later)s::timestamptz END
    FROM due, engine_transaction t WHERE w.transaction = due.transaction AND t.id = w.transaction
    RETURNING w.transaction, t.row, t.content
"""
_WAIT_ON = f"""
    UPDATE engine_waiting SET due_at = %(later)s FROM engine_transaction asked
    WHERE engine_waiting.outcome = %(held)s AND {_DUE_NOW} AND transaction >= %(first)s
        AND transaction < %(end)s
        AND asked.id = transaction AND asked.service = %(service)s
"""
_FAIL = """
    UPDATE engine_waiting SET failures = least(failures + 1, 30000),
        due_at = %(now)s + least(%(soonest)s * 2 ^ least(failures, 10), %(longest)s)
    WHERE transaction = ANY(%(ids)s)
"""


@dataclass(frozen=True, slots=True)
class _Call:
    """What one submission asked of one service, whose body answers or not by itself; who asked, as
    whom the rows go on.
    """

    submission: int
    code: int
    channel: str
    actor: int
    actor_name: str
    language: str

    @property
    def where(self) -> dict[str, int]:
        """Which held transactions are its own."""
        span = span_of(self.submission)
        return {"held": _HELD, "service": self.code, "first": span.start, "end": span.end}


def resume_held(now: datetime, actor_of: Callable[[int, str], Actor]) -> int:
    """Ask again for the held rows that are due, some of each call; how many were settled.

    Args:
        actor_of: who asked, from id and name, with the mandates held *now*: a right that ended
            meanwhile does not come to life again. Somebody unknown gets an actor who may do
            nothing.
    """
    calls = store.rows(_CALLS_DUE, held=_HELD, now=now, most=_CALLS)
    return sum(_take_up(_Call(*call), now, actor_of) for call in calls)


def reopen(transaction: int, now: datetime) -> None:
    """Have something that was refused asked once more as it was asked then, in the caller's
    ``atomic``: it goes on by itself, as what was held does, and names the refusal it resolves.

    Raises:
        django.db.IntegrityError: it goes on already.
    """
    key = sha256(f"reopened\x01{transaction}".encode()).digest()
    row = {"transaction": [transaction], "key": ["\\x" + key.hex()], "due_at": [now]}
    schema: dict[str, Any] = {
        "transaction": pl.Int64,
        "key": pl.String,
        "due_at": pl.Datetime("us", "UTC"),
    }
    waits = pl.DataFrame(row, schema=schema).with_columns(
        tries=pl.lit(0), outcome=pl.lit(_HELD, pl.Int16)
    )
    store.insert("engine_waiting", waits)


def _take_up(call: _Call, now: datetime, actor_of: Callable[[int, str], Actor]) -> int:
    settled = _turn(call, now, actor_of, _FEELERS)
    if settled:
        return settled + _turn(call, now, actor_of, AT_ONCE)
    store.execute(_WAIT_ON, now=now, later=now + _WHILE_SILENT, **call.where)
    return 0


def _turn(call: _Call, now: datetime, actor_of: Callable[[int, str], Actor], most: int) -> int:
    def attempt(rows: list[Said]) -> int:
        context = Context(actor_of(call.actor, call.actor_name), call.channel, now, call.language)
        return _resume(Ask.again(service_of_code(call.code), rows), context)

    return _apart(_due(call, now, most), attempt, now)


def _due(call: _Call, now: datetime, most: int) -> list[Said]:
    """The rows of a call to ask for now."""
    with store.atomic():
        taken = store.rows(
            _TAKE, now=now, most=most, soon=now + _SOONEST, later=now + _WHILE_SILENT, **call.where
        )
    return [
        (row, transaction, json.loads(content)["input"])
        for transaction, row, content in sorted(taken)
    ]


def _apart(rows: list[Said], attempt: Callable[[list[Said]], int], now: datetime) -> int:
    """Settle the rows together; if that goes wrong, by halves, so that a row which cannot be asked
    again waits alone.
    """
    settled, failures, parts = 0, 0, [rows]
    while parts:
        part = parts.pop()
        try:
            settled += attempt(part)
        except Exception:  # whatever it is, it is this call's and must not be everybody's
            failures += 1
            ids = [transaction for _, transaction, _ in part]
            log.exception(
                "%s held rows from transaction %s cannot be asked again", len(part), ids[0]
            )
            if len(part) > 1 and failures < _MOST_FAILURES:
                parts += _halves(part)
            else:
                store.execute(_FAIL, ids=ids, now=now, soonest=_SOONEST, longest=_AFTER_FAILURES)
    return settled


def _halves(rows: list[Said]) -> Iterator[list[Said]]:
    middle = len(rows) // 2
    yield rows[:middle]
    yield rows[middle:]


def _resume(ask: Ask, context: Context) -> int:
    asked = prepare(ask, context)
    while (held := asked.verdicts().filter(pl.col("outcome") == Outcome.HELD.value)).height:
        # Still no answer for these: they wait as they are, so that no second waiting is recorded.
        rows = ask.rows.with_row_index("position").join(held, on="position", how="anti")
        if rows.is_empty():
            return 0
        ask = Ask(ask.service, rows.drop("position"))
        asked = prepare(ask, context)
    digest = input_hash(ask)

    def attempt(apart: bool) -> int:
        with store.atomic():
            done = store.execute(
                "DELETE FROM engine_waiting WHERE transaction = ANY(%(ids)s)",
                ids=ask.rows["resolves"],
            )
            if done != ask.rows.height:  # somebody else took one up meanwhile
                raise store.WriteConflict
            header = Header.fresh(context, digest)
            header.close_single(ask.service, work(asked, header.id, apart=apart))
        return done

    try:
        return settle(attempt)
    except store.WriteConflict:
        return 0
