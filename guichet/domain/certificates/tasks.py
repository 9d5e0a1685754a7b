"""Keeping the revocation list fresh."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from guichet.domain.certificates import commands


@app.periodic(cron="23 */6 * * *")
@app.task(queueing_lock="certificates.refresh", pass_context=False)
def refresh(timestamp: int) -> None:
    """A new list in time, every six hours at most."""
    commands.refresh_list(datetime.fromtimestamp(timestamp, UTC))
