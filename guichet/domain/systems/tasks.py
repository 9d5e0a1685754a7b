"""What systems need done by themselves: used assertions forgotten."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from guichet.domain.systems import assertions


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="systems.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Drop assertions that would be refused as expired anyway, every hour."""
    assertions.forget_expired(datetime.fromtimestamp(timestamp, UTC))
