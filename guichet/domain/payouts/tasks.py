"""What is done without anybody asking: what was released leaves for the bank."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from guichet.domain.payouts import dispatch
from guichet.engine import periodic


@periodic.every(
    "payouts.send",
    seconds=10,
    applies=lambda: bool(settings.PAYOUT_OUTBOX),
    due="EXISTS (SELECT FROM payouts_batch WHERE released_at IS NOT NULL AND sent_at IS NULL)",
    takes_up="every batch that was released and has not left leaves",
)
def send(now: datetime) -> None:
    """Send every batch that was released and has not left."""
    dispatch.send(now)
