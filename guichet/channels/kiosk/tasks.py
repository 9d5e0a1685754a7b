"""Housekeeping of the kiosks."""

from __future__ import annotations

from procrastinate.contrib.django import app

from guichet.channels.kiosk import visit


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="kiosk.sweep", pass_context=False)
def sweep_visits(timestamp: int) -> None:
    """Drop the sessions of people who walked away: each has said nothing for ten minutes, and opened nothing after one."""
    visit.sweep()
