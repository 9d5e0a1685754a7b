"""Carrying a confirmed file out, a chunk at a time; every step may be cut off anywhere and taken again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from guichet.channels.bulk import files
from guichet.channels.bulk.models import File, State
from guichet.channels.bulk.movement import askings
from guichet.channels.bulk.people import confirmed_context
from guichet.channels.bulk.reading import read_table
from guichet.engine import caravan
from guichet.engine.service import Outcome


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file has come; counts by outcome, repetitions apart."""

    rows: int
    done: int
    counts: dict[str, int] = field(default_factory=dict)
    finished: bool = False


def confirm(file: File, now: datetime) -> bool:
    """The client's word that the file shall be carried out; only the first counts."""
    return files.move(file, State.CONFIRMED, now, confirmed_at=now)


def begin(file: File, now: datetime, *, chunk_rows: int = caravan.CHUNK_ROWS) -> None:
    """Hand a confirmed file's rows to the engine. Twice gives the same submission."""
    asked = askings(read_table(files.body_of(file)), file.kind, file.language)
    if not asked.asks:
        files.move(file, State.DONE, now)
        return
    digest = sha256(f"{file.sha256}:{file.kind}".encode()).digest()
    number = caravan.open_submission(
        asked.asks, confirmed_context(file), digest, chunk_rows=chunk_rows
    )
    files.move(file, State.WORKING, now, submission=number)


def step(file: File, now: datetime, *, chunk_rows: int = caravan.CHUNK_ROWS) -> bool:
    """Do one piece of work; False when there is none left to take."""
    if file.state == State.CONFIRMED:
        begin(file, now, chunk_rows=chunk_rows)
        return file.state == State.WORKING
    if file.state != State.WORKING or file.submission is None:
        return False
    more = caravan.work_next(file.submission, confirmed_context(file))
    if caravan.progress(file.submission).finished:
        files.move(file, State.DONE, now)
        return False
    return more


def progress_of(file: File) -> Progress:
    """Rows done, and how they ended so far."""
    file = file.first or file
    rows, refused = file.rows or 0, int(file.report.get("strays", 0))
    counts = {Outcome.REFUSED.value: refused} if refused else {}
    if file.submission is None:
        done = refused if file.state == State.DONE else 0
        return Progress(rows, done, counts, file.state == State.DONE)
    now = caravan.progress(file.submission)
    for outcome, count in now.counts.items():
        counts[outcome] = counts.get(outcome, 0) + count
    return Progress(rows, now.done + refused, counts, now.finished)
