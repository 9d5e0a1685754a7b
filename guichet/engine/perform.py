"""The one door. Every channel asks here; a single asking is a batch of one.

Seven steps: admit (shape), authorise (mandate), once (no fact twice), verify (ask public bodies,
outside any database transaction), decide and apply (one ``atomic``), record (same ``atomic``), tell
(afterwards, from the queue).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import TypeVar

import polars as pl
from django.db import DatabaseError

from guichet.engine import attachments, disclosures, idempotency, rehearsed_names, scope, store
from guichet.engine.admission import admit
from guichet.engine.authorise import authorise
from guichet.engine.batch import Batch
from guichet.engine.context import Context
from guichet.engine.ids import transaction_id
from guichet.engine.outcome import Answer, answer_from
from guichet.engine.pending import claim_waiting
from guichet.engine.record import compose, write
from guichet.engine.refusal import Refusal, Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Ask, Service
from guichet.engine.submission import Header
from guichet.engine.verify import verify
from guichet.lib import frames

__all__ = [
    "MOST_ROWS",
    "check",
    "decide_and_apply",
    "perform",
    "perform_many",
    "prepare",
    "settle",
    "work",
]

T = TypeVar("T")

# More than this travels as a file: in chunks, with progress (`engine.bulk_run`).
MOST_ROWS = 65_536

TOO_MANY_ROWS = Refusal(
    "too-many-rows",
    ar="أرسلت {count} سجلًا؛ الحد الأقصى للطلب الواحد {most}. أرسلها في ملف.",
    en="You sent {count:row}; one call takes at most {most}. Send them as a file.",
    fr="Vous avez envoyé {count:row} ; un appel en prend {most} au plus. Envoyez-les dans un fichier.",
)
NO_ROWS = Refusal(
    "no-rows",
    ar="لا يوجد أي سجل في الطلب. أضف سجلًا واحدًا على الأقل.",
    en="There is no row in the call. Add at least one.",
    fr="L’appel ne contient aucune ligne. Ajoutez-en au moins une.",
)

NOT_RECORDED = Refusal(
    "not-recorded",
    ar="يتعارض هذا السجل مع ما هو مسجل أو مع سجل آخر في الطلب نفسه. راجع بياناته ثم أرسله وحده.",
    en="This row contradicts what is on record, or another row of the same call. Check it and send it by itself.",
    fr="Cette ligne contredit ce qui est enregistré, ou une autre ligne du même envoi. Vérifiez-la et envoyez-la seule.",
)


def perform(
    service: str | type[Service], raw: Mapping[str, str | None], context: Context
) -> Answer:
    """Ask once. ``raw`` is text as the client gave it, by field name.

    Raises:
        Refused: the asking as a whole cannot be looked at (its key was used for something else).
    """
    return perform_many(service, [raw], context)[0]


def perform_many(
    service: str | type[Service],
    rows: Sequence[Mapping[str, str | None]] | pl.DataFrame,
    context: Context,
) -> list[Answer]:
    """Ask many times at once; one answer a row, in the order given.

    Good rows go on and bad rows come back: nothing is half done, and one signature covers all
    receipts.

    Raises:
        Refused: there are no rows, or more than are taken at once.
    """
    ask = Ask(service_of(service) if isinstance(service, str) else service, _frame(rows))
    if not ask.rows.height:
        raise Refused(NO_ROWS)
    if ask.rows.height > MOST_ROWS:
        raise Refused(TOO_MANY_ROWS, count=ask.rows.height, most=MOST_ROWS)
    digest = idempotency.input_hash(ask)
    before = idempotency.answered_before(context, digest)
    if before is not None:
        disclosures.tell(context, ask.service, before)
        return before
    with scope.as_institution():
        prepared = prepare(ask, context)
        tries = count()
        answers = (
            rehearsed_names.withheld(context, ask.service, _rehearse(prepared))
            if context.dry_run
            else settle(
                lambda apart: _attempt(prepared, digest, apart=apart, again=next(tries) > 0)
            )
        )
        disclosures.tell(context, ask.service, answers)
        return answers


def prepare(ask: Ask, context: Context) -> Batch:
    """Steps one to four."""
    batch = admit(ask, context)
    authorise(batch)
    attachments.require_own(batch)
    idempotency.join_twins(batch)
    verify(batch)
    return batch


def check(asks: Sequence[Ask], context: Context) -> list[Batch]:
    """What would become of many rows, without writing anything: all errors of all rows, and what
    would change.
    """
    with scope.as_institution():
        batches = [prepare(ask, context.rehearsal()) for ask in asks]
        for batch in batches:
            batch.service.decide(batch)
            disclosures.tell_checked(context, batch)
        return batches


def work(prepared: Batch, submission_id: int, *, apart: bool = False) -> pl.DataFrame:
    """Step five, and the rows of step six, inside the caller's ``atomic``; the composed rows.

    The prepared batch stays as it is, so that a lost race can be decided again. With ``apart`` the
    rows that the database will not take are told apart from the others and refused.
    """
    batch, frame = decide_and_apply(prepared, submission_id, apart=apart)
    write(batch, frame)
    attachments.note_uses(batch.service, frame)
    return frame


def settle(work: Callable[[bool], T]) -> T:
    """``work(False)`` until no race is lost; if the database still says no, ``work(True)``: good
    rows go on.

    A row that contradicts another of its own call in a way that only a constraint sees must not
    hold up the rest.
    """
    try:
        return store.settle(lambda: work(False))
    except (DatabaseError, store.WriteConflict) as error:
        if not isinstance(error, store.WriteConflict) and not store.is_race(error):
            raise
    return store.settle(lambda: work(True))


def decide_and_apply(
    prepared: Batch, submission_id: int, *, apart: bool = False
) -> tuple[Batch, pl.DataFrame]:
    """Step five inside the caller's ``atomic``: the batch as decided, and its rows composed."""
    batch = prepared.copy()
    batch.service.decide(batch)
    claim_waiting(batch, submission_id)
    whole, standing, decided = batch.frame, batch.standing(), set(batch.answered)
    ids = transaction_id(submission_id, pl.col("ordinal"))
    batch.frame = standing.with_columns(transaction=ids)
    applied = _apply_apart(batch, batch.frame) if apart else _apply(batch, batch.frame)
    batch.frame = whole
    if batch.context.dry_run:
        # What only writing gives, a number or a code, is another when it is asked in earnest: it is
        # not promised.
        given = [f"out_{name}" for name in batch.answered if name not in decided]
        applied = applied.with_columns(
            pl.lit(None, applied.schema[n]).alias(n) for n in given if n in applied.columns
        )
    return batch, compose(batch, submission_id, applied)


def _apply(batch: Batch, rows: pl.DataFrame) -> pl.DataFrame:
    batch.frame = rows
    if rows.height:
        batch.service.apply(batch)
    return batch.frame


def _apply_apart(batch: Batch, rows: pl.DataFrame) -> pl.DataFrame:
    """Apply what can be applied, halving until the rows that cannot stand alone; those are
    refused.
    """
    try:
        with store.atomic():
            return _apply(batch, rows)
    except (DatabaseError, store.WriteConflict) as error:
        # A deadlock is nobody's fault: it is tried again, and never told as a contradiction.
        if not isinstance(error, store.WriteConflict) and not store.contradicts(error):
            raise
    batch.frame = rows
    if rows.height == 1:
        batch.refuse(pl.lit(True), NOT_RECORDED)
        return rows.clear()
    half = rows.height // 2
    return pl.concat(
        [_apply_apart(batch, rows[:half]), _apply_apart(batch, rows[half:])], how="diagonal"
    )


def _attempt(prepared: Batch, digest: bytes, *, apart: bool, again: bool) -> list[Answer]:
    context = prepared.context
    # A racing twin of this very call that won meanwhile holds the key, and whatever was decided
    # here was undone.
    before = idempotency.answered_before(context, digest) if again else None
    if before is not None:
        return before
    header = Header.fresh(context, digest)
    with store.atomic():
        frame = work(prepared, header.id, apart=apart)
        header.close_single(prepared.service, frame)
    return _answers(prepared.service, frame)


def _rehearse(prepared: Batch) -> list[Answer]:
    """All of it in an ``atomic`` that is undone, so that the constraints have their say as well."""

    def attempt(apart: bool) -> list[Answer]:
        with store.atomic(keep=False):
            batch, frame = decide_and_apply(prepared, 0, apart=apart)
        return _answers(batch.service, frame, kept=False, changes=batch.changes)

    return settle(attempt)


def _answers(
    service: type[Service],
    frame: pl.DataFrame,
    *,
    kept: bool = True,
    changes: Mapping[str, int] | None = None,
) -> list[Answer]:
    """An answer a row; what repeats another is answered, and rehearsed, as that was."""
    first = idempotency.contents(frame["repeats"].drop_nulls())
    return [
        answer_from(
            service,
            repeats or id,
            first.get(repeats, content),
            repeated=bool(repeats),
            kept=kept,
            changes=changes,
        )
        for id, content, repeats in frame[["id", "content", "repeats"]].iter_rows()
    ]


def _frame(rows: Sequence[Mapping[str, str | None]] | pl.DataFrame) -> pl.DataFrame:
    if isinstance(rows, pl.DataFrame):
        return rows
    if rows and not any(rows):
        return pl.DataFrame({"row": range(1, len(rows) + 1)}, schema={"row": pl.Int64})
    return frames.texts(rows)
