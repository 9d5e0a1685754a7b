"""What systems need done by themselves: messages made and sent, used assertions forgotten."""

from __future__ import annotations

import time
from datetime import datetime

from django.utils import timezone

from guichet.domain.systems import assertions, delivery, messages
from guichet.engine import periodic

QUEUE = "systems"
_AT_MOST_S = 30.0  # then others get the worker
_KEPT = f"%(now)s - interval '{delivery.KEPT.days} days'"


@periodic.every(
    "systems.tell",
    seconds=5,
    queue=QUEUE,
    due=f"EXISTS (SELECT FROM systems_untold) OR {delivery.READY}",
    takes_up="every event untold and every message not yet taken",
)
def tell(now: datetime) -> None:
    """Make and send the messages that are due."""
    until = time.monotonic() + _AT_MOST_S
    while time.monotonic() < until:
        looked_at, tried = messages.spread(timezone.now()), delivery.deliver(timezone.now())
        if not looked_at and not tried:
            return


@periodic.every(
    "systems.sweep",
    seconds=3_600,
    queue=QUEUE,
    due=f"EXISTS (SELECT FROM systems_usedassertion WHERE expires_at < %(now)s)"
    f" OR EXISTS (SELECT FROM systems_delivery WHERE settled_at < {_KEPT})",
    takes_up="every assertion and every message that is over is dropped, whenever that was",
)
def sweep(now: datetime) -> None:
    """Drop what nobody needs any more."""
    assertions.forget_expired(now)
    delivery.forget_settled(now)
