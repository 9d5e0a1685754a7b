"""What the engine does by itself: seal the audit log."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from guichet.engine import audit


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="engine.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Seal what was committed since the last time, every ten seconds."""
    audit.seal(datetime.now(UTC))
