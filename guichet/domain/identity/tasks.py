"""Housekeeping of identity."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from guichet.domain.identity import throttle


@app.periodic(cron="17 0 * * *")
@app.task(queueing_lock="identity.sweep", pass_context=False)
def sweep_throttle(timestamp: int) -> None:
    """Drop counters of guessing that nobody has touched for a day."""
    throttle.sweep(datetime.fromtimestamp(timestamp, UTC))
