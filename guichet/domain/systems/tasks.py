"""What systems need done by themselves: messages made and sent, used assertions forgotten."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from guichet.domain.systems import assertions, delivering, messages

QUEUE = "systems"
_AT_MOST_S = 30.0  # then others get the worker


@app.periodic(cron="* * * * * */5")
@app.task(queue=QUEUE, queueing_lock="systems.tell", pass_context=False)
def tell(timestamp: int) -> None:
    """Make and send the messages that are due, every five seconds."""
    until = time.monotonic() + _AT_MOST_S
    while time.monotonic() < until:
        looked_at, tried = messages.spread(timezone.now()), delivering.deliver(timezone.now())
        if not looked_at and not tried:
            return


@app.periodic(cron="7 * * * *")
@app.task(queue=QUEUE, queueing_lock="systems.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Drop what nobody needs any more, every hour."""
    now = datetime.fromtimestamp(timestamp, UTC)
    assertions.forget_expired(now)
    delivering.forget_settled(now)
