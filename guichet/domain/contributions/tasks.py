"""What is done every day without anybody asking."""

from __future__ import annotations

from datetime import datetime, time

from guichet.domain.contributions import plans
from guichet.domain.contributions.penalties import charge_penalties
from guichet.engine import periodic


@periodic.every(
    "contributions.day",
    at=time(4, 20),
    takes_up="plans and penalties follow from the accounts and the law, whatever day it was looked at last",
)
def day(now: datetime) -> None:
    """End the instalment plans that are fulfilled or broken, then charge the penalties of months
    that are late by now.
    """
    try:
        plans.review(now)
    # plans that cannot be reviewed are no reason to charge nobody; the round fails, and it is told
    finally:
        charge_penalties(now)
