"""Large askings travel as a bulk run: cut in chunks, each worked in one ``atomic`` with its own
marker.

A worker that is killed leaves its chunk as it was, and another takes it up; many workers share one
file; and because a worker takes one chunk at a time, a huge file never holds up a small one. Rows
are put in the order of party and person, and a person's rows are never parted, so two chunks hardly
ever touch the same record.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import polars as pl

from guichet.engine import scope, store
from guichet.engine.batch import Batch
from guichet.engine.context import Context
from guichet.engine.fields import tidy
from guichet.engine.idempotency import require_same_input
from guichet.engine.ids import MOST_ROWS
from guichet.engine.perform import prepare, settle, work
from guichet.engine.record import root_of
from guichet.engine.refusal import Refusal, Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Ask
from guichet.engine.submission import Header, counts_of, sign_root
from guichet.lib import merkle

CHUNK_ROWS = 50_000

BULK_RUN_TOO_LONG = Refusal(
    "file-too-long",
    ar="في الملف {count} سجلًا؛ الحد الأقصى {most}. قسّمه إلى ملفات.",
    en="The file has {count:row}; the most is {most}. Split it.",
    fr="Le fichier compte {count:row} ; le maximum est {most}. Divisez-le.",
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a bulk run has come."""

    rows: int
    done: int
    chunks: int
    chunks_done: int
    counts: dict[str, int] = field(default_factory=dict)
    finished: bool = False


def open_submission(
    asks: Sequence[Ask], context: Context, input_hash: bytes, *, chunk_rows: int = CHUNK_ROWS
) -> int:
    """Keep the rows of several services as one call, cut in chunks; its id.

    The services of ``asks`` are worked in the order given within each chunk. Asking again with the
    same idempotency key and input gives the first call's id.

    Raises:
        Refused: too many rows, or the key came with another input.
    """
    rows = sum(ask.rows.height for ask in asks)
    if rows > MOST_ROWS:
        raise Refused(BULK_RUN_TOO_LONG, count=rows, most=MOST_ROWS)
    pieces = list(_cut(_in_order(asks), chunk_rows))

    def attempt() -> int:
        first = _opened_before(context, input_hash)
        if first is not None:
            return first
        header = Header.fresh(context, input_hash)
        with store.atomic():
            header.open(rows, len(pieces))
            _keep(header.id, pieces)
        return header.id

    return store.settle(attempt)


def _opened_before(context: Context, input_hash: bytes) -> int | None:
    if context.idempotency_key is None:
        return None
    found = store.fetch(
        "SELECT id, encode(input_hash, 'hex') FROM engine_submission"
        " WHERE actor = %(actor)s AND idempotency_key = %(key)s",
        {"id": pl.Int64, "hash": pl.String},
        actor=context.actor.id,
        key=context.idempotency_key,
    )
    if not found.height:
        return None
    require_same_input(found["hash"][0], input_hash, context)
    return int(found["id"][0])


def _in_order(asks: Sequence[Ask]) -> pl.DataFrame:
    """All rows in one frame, by party and person, with ``_service``, ``_turn`` and ``_who``."""
    frames = []
    for turn, ask in enumerate(asks):
        who = [_tidied(ask, ask.service.party), _tidied(ask, ask.service.subject)]
        marks = [
            pl.lit(ask.service.key).alias("_service"),
            pl.lit(turn, dtype=pl.Int8).alias("_turn"),
            pl.concat_str([pl.lit(w) for w in who], separator="\x01").alias("_who"),
        ]
        frames.append(ask.rows.with_columns(marks))
    frame = pl.concat(frames, how="diagonal").sort("_who", "_turn", "row", maintain_order=True)
    return frame.with_columns(ordinal=pl.int_range(pl.len(), dtype=pl.Int64))


def _tidied(ask: Ask, name: str | None) -> pl.Series:
    if name is None or name not in ask.rows.columns:
        return pl.Series([""]).new_from_index(0, ask.rows.height)
    return tidy(ask.rows[name]).fill_null("")


def _cut(frame: pl.DataFrame, size: int) -> Iterator[pl.DataFrame]:
    """Pieces of about ``size`` rows; a party's person is never cut in two."""
    start, who = 0, frame["_who"]
    while start < frame.height:
        end = min(start + size, frame.height)
        while end < frame.height and who[end] == who[end - 1]:
            end += 1
        yield frame[start:end].drop("_who")
        start = end


def _keep(submission: int, pieces: Sequence[pl.DataFrame]) -> None:
    for number, piece in enumerate(pieces):
        buffer = io.BytesIO()
        piece.write_ipc(buffer, compression="lz4")
        store.execute(
            "INSERT INTO engine_chunk (submission_id, number, first, rows, payload, counts)"
            " VALUES (%(submission)s, %(number)s, %(first)s, %(rows)s, %(payload)s, '{}')",
            submission=submission,
            number=number,
            first=piece["ordinal"][0],
            rows=piece.height,
            payload=buffer.getvalue(),
        )


@scope.as_institution()
def work_next(submission: int, context: Context) -> bool:
    """Work one chunk that nobody else is working; False when none is left to take.

    ``context`` must carry the same actor, channel and moment as the call was opened with.
    """
    with _claimed(submission) as number:
        if number is None:
            # A worker killed between its last chunk and the signature leaves this to whoever looks
            # next.
            _finish(submission)
            return False
        asks = _load(submission, number)
        prepared = [prepare(ask, context) for ask in asks]
        header = Header(submission, context, _input_hash(submission))
        settle(lambda apart: _work_chunk(header, number, prepared, apart=apart))
    _finish(submission)
    return True


@contextmanager
def _claimed(submission: int) -> Iterator[int | None]:
    """A waiting chunk held by an advisory lock, which PostgreSQL lets go of when its holder
    dies.
    """
    waiting = store.fetch(
        "SELECT number FROM engine_chunk WHERE submission_id = %(id)s AND done_at IS NULL ORDER BY number",
        {"number": pl.Int64},
        id=submission,
    )
    for number in waiting["number"]:
        lock = {"a": submission % 2**31, "b": number}
        if not store.value("SELECT pg_try_advisory_lock(%(a)s, %(b)s)", **lock):
            continue
        try:
            # Between the look and the lock somebody may have finished it.
            done = store.value(
                "SELECT done_at FROM engine_chunk WHERE submission_id = %(s)s AND number = %(n)s",
                s=submission,
                n=number,
            )
            if done is None:
                yield number
                return
        finally:
            store.value("SELECT pg_advisory_unlock(%(a)s, %(b)s)", **lock)
    yield None


def _load(submission: int, number: int) -> list[Ask]:
    payload = store.value(
        "SELECT payload FROM engine_chunk WHERE submission_id = %(s)s AND number = %(n)s",
        s=submission,
        n=number,
    )
    frame = pl.read_ipc(io.BytesIO(payload))
    asks = []
    # In the order the call was opened with (leave, join, wage), whichever service comes first in
    # this chunk.
    for (_, key), part in frame.sort("_turn", maintain_order=True).group_by(
        "_turn", "_service", maintain_order=True
    ):
        service, rows = service_of(str(key)), part.drop("_turn", "_service")
        # A mixed file has the columns of all its services: those of others, empty here, are not
        # ours.
        ours = [n for n in rows.columns if n in service.inputs or _filled(rows, n)]
        asks.append(Ask(service, rows.select(ours)))
    return asks


def _filled(rows: pl.DataFrame, name: str) -> bool:
    return name in ("row", "ordinal") or rows[name].null_count() < rows.height


def _work_chunk(header: Header, number: int, prepared: list[Batch], *, apart: bool) -> None:
    with store.atomic():
        frames = [work(batch, header.id, apart=apart) for batch in prepared]
        root = root_of(frames)
        counts = _sum([counts_of(frame) for frame in frames])
        marked = store.execute(
            "UPDATE engine_chunk SET done_at = clock_timestamp(), root = %(root)s, counts = %(counts)s::jsonb,"
            " payload = NULL WHERE submission_id = %(s)s AND number = %(n)s AND done_at IS NULL",
            root=root,
            counts=json.dumps(counts),
            s=header.id,
            n=number,
        )
        if marked != 1:
            raise RuntimeError(f"chunk {number} of {header.id} was worked twice")
        header.record_chunk(number, root, counts, [batch.service.key for batch in prepared])


def _sum(parts: list[dict[str, int]]) -> dict[str, int]:
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: sum(part.get(name, 0) for part in parts) for name in names}


def _input_hash(submission: int) -> bytes:
    found = store.value("SELECT input_hash FROM engine_submission WHERE id = %(s)s", s=submission)
    return bytes(found)


def _finish(submission: int) -> None:
    """Sign the root of a call whose last chunk is done; whoever comes first signs."""
    from guichet.engine.models import Chunk, Submission

    roots = list(
        Chunk.objects.filter(submission=submission)
        .order_by("number")
        .values_list("root", flat=True)
    )
    header = Submission.objects.get(pk=submission)
    if header.finished_at is not None or any(root is None for root in roots):
        return
    tree = merkle.root([merkle.leaf_hash(bytes(root)) for root in roots])
    key_id, signature = sign_root(submission, tree, header.rows, header.asked_at)
    store.execute(
        "UPDATE engine_submission SET root = %(root)s, signature = %(signature)s, key_id = %(key)s,"
        " finished_at = clock_timestamp() WHERE id = %(s)s AND finished_at IS NULL",
        root=tree,
        signature=signature,
        key=key_id,
        s=submission,
    )


def progress(submission: int) -> Progress:
    """How far the call has come, from its markers alone."""
    from guichet.engine.models import Chunk, Submission

    header = Submission.objects.get(pk=submission)
    done = list(
        Chunk.objects.filter(submission=submission, done_at__isnull=False).values_list(
            "rows", "counts"
        )
    )
    return Progress(
        rows=header.rows,
        done=sum(rows for rows, _ in done),
        chunks=header.chunks,
        chunks_done=len(done),
        counts=_sum([counts for _, counts in done]),
        finished=header.finished_at is not None,
    )
