"""How far what an accepted asking began has come, where it ends only later: an order waits for its
money.

The receipt is signed once and never changes; the stage is read anew whenever somebody looks, and
every channel tells it instead of "done". A service that has stages declares them (`Service.stages`)
and says which one is reached (`Service.reached`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from guichet.lib.text import Words

if TYPE_CHECKING:
    from guichet.engine.outcome import Answer
    from guichet.engine.service import Service


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the stages of a service."""

    words: Words  # how it stands, for people
    meaning: Words  # what that means for whoever asked, and what they can do
    finished: bool = False  # nothing more is to come
    good: bool = False  # it came to what was wanted
    onward: Words | None = None  # the name of the step by which the client goes on


@dataclass(frozen=True, slots=True)
class Reached:
    """The stage at which an asking stands."""

    status: str  # its code
    stage: Stage
    next_url: str = ""  # where the client goes on: a path in the virtual branch
    since: datetime | None = None  # when it came to that, where that is known


def reached(answer: Answer, now: datetime) -> Reached | None:
    """The stage of an answer that was accepted and recorded; None where the service has no
    stages.
    """
    if not answer.accepted or not answer.kept:
        return None
    return reached_by_many([(answer.service, answer.transaction)], now).get(answer.transaction)


def reached_by_many(
    accepted: Iterable[tuple[type[Service], int]], now: datetime
) -> dict[int, Reached]:
    """The stages of accepted transactions of services that have them, by transaction.

    What cannot be read stands at the first stage: nothing is told as done that is not known to be.
    """
    asked: dict[type[Service], list[int]] = {}
    for service, transaction in accepted:
        if service.stages:
            asked.setdefault(service, []).append(transaction)
    found: dict[int, Reached] = {}
    for service, transactions in asked.items():
        first = next(iter(service.stages.items()))
        found |= dict.fromkeys(transactions, Reached(*first))
        found |= service.reached(transactions, now)
    return found
