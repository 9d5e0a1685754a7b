"""What the engine does by itself: seal the audit log, take up held rows."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from guichet.engine import audit
from guichet.engine.resume import resume_held


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="engine.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Seal what was committed since the last time, every ten seconds."""
    audit.seal(datetime.now(UTC))


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="engine.resume", pass_context=False)
def resume(timestamp: int) -> None:
    """Ask again for held rows that are due."""
    resume_held(datetime.now(UTC))
