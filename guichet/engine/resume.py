"""Held rows go on by themselves: asked again when their public body answers, and settled by a new transaction.

The held transaction stays as it was; the one that settles it names it in ``resolves``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from guichet.engine import store
from guichet.engine.actor import Actor
from guichet.engine.context import Context
from guichet.engine.once import input_hash
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.perform import prepare, settle, work
from guichet.engine.registry import service_of
from guichet.engine.service import Ask, Outcome
from guichet.engine.submission import Header

_AT_ONCE = 5_000
_LONGEST_WAIT = timedelta(hours=1)

_DUE = """
    SELECT w.transaction, w.tries, t.row, t.content, s.id, s.channel, s.actor, s.actor_name, s.language
    FROM engine_waiting w JOIN engine_transaction t ON t.id = w.transaction
    JOIN engine_submission s ON s.id = t.id >> 20
    WHERE w.outcome = %(held)s AND w.due_at <= %(now)s ORDER BY w.due_at LIMIT %(most)s
    FOR UPDATE OF w SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class _Call:
    """Who asked, so that the row goes on in the same name."""

    submission: int
    service: str
    channel: str
    actor: int
    actor_name: str
    language: str


def resume_held(now: datetime, actor_of: Callable[[int, str], Actor]) -> int:
    """Ask again for the held rows that are due; how many were settled.

    Args:
        actor_of: who asked, from id and name, with the mandates held *now*: a right that ended meanwhile does not
            come to life again. Somebody unknown gets an actor who may do nothing.
    """
    settled = 0
    for call, rows in _due(now).items():
        context = Context(actor_of(call.actor, call.actor_name), call.channel, now, call.language)
        settled += _resume(Ask(service_of(call.service), rows), context)
    return settled


def _due(now: datetime) -> dict[_Call, pl.DataFrame]:
    names = ("transaction", "tries", "row", "content", "submission", "channel", "actor", "actor_name", "language")
    text = {"content", "channel", "actor_name", "language"}
    schema = {name: pl.String if name in text else pl.Int64 for name in names}
    with store.atomic():
        due = store.fetch_in_place(
            _DUE, schema, held=OUTCOME_CODES[Outcome.HELD], now=now, most=_AT_ONCE
        )
        # Pushed back first: should this process die, another takes them up later.
        _push_back(due, now)
    calls: dict[_Call, list[dict[str, object]]] = {}
    for line in due.iter_rows(named=True):
        said = json.loads(line["content"])
        call = _Call(
            line["submission"], said["service"], line["channel"], line["actor"],
            line["actor_name"], line["language"],
        )  # fmt: skip
        row = said["input"] | {"row": line["row"], "resolves": line["transaction"]}
        calls.setdefault(call, []).append(row)
    return {call: pl.DataFrame(rows, infer_schema_length=None) for call, rows in calls.items()}


def _push_back(due: pl.DataFrame, now: datetime) -> None:
    waits = [min(timedelta(seconds=30) * 2 ** min(t, 8), _LONGEST_WAIT) for t in due["tries"]]
    store.execute(
        "UPDATE engine_waiting w SET tries = w.tries + 1, due_at = a.due FROM"
        " unnest(%(ids)s::bigint[], %(dues)s::timestamptz[]) AS a(id, due) WHERE w.transaction = a.id",
        ids=due["transaction"],
        dues=[now + wait for wait in waits],
    )


def _resume(ask: Ask, context: Context) -> int:
    asked = prepare(ask, context)
    held = asked.verdicts().filter(pl.col("outcome") == Outcome.HELD.value)
    if held.height:  # still no answer for these
        rows = ask.rows.with_row_index("position").join(held, on="position", how="anti")
        if rows.is_empty():
            return 0
        ask = Ask(ask.service, rows.drop("position"))
        asked = prepare(ask, context)
    digest = input_hash(ask)

    def attempt(apart: bool) -> int:
        with store.atomic():
            done = store.execute(
                "DELETE FROM engine_waiting WHERE transaction = ANY(%(ids)s)", ids=ask.rows["resolves"]
            )
            if done != ask.rows.height:  # somebody else took one up meanwhile
                raise store.Lost
            header = Header.fresh(context, digest)
            header.close_single(ask.service, work(asked, header.id, apart=apart))
        return done

    try:
        return settle(attempt)
    except store.Lost:
        return 0
