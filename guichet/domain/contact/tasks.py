"""Housekeeping of contact."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from guichet.domain.contact import codes


@app.periodic(cron="27 0 * * *")
@app.task(queueing_lock="contact.sweep", pass_context=False)
def sweep_codes(timestamp: int) -> None:
    """Drop codes of the day before."""
    codes.sweep(datetime.fromtimestamp(timestamp, UTC))
