"""What the engine does by itself: seal the audit log, keep its seals in a second place, drop files nobody uses."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from procrastinate.contrib.django import app

from guichet.engine import attachments, audit, outside, referred, waiting


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="engine.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Seal what was committed since the last time, every ten seconds."""
    audit.seal(datetime.now(UTC))


@app.periodic(cron="* * * * * */30")
@app.task(queueing_lock="engine.export", pass_context=False)
def export(timestamp: int) -> None:
    """Add new seals to the second place, if one is named (``GUICHET_AUDIT_EXPORT``), every thirty seconds."""
    if settings.AUDIT_EXPORT:
        outside.export(Path(settings.AUDIT_EXPORT))


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="engine.escalate", pass_context=False)
def escalate(timestamp: int) -> None:
    """Say of referred rows that their deadline has passed, and of held ones that they wait long, every five minutes."""
    now = datetime.now(UTC)
    referred.escalate(now)
    waiting.tell_of_waits(now)


@app.periodic(cron="41 1 * * *")
@app.task(queueing_lock="engine.attachments", pass_context=False)
def sweep_attachments(timestamp: int) -> None:
    """Drop files that were sent and never used, once a day."""
    attachments.sweep(datetime.fromtimestamp(timestamp, UTC))
