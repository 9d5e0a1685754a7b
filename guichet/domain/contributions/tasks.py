"""What is done every day without anybody asking."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from guichet.domain.contributions import plans
from guichet.domain.contributions.penalties import charge_penalties


@app.periodic(cron="40 1 * * *")
@app.task(queueing_lock="contributions.penalties", pass_context=False)
def charge(timestamp: int) -> None:
    """Charge the penalties of months that are late by now."""
    charge_penalties(datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="20 1 * * *")
@app.task(queueing_lock="contributions.plans", pass_context=False)
def review_plans(timestamp: int) -> None:
    """End the instalment plans that are fulfilled or broken, before penalties are charged."""
    plans.review(datetime.fromtimestamp(timestamp, UTC))
