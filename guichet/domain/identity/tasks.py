"""Housekeeping of identity, and held rows taken up in the name of who asked."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from guichet.domain.identity import queries, throttle
from guichet.engine.actor import Actor, Assurance
from guichet.engine.resume import AT_ONCE, resume_held

_TURNS = 12  # then whatever else has queued comes first


@app.periodic(cron="17 0 * * *")
@app.task(queueing_lock="identity.sweep", pass_context=False)
def sweep_throttle(timestamp: int) -> None:
    """Drop counters of guessing that nobody has touched for a day."""
    throttle.sweep(datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="identity.resume", pass_context=False)
def resume(timestamp: int) -> None:
    """Ask again for held rows that are due, every fifteen seconds; of a large call as much as a turn holds, in turns."""
    for _ in range(_TURNS):
        if resume_held(datetime.now(UTC), who_asked) < AT_ONCE:
            return


def who_asked(number: int, name: str) -> Actor:
    """The actor of an account as it stands now; of a closed or unknown account, one who may do nothing.

    How surely they were known was judged when they asked.
    """
    account = queries.account_by_id(number)
    if account is None or not account.is_active:
        return Actor(number, name)
    return queries.actor_of(account, Assurance.SECOND_FACTOR)
