"""Carrying a confirmed file out, a chunk at a time; every step may be cut off anywhere and taken
again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from guichet.channels.bulk import files
from guichet.channels.bulk.file_check import askings_of
from guichet.channels.bulk.models import File, State
from guichet.channels.bulk.senders import confirmed_context
from guichet.channels.bulk.words import REPEATED
from guichet.engine import bulk_run, results
from guichet.engine.ids import span_of
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.pending import resolutions
from guichet.engine.registry import lasting_name
from guichet.engine.service import Outcome


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file has come; counts by outcome, repetitions apart."""

    rows: int
    done: int
    counts: dict[str, int] = field(default_factory=dict)
    finished: bool = False

    @property
    def held(self) -> int:
        """Rows that wait for a public body."""
        return self.counts.get(Outcome.HELD.value, 0)

    @property
    def referred(self) -> int:
        """Rows that wait for a member of staff."""
        return self.counts.get(Outcome.REFERRED.value, 0)


def confirm(file: File, shown: str, now: datetime) -> bool:
    """The client's word that the file shall be carried out as the check that was ``shown`` said;
    only the first counts.

    False, and nothing is done, where it was checked again since, or asks something.
    """
    seen = _moment(shown)
    if seen is None or file.report.get("questions"):
        return False
    return files.move(file, State.CONFIRMED, now, since=seen, confirmed_at=now)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def begin(file: File, now: datetime, *, chunk_rows: int = bulk_run.CHUNK_ROWS) -> None:
    """Hand a confirmed file's rows to the engine. Twice gives the same submission."""
    asked = askings_of(file)
    if not asked.asks:
        files.move(file, State.DONE, now)
        return
    digest = sha256(f"{file.sha256}:{lasting_name(file.kind)}".encode()).digest()
    number = bulk_run.open_submission(
        asked.asks, confirmed_context(file), digest, chunk_rows=chunk_rows
    )
    files.move(file, State.WORKING, now, submission=number)


def step(file: File, now: datetime, *, chunk_rows: int = bulk_run.CHUNK_ROWS) -> bool:
    """Do one piece of work; False when there is none left to take."""
    if file.state == State.CONFIRMED:
        begin(file, now, chunk_rows=chunk_rows)
        return file.state == State.WORKING
    if file.state != State.WORKING or file.submission is None:
        return False
    more = bulk_run.work_next(file.submission, confirmed_context(file))
    if bulk_run.progress(file.submission).finished:
        files.move(file, State.DONE, now)
        return False
    return more


def _gone_on(submission: int, counts: dict[str, int]) -> dict[str, int]:
    """The counts that are others now, because rows that waited have gone on."""
    waited = {outcome.value for outcome in (Outcome.HELD, Outcome.REFERRED)}
    if not waited & set(counts):
        return {}
    span = span_of(submission)
    found = resolutions(span.start, span.end)
    names = {code: outcome.value for outcome, code in OUTCOME_CODES.items()}
    now = dict(counts)
    for was, became, again, count in results.later_counts(found["first"], found["last"]):
        ended = REPEATED if again else names[became]
        now[names[was]] = now.get(names[was], 0) - count
        now[ended] = now.get(ended, 0) + count
    return now


def progress_of(file: File) -> Progress:
    """Rows done, and how they ended so far."""
    file = file.first or file
    rows, refused = file.rows or 0, int(file.report.get("strays", 0))
    counts = {Outcome.REFUSED.value: refused} if refused else {}
    if file.submission is None:
        done = refused if file.state == State.DONE else 0
        return Progress(rows, done, counts, file.state == State.DONE)
    now = bulk_run.progress(file.submission)
    for outcome, count in (now.counts | _gone_on(file.submission, now.counts)).items():
        if count:
            counts[outcome] = counts.get(outcome, 0) + count
    return Progress(rows, now.done + refused, counts, now.finished)
