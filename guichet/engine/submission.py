"""One perform call as it is recorded: its header, its signed root, its audit leaf and its event."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from guichet.engine import keys, store
from guichet.engine.context import Context
from guichet.engine.record import canonical, iso, leaf, root_of
from guichet.engine.service import Service
from guichet.lib import merkle

__all__ = ["Header", "sign_root", "signed_message"]

_INSERT = """
WITH header AS (
    INSERT INTO engine_submission (id, channel, actor, actor_name, language, asked_at,
        idempotency_key, input_hash, rows, chunks, root, signature, key_id, finished_at)
    VALUES (%(id)s, %(channel)s, %(actor)s, %(actor_name)s, %(language)s, %(asked_at)s, %(key)s,
        %(input_hash)s, %(rows)s, %(chunks)s, %(root)s, %(signature)s, %(key_id)s, %(finished_at)s)
), seen AS (
    INSERT INTO engine_auditleaf (kind, body, digest) SELECT 'transactions', %(leaf)s, %(digest)s
    WHERE %(leaf)s <> ''
)
INSERT INTO engine_event (name, body, at) SELECT %(event)s, %(body)s, %(asked_at)s
WHERE %(event)s <> ''
"""


@dataclass(frozen=True, slots=True)
class Header:
    """What is true of a whole call. ``id`` is drawn first, so that its rows know their ids before
    they are written.
    """

    id: int
    context: Context
    input_hash: bytes

    @classmethod
    def fresh(cls, context: Context, input_hash: bytes) -> Header:
        """A header with a new id."""
        number = store.value("SELECT nextval('engine_submission_id_seq')")
        return cls(int(number), context, input_hash)

    def close_single(self, service: type[Service], frame: pl.DataFrame) -> None:
        """Write the header of a call whose rows are all recorded, signed, with its audit leaf and
        event.
        """
        tree = merkle.root([merkle.leaf_hash(root := root_of([frame]))])
        counts = counts_of(frame)
        key_id, signature = sign_root(self.id, tree, frame.height, self.context.now)
        text, digest = leaf("transactions", self._leaf(0, root, counts, [service.key]))
        self._insert(
            rows=frame.height,
            chunks=1,
            root=tree,
            signature=signature,
            key_id=key_id,
            finished_at=self.context.now,
            leaf=text,
            digest=digest,
            event="transactions-recorded",
            body=json.dumps(self.event_body(0, [service.key], counts)),
        )

    def open(self, rows: int, chunks: int) -> None:
        """Write the header of a call that is worked in chunks; it is signed when the last one is
        done.
        """
        self._insert(
            rows=rows,
            chunks=chunks,
            root=None,
            signature=None,
            key_id="",
            finished_at=None,
            leaf="",
            digest=b"",
            event="",
            body="{}",
        )

    def record_chunk(
        self, number: int, root: bytes, counts: dict[str, int], services: list[str]
    ) -> None:
        """The audit leaf and event of one chunk."""
        text, digest = leaf("transactions", self._leaf(number, root, counts, services))
        store.execute(
            "WITH seen AS (INSERT INTO engine_auditleaf (kind, body, digest)"
            " VALUES ('transactions', %(leaf)s, %(digest)s))"
            " INSERT INTO engine_event (name, body, at) VALUES ('transactions-recorded', %(body)s, %(at)s)",
            leaf=text,
            digest=digest,
            body=json.dumps(self.event_body(number, services, counts)),
            at=self.context.now,
        )

    def event_body(self, chunk: int, services: list[str], counts: dict[str, int]) -> dict[str, Any]:
        """What others are told: which call, which services, how many ended how."""
        return {"submission": self.id, "chunk": chunk, "services": services, "counts": counts}

    def _leaf(
        self, chunk: int, root: bytes, counts: dict[str, int], services: list[str]
    ) -> dict[str, Any]:
        context = self.context
        via: dict[str, Any] = {"via": dict(context.via)} if context.via else {}
        if clerk := context.actor.clerk:  # the log names both: for whom it was done, and who did it
            via |= {"clerk": clerk.id, "clerk_name": clerk.name}
        return via | {
            "submission": self.id,
            "chunk": chunk,
            "root": root.hex(),
            "counts": counts,
            "services": services,
            "actor": context.actor.id,
            "actor_name": context.actor.name,
            "channel": context.channel,
            "asked_at": iso(context.now),
            "input": self.input_hash.hex(),
        }

    def _insert(self, **rest: Any) -> None:
        context = self.context
        store.execute(
            _INSERT,
            id=self.id,
            channel=context.channel,
            actor=context.actor.id,
            actor_name=context.actor.name,
            language=context.language,
            asked_at=context.now,
            key=context.idempotency_key,
            input_hash=self.input_hash,
            **rest,
        )


def counts_of(frame: pl.DataFrame) -> dict[str, int]:
    """How many rows ended how; repetitions apart."""
    kinds = frame.select(
        kind=pl.when(pl.col("repeats").is_not_null()).then(pl.lit("repeated")).otherwise("outcome")
    )
    return dict(sorted(kinds["kind"].value_counts().iter_rows()))


def signed_message(submission: int, root: bytes, rows: int, asked_at: datetime) -> bytes:
    """The bytes the institution signs: which call, when, how many rows, and the root over all of
    them.
    """
    body = {"submission": submission, "root": root.hex(), "rows": rows, "asked_at": iso(asked_at)}
    return canonical({"guichet": "receipts/1", **body}).encode()


def sign_root(submission: int, root: bytes, rows: int, asked_at: datetime) -> tuple[str, bytes]:
    """The key's id and its signature over a call's root."""
    return keys.sign(signed_message(submission, root, rows, asked_at))
