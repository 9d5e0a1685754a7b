"""What the engine does by itself: seal the audit log, keep its seals in a second place, drop what
nobody uses.
"""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

from django.conf import settings

from guichet.engine import attachments, audit, jobs, pending, periodic, referrals, seal_copies
from guichet.engine.ids import sql_submission_of
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.service import Outcome

_UNSEALED = """
    EXISTS (SELECT FROM engine_auditleaf WHERE xid >= coalesce(
        (SELECT xid_until FROM engine_auditseal ORDER BY id DESC LIMIT 1), 0)::text::xid8)
"""
# Sealed since the last export, or while it went on.
_UNEXPORTED = """
    (SELECT sealed_at FROM engine_auditseal ORDER BY id DESC LIMIT 1)
        > coalesce(r.done_at, '-infinity') - interval '10 minutes'
"""
_LATE = f"""
    EXISTS (SELECT FROM engine_waiting
        WHERE outcome = {OUTCOME_CODES[Outcome.REFERRED]} AND tries = 0
        AND due_at <= %(now)s)
    OR EXISTS (SELECT FROM engine_waiting w
        JOIN engine_submission s ON s.id = {sql_submission_of("w.transaction")}
        WHERE w.outcome = {OUTCOME_CODES[Outcome.HELD]} AND w.told_at IS NULL
        AND s.asked_at <= %(now)s - interval '{pending.LONG.total_seconds()} seconds')
"""


@periodic.every(
    "engine.seal", seconds=10, due=_UNSEALED, takes_up="every leaf without a seal is sealed"
)
def seal(now: datetime) -> None:
    """Seal what was committed since the last time."""
    audit.seal(now)


@periodic.every(
    "engine.export",
    seconds=30,
    due=_UNEXPORTED,
    applies=lambda: bool(settings.AUDIT_EXPORT),
    takes_up="every seal that the second place lacks is added",
)
def export(now: datetime) -> None:
    """Add new seals to the second place, if one is named (``GUICHET_AUDIT_EXPORT``)."""
    seal_copies.export(Path(settings.AUDIT_EXPORT))


@periodic.every(
    "engine.escalate",
    seconds=300,
    due=_LATE,
    takes_up="every referred row whose deadline has passed and every held row that waits long is told of, once",
)
def escalate(now: datetime) -> None:
    """Say of referred rows that their deadline has passed, and of held ones that they wait long."""
    referrals.escalate(now)
    pending.tell_of_waits(now)


@periodic.every(
    "engine.attachments",
    at=time(4, 41),
    takes_up="every file unused for two days is dropped, whenever that was",
)
def sweep_attachments(now: datetime) -> None:
    """Drop files that were sent and never used."""
    attachments.sweep(now)


@periodic.every(
    "engine.take-up",
    seconds=15,
    due=jobs.LEFT_BEHIND,
    takes_up="every job whose worker is gone, whatever its kind",
)
def take_up_jobs(now: datetime) -> None:
    """Take up what killed workers left."""
    jobs.take_up()


@periodic.every(
    "engine.forget-jobs",
    seconds=3_600,
    takes_up="every job that ended longer ago than it is kept, half a million an hour at most",
)
def forget_jobs(now: datetime) -> None:
    """Empty the queue's tables of what is done."""
    jobs.forget(now, settings.KEEP_JOBS_DAYS, settings.KEEP_FAILED_JOBS_DAYS)
