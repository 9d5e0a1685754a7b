"""Housekeeping of the telephone."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from guichet.channels.voice import calls


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="voice.sweep", pass_context=False)
def sweep_calls(timestamp: int) -> None:
    """Forget calls that nobody ended."""
    calls.sweep(datetime.fromtimestamp(timestamp, UTC))
