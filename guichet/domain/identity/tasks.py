"""Housekeeping of identity, and held rows taken up in the name of who asked."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from guichet.domain.identity import queries, throttle
from guichet.engine import periodic, unanswered
from guichet.engine.actor import Actor, Assurance
from guichet.engine.resume import AT_ONCE, DUE, resume_held

_TURNS = 12  # then whatever else has queued comes first


@periodic.every(
    "identity.sweep", at=time(3, 17), takes_up="every counter untouched for a day is dropped"
)
def sweep_throttle(now: datetime) -> None:
    """Drop counters of guessing that nobody has touched for a day."""
    throttle.sweep(now)


@periodic.every(
    "identity.resume", seconds=15, due=DUE, takes_up="every held row that is due is asked again"
)
def resume(now: datetime) -> None:
    """Ask again for held rows that are due; of a large call as much as a turn holds, in turns."""
    for _ in range(_TURNS):
        if resume_held(timezone.now(), who_asked) < AT_ONCE:
            return


@periodic.every(
    "identity.unanswered",
    at=time(0, 20),
    takes_up="every case whose day has passed and that the law then settles, however old",
)
def settle_unanswered(now: datetime) -> None:
    """Settle what nobody decided in time, where the law says what that comes to."""
    unanswered.settle(now, who_asked)


def who_asked(number: int, name: str) -> Actor:
    """The actor of an account as it stands now; of a closed or unknown account, one who may do
    nothing.

    How surely they were known was judged when they asked.
    """
    account = queries.account_by_id(number)
    if account is None or not account.is_active:
        return Actor(number, name)
    return queries.actor_of(account, Assurance.SECOND_FACTOR)
