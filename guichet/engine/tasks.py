"""What the engine does by itself: seal the audit log, drop files that no transaction uses."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from guichet.engine import attachments, audit


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="engine.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Seal what was committed since the last time, every ten seconds."""
    audit.seal(datetime.now(UTC))


@app.periodic(cron="41 1 * * *")
@app.task(queueing_lock="engine.attachments", pass_context=False)
def sweep_attachments(timestamp: int) -> None:
    """Drop files that were sent and never used, once a day."""
    attachments.sweep(datetime.fromtimestamp(timestamp, UTC))
