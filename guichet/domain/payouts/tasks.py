"""What is done without anybody asking: what was released leaves for the bank."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from guichet.domain.payouts import sending


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="payouts.send", pass_context=False)
def send(timestamp: int) -> None:
    """Send every batch that was released and has not left, every ten seconds."""
    sending.send(datetime.now(UTC))
